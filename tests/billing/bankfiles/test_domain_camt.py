"""What is read of CAMT.053, and what is refused."""

from datetime import date

import pytest

from contexts.billing.bankfiles.domain import camt
from contexts.billing.bankfiles.errors import StatementDoesNotAddUp, StatementUnreadable
from gotuto.money import Money
from tests.billing.bankstatements.files import IBAN, Entry, one_statement, statement
from tests.billing.bankstatements.files import camt as file


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def amounts(content: bytes) -> list[str]:
    return [str(line.amount.amount) for one in camt.read(content) for line in one.lines]


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_statement_is_read_in_both_versions(version: str) -> None:
    paid = Entry(amount="119.00", text="INV-2026-000001 thanks", ref="B1", end_to_end="E1", structured="RF18X")
    sent = Entry(amount="-20.00", name="Printer", iban="FR1420041010050500013M02606", text="Paper")
    (read,) = camt.read(one_statement(paid, sent, version=version))
    assert (read.account, read.currency, read.number) == (IBAN, "EUR", "2026-11-20/1")
    assert (read.opening, read.closing) == (eur("1000.00"), eur("1099.00"))
    assert (read.first_day, read.last_day) == (date(2026, 11, 20), date(2026, 11, 20))
    first, second = read.lines
    assert (first.amount, first.bank_reference, first.end_to_end, first.structured) == (
        eur("119.00"),
        "B1",
        "E1",
        "RF18X",
    )
    assert (first.name, first.iban, first.text) == ("Ada Lovelace", "DE91100000000123456789", "INV-2026-000001 thanks")
    assert (second.amount, second.name, second.iban) == (eur("-20.00"), "Printer", "FR1420041010050500013M02606")
    # NOTPROVIDED is no reference.
    assert second.end_to_end == ""
    assert not first.is_reversal


def test_only_booked_entries_count() -> None:
    content = one_statement(
        Entry(amount="5.00"), Entry(amount="7.00", status="PDNG"), Entry(amount="8.00", status="INFO")
    )
    assert amounts(content) == ["5.00"]


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_batch_is_taken_apart(version: str) -> None:
    parts = (Entry(amount="10.00", text="A"), Entry(amount="15.50", text="B", ref="OWN"))
    (read,) = camt.read(one_statement(Entry(amount="25.50", ref="BATCH", details=parts), version=version))
    assert [(str(line.amount), line.text, line.bank_reference) for line in read.lines] == [
        ("10.00 EUR", "A", "BATCH"),
        ("15.50 EUR", "B", "OWN"),
    ]


def test_a_batch_of_debits_has_debits_in_it() -> None:
    parts = (Entry(amount="-10.00"), Entry(amount="-15.50"))
    assert amounts(one_statement(Entry(amount="-25.50", details=parts), version="02")) == ["-10.00", "-15.50"]


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(Entry(amount="25.50", text="Sum of card payments", detailed=False), id="without details"),
        pytest.param(Entry(amount="25.50", details=(Entry(amount="10.00"), Entry(amount="15.00"))), id="not adding up"),
        pytest.param(
            Entry(amount="25.50", details=(Entry(amount="10.00"), Entry(amount="15.50", currency="USD"))),
            id="in another currency",
        ),
    ],
)
def test_a_batch_that_cannot_be_taken_apart_stays_one_line(batch: Entry) -> None:
    assert amounts(one_statement(batch)) == ["25.50"]


def test_a_line_says_what_the_bank_says_where_the_payer_said_nothing() -> None:
    (read,) = camt.read(one_statement(Entry(amount="25.50", text="Sum of cards", detailed=False)))
    assert read.lines[0].text == "Sum of cards"


def test_reversals_and_returns_are_known() -> None:
    back = Entry(amount="-5.00", reversal=True)
    returned = Entry(amount="-6.00", returned="AC04", text="INV-2026-000001")
    (read,) = camt.read(one_statement(back, returned))
    assert [line.is_reversal for line in read.lines] == [True, True]
    assert read.lines[1].text == "INV-2026-000001 (returned: AC04)"


def test_the_parties_of_the_first_booking_are_found() -> None:
    content = one_statement(Entry(amount="-5.00", reversal=True)).replace(b"Cdtr", b"Dbtr")
    (read,) = camt.read(content)
    assert (read.lines[0].name, read.lines[0].iban) == ("Ada Lovelace", "DE91100000000123456789")


def test_what_does_not_add_up_is_refused() -> None:
    with pytest.raises(StatementDoesNotAddUp, match=r"cannot end with 1006\.00 EUR"):
        list(camt.read(one_statement(Entry(amount="5.00"), closing="1006.00")))


def test_a_file_may_have_several_statements() -> None:
    content = file(statement(Entry(amount="5.00")), statement(Entry(amount="6.00"), number="2", opening="-3.00"))
    first, second = camt.read(content)
    assert (first.closing, second.opening, second.closing) == (eur("1005.00"), eur("-3.00"), eur("3.00"))


def test_pages_of_a_statement_begin_and_end_with_interim_balances() -> None:
    (read,) = camt.read(file(statement(Entry(amount="5.00"), codes=("ITBD", "ITBD"))))
    assert (read.opening, read.closing) == (eur("1000.00"), eur("1005.00"))


def test_a_day_may_be_a_point_in_time_and_a_statement_may_begin_with_its_lines() -> None:
    content = one_statement(Entry(amount="5.00", day="2026-11-18"), first="2026-11-19")
    moment = content.replace(b"<BookgDt><Dt>2026-11-18</Dt>", b"<BookgDt><DtTm>2026-11-18T23:30:00+01:00</DtTm>")
    start, end = moment.index(b"<FrToDt>"), moment.index(b"</FrToDt>") + len(b"</FrToDt>")
    (read,) = camt.read(moment[:start] + moment[end:])
    assert read.first_day == date(2026, 11, 18)


_GOOD = one_statement(Entry(amount="5.00"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"<a><b></a>", "no CAMT.053", id="other XML"),
        pytest.param(_GOOD[:900], "no XML", id="cut off"),
        pytest.param(_GOOD.replace(b"053.001.08", b"053.001.04"), "version 04", id="other version"),
        pytest.param(_GOOD.replace(b"<Document", b'<!DOCTYPE a [<!ENTITY b "c">]><Document'), "document type", id="bomb"),
        pytest.param(_GOOD.replace(b"<GrpHdr/>", b"<a>" * 60 + b"</a>" * 60), "levels deep", id="deep"),
        pytest.param(_GOOD.replace(b"UTF-8", b"UTF-99"), "no XML", id="encoding"),
        pytest.param(file(), "no statement", id="empty"),
        pytest.param(_GOOD.replace(b"OPBD", b"XXXX"), "no balance OPBD", id="no balance"),
        pytest.param(_GOOD.replace(b">5.00<", b">5,00<"), "'5,00', which is no amount", id="amount"),
        pytest.param(_GOOD.replace(b">5.00<", b">5.001<"), "more decimals", id="decimals"),
        pytest.param(_GOOD.replace(b'Ccy="EUR">5', b'Ccy="FOO">5'), "FOO", id="no currency"),
        pytest.param(_GOOD.replace(b'Ccy="EUR">5', b'Ccy="USD">5'), "amounts in USD", id="other currency"),
        pytest.param(_GOOD.replace(b"<BookgDt><Dt>2026-11-20", b"<BookgDt><Dt>20.11.2026"), "no day", id="day"),
        pytest.param(_GOOD.replace(b"CRDT", b"CREDIT"), "neither CRDT nor DBIT", id="side"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(StatementUnreadable, match=why):
        list(camt.read(content))


def test_an_entry_without_amount_is_refused() -> None:
    with pytest.raises(StatementUnreadable, match="no amount"):
        list(camt.read(_GOOD.replace(b'<Amt Ccy="EUR">5.00</Amt>', b"")))
