"""XML that no bank writes is refused before anything of it counts, and what was read is forgotten."""

from typing import Any

import pytest

from contexts.billing.bankfiles.domain import camt
from contexts.billing.bankfiles.errors import StatementUnreadable
from tests.billing.bankstatements.files import Entry, one_statement

GOOD = one_statement(Entry(amount="5.00"), Entry(amount="6.00"))


@pytest.mark.parametrize("told", [b"<!DOCTYPE Document>", b'<!DOCTYPE a [<!ENTITY b "c">]>'])
def test_a_document_type_is_refused_with_and_without_entities(told: bytes) -> None:
    with pytest.raises(StatementUnreadable, match=": it declares a document type, which no statement has"):
        list(camt.read(GOOD.replace(b"<Document", told + b"<Document")))


@pytest.mark.parametrize("encoding", [b"UTF-99", b"EUC-JP"])
def test_an_encoding_that_is_not_known_or_not_possible_is_refused(encoding: bytes) -> None:
    with pytest.raises(StatementUnreadable, match=r": it is no XML \("):
        list(camt.read(GOOD.replace(b"UTF-8", encoding)))


def test_entries_are_forgotten_once_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a file of any length fits into memory."""
    seen: list[Any] = []
    told = camt.as_statement
    monkeypatch.setattr(camt, "as_statement", lambda element, lines: seen.append(element) or told(element, lines))
    (read,) = camt.read(GOOD)
    assert (len(read.lines), seen[0].findall("Ntry")) == (2, [])
