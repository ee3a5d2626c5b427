"""What a payment does to an invoice: plain Python, no database."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from contexts.billing.invoices import dto
from contexts.billing.invoices.domain import Account
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.payments import domain
from gotuto.money import Money
from tests.billing.lines import eur
from tests.refusals import refused

DRAFT, SENT, PAID, OVERDUE, VOID = InvoiceStatus
INVOICE = UUID(int=1)
ACCOUNT = Account(invoice_id=INVOICE, status=SENT, total=eur("100.00"), paid=eur("30.00"), credited=eur("0.00"))
PAYMENT = dto.Payment(
    id=UUID(int=2),
    amount=eur("70.00"),
    method="card",
    reference="R-1",
    received_at=datetime(2026, 3, 2, tzinfo=UTC),
)


@pytest.mark.parametrize("status", [SENT, OVERDUE])
def test_a_part_leaves_the_invoice_as_it_is_and_the_rest_pays_it(status):
    account = replace(ACCOUNT, status=status)
    part = domain.pay(account, eur("69.99"), earlier=0)
    assert (part.status, part.paid, part.due) == (status, eur("99.99"), eur("0.01"))
    whole = domain.pay(account, eur("70.00"), earlier=0)
    assert (whole.status, whole.paid, whole.due) == (PAID, eur("100.00"), eur("0.00"))


def test_nobody_pays_more_than_is_due():
    with refused("billing.overpaid", "70.01 EUR is more than the 70.00 EUR still due"):
        domain.pay(ACCOUNT, eur("70.01"), earlier=0)


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_a_payment_brings_money_in(amount):
    with refused("billing.amount_not_positive", f"{amount} EUR is not"):
        domain.pay(ACCOUNT, eur(amount), earlier=0)


@pytest.mark.parametrize(("status", "code"), [(VOID, "billing.invoice_void"), (DRAFT, "billing.invoice_not_issued")])
def test_drafts_and_void_invoices_are_not_paid(status, code):
    with refused(code, str(INVOICE)):
        domain.pay(replace(ACCOUNT, status=status), eur("1.00"), earlier=0)


def test_nobody_pays_a_credit_note():
    with refused("billing.invoice_is_credit_note", str(INVOICE)):
        domain.pay(replace(ACCOUNT, kind=InvoiceKind.CREDIT_NOTE), eur("1.00"), earlier=0)


def test_an_invoice_is_paid_in_its_own_currency():
    with refused("money.currency_mismatch"):
        domain.pay(ACCOUNT, Money.of("1.00", "USD"), earlier=0)


def test_a_reference_told_again_is_the_same_payment():
    domain.check_same_payment(PAYMENT, amount=eur("70.00"), method="card")


@pytest.mark.parametrize(("amount", "method"), [("70.01", "card"), ("70.00", "cash")])
def test_a_reference_does_not_stand_for_two_payments(amount, method):
    with refused("billing.reference_reused", "'R-1' already stands for a payment of 70.00 EUR by card"):
        domain.check_same_payment(PAYMENT, amount=eur(amount), method=method)


def test_after_a_hundred_parts_only_all_that_is_due_is_taken():
    assert domain.pay(ACCOUNT, eur("0.01"), earlier=99).paid == eur("30.01")
    with refused("billing.too_many_parts", "only all of the 70.00 EUR still due"):
        domain.pay(ACCOUNT, eur("69.99"), earlier=100)
    assert domain.pay(ACCOUNT, eur("70.00"), earlier=100).status is InvoiceStatus.PAID
