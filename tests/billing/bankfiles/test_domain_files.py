"""A file is XML or, by a mapping, CSV; nothing else is read."""

from datetime import date

from contexts.billing.bankfiles.domain import files
from contexts.billing.bankfiles.dto import CsvMapping
from tests.billing.bankstatements.files import Entry, one_statement
from tests.refusals import refused

MAPPING = CsvMapping(name="giro", account="DE02120300000000202051", booked_on="Tag", amount="Betrag")
CSV = b"Tag;Betrag\n20.11.2026;5,00\n"


def test_xml_is_read_as_it_is_and_csv_by_its_mapping() -> None:
    (camt,) = files.read(one_statement(Entry(amount="5.00")), mapping=None, currency="CHF")
    (table,) = files.read(CSV, mapping=MAPPING, currency="CHF")
    assert [str(one.lines[0].amount) for one in (camt, table)] == ["5.00 EUR", "5.00 CHF"]
    assert table.last_day == date(2026, 11, 20)


def test_xml_may_begin_with_a_mark_and_blanks() -> None:
    content = b"\xef\xbb\xbf \r\n\t" + one_statement(Entry(amount="5.00"))
    assert files.camt.is_camt(content)
    assert not files.camt.is_camt(CSV)


def test_csv_without_a_mapping_is_refused() -> None:
    with refused("billing.statement_unreadable", "it is no XML, and no mapping was named"):
        files.read(CSV, mapping=None, currency="EUR")


def test_a_file_has_twenty_megabytes_at_most() -> None:
    blank = b" " * 20_000_000
    with refused("billing.statement_unreadable", "it is no XML"):
        files.read(blank, mapping=None, currency="EUR")
    with refused("billing.statement_unreadable", "it has more than 20 MB"):
        files.read(blank + b" ", mapping=None, currency="EUR")
