"""What an invoice comes to, and what may become of it: plain Python, no database."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.billing.errors import InvoiceEmpty, InvoiceLineInvalid
from contexts.billing.invoices import domain
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.lines.domain import bill as bill_of
from contexts.billing.sellers.domain import MAIN
from gotuto.money import CurrencyMismatch, Money, total
from tests.billing.lines import eur, line
from tests.refusals import refused

STANDARD = Decimal("0.19")
DRAFT, SENT, PAID, OVERDUE, VOID = InvoiceStatus
INVOICE = UUID(int=1)
ACCOUNT = domain.Account(invoice_id=INVOICE, status=SENT, total=eur("100.00"), paid=eur("30.00"), credited=eur("0.00"))


def billed(*lines, currency="EUR"):
    return bill_of(lines, currency=currency, standard_rate=STANDARD)


def test_the_tax_is_taken_out_of_the_gross_price():
    bill = billed(line("11.90", quantity=10))
    assert (bill.net, bill.tax, bill.total) == (eur("100.00"), eur("19.00"), eur("119.00"))


def test_tax_is_rounded_once_per_rate_and_not_per_line():
    bill = billed(line("0.10"), line("0.10"), line("0.10"))
    assert bill.tax == eur("0.05"), "three times 0.016 is 0.048, while three rounded lines would give 0.06"


def test_every_rate_has_its_own_tax_line():
    bill = billed(line("119.00"), line("10.70", rate="0.07"), line("5.00", rate="0"))
    assert [(tax.rate, tax.net, tax.tax, tax.gross) for tax in bill.tax_lines] == [
        (Decimal("0"), eur("5.00"), eur("0.00"), eur("5.00")),
        (Decimal("0.07"), eur("10.00"), eur("0.70"), eur("10.70")),
        (Decimal("0.19"), eur("100.00"), eur("19.00"), eur("119.00")),
    ]


def test_lines_are_numbered_and_summed():
    bill = billed(line("2.00", quantity=3), line("1.00"))
    assert [(item.position, item.total) for item in bill.lines] == [(1, eur("6.00")), (2, eur("1.00"))]


cents = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999.99"), places=2)
rates = st.sampled_from(["0", "0.07", "0.19", "0.255"])


@given(st.lists(st.tuples(cents, st.integers(1, 99), rates), min_size=1, max_size=8))
def test_net_and_tax_always_come_to_the_gross_sum(parts):
    lines = [line(str(price), quantity=quantity, rate=rate) for price, quantity, rate in parts]
    bill = billed(*lines)
    assert bill.net + bill.tax == bill.total == total((one.unit_price * one.quantity for one in lines), "EUR")
    assert total((tax.gross for tax in bill.tax_lines), "EUR") == bill.total
    assert total((tax.net for tax in bill.tax_lines), "EUR") == bill.net


def test_a_currency_without_cents_is_taxed_in_whole_units():
    yen = line("1.00")
    bill = billed(
        type(yen)(sku=yen.sku, description="Tea", quantity=1, unit_price=Money.of("1000", "JPY")), currency="JPY"
    )
    assert (bill.net, bill.tax) == (Money.of("840", "JPY"), Money.of("160", "JPY"))


@pytest.mark.parametrize("lines", [[], [line("0.00")]])
def test_an_invoice_over_nothing_is_refused(lines):
    with pytest.raises(InvoiceEmpty):
        billed(*lines)


@pytest.mark.parametrize("wrong", [line("1.00", quantity=0), line("-1.00")])
def test_a_line_needs_a_quantity_and_a_price(wrong):
    with pytest.raises(InvoiceLineInvalid, match="Line 2"):
        billed(line("5.00"), wrong)


def test_currencies_are_not_mixed():
    with pytest.raises(CurrencyMismatch):
        billed(line("5.00"), currency="USD")


def test_what_an_invoice_may_become():
    assert {status: set(before) for status, before in domain.ALLOWED_FROM.items()} == {
        SENT: {DRAFT},
        OVERDUE: {SENT},
        PAID: {SENT, OVERDUE},
        VOID: {DRAFT},
    }


@pytest.mark.parametrize(
    ("status", "code"), [(DRAFT, "invoice_not_issued"), (VOID, "invoice_void"), (PAID, "invoice_paid")]
)
def test_an_invoice_says_what_keeps_it_from_becoming_paid(status, code):
    with refused(f"billing.{code}"):
        domain.transition(replace(ACCOUNT, status=status), PAID)
    assert domain.transition(replace(ACCOUNT, status=OVERDUE), PAID).status is PAID


def test_numbers_are_given_out_in_one_series_of_one_legal_entity():
    assert (MAIN, domain.SERIES[InvoiceKind.INVOICE]) == ("main", "INV")


def test_due_is_what_has_not_been_paid_yet():
    assert ACCOUNT.due == eur("70.00")


def test_only_a_draft_can_be_voided():
    assert domain.void(replace(ACCOUNT, status=DRAFT)).status is VOID
    for status in (SENT, OVERDUE, PAID):
        with refused(
            "billing.invoice_issued", f"The invoice {INVOICE} is issued and cannot be voided. Credit it instead."
        ):
            domain.void(replace(ACCOUNT, status=status))
    with refused("billing.invoice_void"):
        domain.void(replace(ACCOUNT, status=VOID))


@pytest.mark.parametrize("status", InvoiceStatus)
def test_only_a_draft_of_no_order_can_be_deleted(status):
    assert domain.is_deletable(status, order_id=None) is (status is DRAFT)
    assert domain.is_deletable(status, order_id=UUID(int=3)) is False
