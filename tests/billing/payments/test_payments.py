"""Money comes in: in parts, never too much, and each payment once."""

from datetime import UTC, datetime

import pytest

from contexts.billing.errors import (
    AmountNotPositive,
    InvoiceIsVoid,
    InvoiceNotFound,
    InvoiceNotIssued,
    Overpaid,
    ReferenceReused,
    TooManyParts,
)
from contexts.billing.payments.use_cases import record_payment
from gotuto.ids import InvoiceId, new_id
from gotuto.money import CurrencyMismatch, Money
from tests.billing.builders import draft, eur, issued, pay, told, voided_before

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_a_full_payment_makes_the_invoice_paid(db):
    invoice = issued(now=NOW)
    paid = pay(invoice.id, "12.50", now=NOW)
    assert (paid.status, paid.amount_due) == ("paid", eur("0.00"))
    assert told("billing.invoice_status_changed")[-1]["new"] == "paid"


def test_partial_payments_add_up(db):
    invoice = issued(now=NOW)
    first = pay(invoice.id, "10.00", now=NOW, reference="A")
    assert (first.status, first.amount_due) == ("sent", eur("2.50"))
    second = pay(invoice.id, "2.50", now=NOW, reference="B")
    assert second.status == "paid"
    assert [payment.amount for payment in second.payments] == [eur("10.00"), eur("2.50")]
    assert [fact["amount_due"]["amount"] for fact in told("billing.payment_received")] == ["2.50", "0.00"]


def test_the_same_reference_books_once(db):
    invoice = issued(now=NOW)
    first = pay(invoice.id, "5.00", now=NOW)
    assert pay(invoice.id, "5.00", now=NOW) == first
    assert len(told("billing.payment_received")) == 1


def test_the_same_reference_for_another_amount_is_refused(db):
    invoice = issued(now=NOW)
    pay(invoice.id, "5.00", now=NOW)
    with pytest.raises(ReferenceReused, match=r"5\.00 EUR"):
        pay(invoice.id, "6.00", now=NOW)


def test_a_paid_invoice_still_answers_a_repeated_payment(db):
    invoice = issued(now=NOW)
    assert pay(invoice.id, "12.50", now=NOW) == pay(invoice.id, "12.50", now=NOW)


@pytest.mark.parametrize(("before", "amount"), [("0.01", "12.50"), ("12.50", "0.01")])
def test_more_than_is_due_is_refused(db, before, amount):
    invoice = issued(now=NOW)
    pay(invoice.id, before, now=NOW, reference="A")
    with pytest.raises(Overpaid):
        pay(invoice.id, amount, now=NOW, reference="B")


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_a_payment_is_above_zero(db, amount):
    with pytest.raises(AmountNotPositive):
        pay(issued(now=NOW).id, amount, now=NOW)


def test_a_payment_is_in_the_currency_of_the_invoice(db):
    with pytest.raises(CurrencyMismatch):
        record_payment(
            invoice_id=issued(now=NOW).id, amount=Money.of("1.00", "USD"), method="cash", reference="A", now=NOW
        )


def test_a_draft_cannot_be_paid(db):
    with pytest.raises(InvoiceNotIssued):
        pay(draft(now=NOW).id, "12.50", now=NOW)


def test_a_void_invoice_cannot_be_paid(db):
    invoice = voided_before(now=NOW)
    with pytest.raises(InvoiceIsVoid):
        pay(invoice.id, "12.50", now=NOW)


def test_an_unknown_invoice_cannot_be_paid(db):
    with pytest.raises(InvoiceNotFound):
        pay(InvoiceId(new_id()), "1.00", now=NOW)


def test_what_shows_an_invoice_shows_a_hundred_payments_at_most(db):
    invoice = issued(now=NOW)
    for number in range(100):
        pay(invoice.id, "0.01", now=NOW, reference=f"Part {number}")
    with pytest.raises(TooManyParts, match=r"11\.50 EUR"):
        pay(invoice.id, "0.01", now=NOW, reference="One more")
    paid = pay(invoice.id, "11.50", now=NOW, reference="The rest")
    assert (paid.status, len(paid.payments)) == ("paid", 101)
