"""An entry of the journal is a debit of one account and a credit of another."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from uuid import UUID

import pytest

from contexts.billing.accounting.domain.accounts import of_chart
from contexts.billing.accounting.domain.booking import of_money, of_sale
from contexts.billing.accounting.dto import Booking, Chart, Entry, EntryKind
from contexts.billing.reports.domain.filing import Filing
from contexts.billing.reports.dto import Return

ACCOUNTS = of_chart(Chart.SKR03)
AT_HOME = Filing(Return.HOME, "DE", "DE136695976", False)
SALE = Entry(
    day=date(2026, 10, 5),
    kind=EntryKind.INVOICE,
    id=UUID(int=1),
    number="INV-2026-000001",
    other="",
    name="Ada Lovelace",
    currency="EUR",
    amount=D("119.00"),
    net=D("100.00"),
    tax=D("19.00"),
    category="S",
    rate=D("0.19"),
    exemption="",
    seller_id=None,
    destination="DE",
    postal_code="",
    proved_in="",
    vat_id="",
    method="",
)
MONEY = replace(SALE, kind=EntryKind.PAYMENT, method="cash", other="R-1")


def debit_and_credit(one: Booking) -> tuple[str, str]:
    return (one.account, one.contra) if one.is_debit else (one.contra, one.account)


def test_a_sale_is_owed_by_the_buyer_and_is_revenue():
    assert of_sale(SALE, AT_HOME, ACCOUNTS) == Booking(
        day=date(2026, 10, 5),
        amount=D("119.00"),
        is_debit=True,
        account="10000",
        contra="8400",
        tax_key="",
        number="INV-2026-000001",
        text="Rechnung Ada Lovelace",
    )


def test_a_credit_note_is_the_other_way_round_and_names_its_invoice():
    note = replace(SALE, kind=EntryKind.CREDIT_NOTE, number="CN-2026-000001", other="INV-2026-000001")
    booked = of_sale(note, AT_HOME, ACCOUNTS)
    assert (debit_and_credit(booked), booked.amount, booked.number) == (
        ("8400", "10000"),
        D("119.00"),
        "CN-2026-000001",
    )
    assert booked.text == "Gutschrift zu INV-2026-000001 Ada Lovelace"


def test_a_tax_line_below_zero_is_booked_above_zero_on_the_other_side():
    booked = of_sale(replace(SALE, amount=D("-11.90")), AT_HOME, ACCOUNTS)
    assert (debit_and_credit(booked), booked.amount) == (("8400", "10000"), D("11.90"))


def test_the_tax_key_of_an_account_goes_with_the_booking():
    booked = of_sale(SALE, AT_HOME, ACCOUNTS | {"sale:home:S:19": "8200 3"})
    assert (booked.contra, booked.tax_key) == ("8200", "3")


@pytest.mark.parametrize(("country", "told"), [("FR", "FR"), ("GR", "EL"), ("XI", "XI")])
@pytest.mark.parametrize("declared_in", [Return.OSS, Return.LOCAL])
def test_what_another_member_state_taxes_says_whose_tax_it_is_and_its_rate(declared_in, country, told):
    booked = of_sale(replace(SALE, rate=D("0.20")), Filing(declared_in, country, "", True), ACCOUNTS)
    assert (booked.contra, booked.eu_country, booked.eu_rate) == ("8320", told, D(20))


@pytest.mark.parametrize(("category", "told"), [("K", "FR40303265045"), ("G", "")])
def test_what_goes_to_a_business_of_another_member_state_says_its_vat_id(category, told):
    sale = replace(SALE, category=category, rate=D(0), vat_id="FR40303265045")
    booked = of_sale(sale, AT_HOME, ACCOUNTS)
    assert (booked.eu_country, booked.eu_rate) == (told, None)


def test_money_that_comes_is_a_debit_of_its_account_and_a_credit_of_the_buyers():
    assert of_money(MONEY, ACCOUNTS) == Booking(
        day=date(2026, 10, 5),
        amount=D("119.00"),
        is_debit=True,
        account="1000",
        contra="10000",
        tax_key="",
        number="INV-2026-000001",
        text="Zahlung cash R-1",
    )


@pytest.mark.parametrize(
    ("kind", "debit", "credit", "words"),
    [
        (EntryKind.PAYMENT, "1000", "10000", "Zahlung"),
        (EntryKind.REVERSAL, "10000", "1000", "Rückgabe"),
        (EntryKind.CHARGEBACK, "10000", "1000", "Rückbelastung"),
        (EntryKind.REFUND, "10000", "1000", "Erstattung"),
        (EntryKind.GIVEN, "10000", "1590", "Für anderen Verkäufer"),
        (EntryKind.GOT, "1590", "10000", "Von anderem Verkäufer"),
    ],
)
def test_which_way_money_goes(kind, debit, credit, words):
    booked = of_money(replace(MONEY, kind=kind), ACCOUNTS)
    assert (debit_and_credit(booked), booked.text) == ((debit, credit), f"{words} cash R-1")
    # Taken back it goes the other way, by an amount above zero.
    back = of_money(replace(MONEY, kind=kind, amount=D("-119.00")), ACCOUNTS)
    assert (debit_and_credit(back), back.amount) == ((credit, debit), D("119.00"))


def test_money_that_settles_no_invoice_bears_its_own_reference():
    assert of_money(replace(MONEY, number=""), ACCOUNTS).number == "R-1"
