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


def test_numbers_are_given_out_in_one_series_a_kind_of_one_legal_entity():
    assert (MAIN, domain.SERIES) == ("main", {InvoiceKind.INVOICE: "INV", InvoiceKind.CREDIT_NOTE: "CN"})


def test_due_is_what_has_been_neither_paid_nor_credited_yet():
    assert replace(ACCOUNT, credited=eur("20.00")).due == eur("50.00")


@pytest.mark.parametrize("no_claim", [{"kind": InvoiceKind.CREDIT_NOTE}, {"status": VOID}], ids=["credit note", "void"])
def test_nothing_is_due_on_what_is_no_claim(no_claim):
    assert replace(ACCOUNT, **no_claim).due == eur("0.00")


@pytest.mark.parametrize(
    ("paid", "credited", "by"),
    [("100.00", "0.00", "payment"), ("0.00", "100.00", "credit"), ("30.00", "70.00", "both")],
)
def test_a_claim_is_settled_by_money_by_credit_or_by_both(paid, credited, by):
    settled = replace(ACCOUNT, status=PAID, paid=eur(paid), credited=eur(credited))
    assert settled.settled_by == by
    assert replace(settled, status=SENT).settled_by is None
    assert replace(settled, kind=InvoiceKind.CREDIT_NOTE).settled_by is None


def test_what_a_client_owes_is_whatever_will_have_to_be_paid():
    assert set(domain.OWED) == {DRAFT, SENT, OVERDUE}


def check_credit(owed, *, on_hold=False, limit="100.00"):
    standing = domain.Standing(on_hold=on_hold, hold_reason="Bills of May", limit=limit and eur(limit))
    domain.check_credit(standing, total=eur("50.00"), owed=lambda currency: Money.of(owed, currency))


def test_a_client_may_owe_as_much_as_the_limit_and_no_cent_more():
    check_credit("100.00")
    check_credit("1000000.00", limit=None)
    words = "With 50.00 EUR more this client would owe 100.01 EUR, and 100.00 EUR is the most that they may owe."
    with refused("billing.credit_limit_reached", words):
        check_credit("100.01")


def test_a_limit_holds_for_what_is_in_its_currency():
    standing = domain.Standing(on_hold=False, hold_reason="", limit=eur("100.00"))
    domain.check_credit(standing, total=Money.of("500.00", "USD"), owed=lambda currency: Money.of("500.00", currency))


def test_nothing_more_is_invoiced_to_who_is_on_hold():
    with refused("billing.client_on_hold", "Bills of May"):
        check_credit("0.00", on_hold=True)


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
