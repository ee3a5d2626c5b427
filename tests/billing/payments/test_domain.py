"""What a payment does to an invoice: plain Python, no database."""

from dataclasses import replace
from uuid import UUID

import pytest

from contexts.billing.invoices.domain import Account
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.payments import domain
from contexts.billing.payments.domain import Balance
from gotuto.money import Money
from tests.billing.lines import eur
from tests.refusals import refused

DRAFT, SENT, PAID, OVERDUE, VOID = InvoiceStatus
INVOICE = UUID(int=1)
ACCOUNT = Account(invoice_id=INVOICE, status=SENT, total=eur("100.00"), paid=eur("30.00"), credited=eur("0.00"))
EARLIER = (eur("70.00"), "card")


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
    domain.check_same_payment(reference="R-1", earlier=EARLIER, told=(eur("70.00"), "card"))


@pytest.mark.parametrize(("amount", "method"), [("70.01", "card"), ("70.00", "cash")])
def test_a_reference_does_not_stand_for_two_payments(amount, method):
    with refused("billing.reference_reused", "'R-1' already stands for a payment of 70.00 EUR by card"):
        domain.check_same_payment(reference="R-1", earlier=EARLIER, told=(eur(amount), method))


def test_after_a_hundred_parts_only_all_that_is_due_is_taken():
    assert domain.pay(ACCOUNT, eur("0.01"), earlier=99).paid == eur("30.01")
    with refused("billing.too_many_parts", "only all of the 70.00 EUR still due"):
        domain.pay(ACCOUNT, eur("69.99"), earlier=100)
    assert domain.pay(ACCOUNT, eur("70.00"), earlier=100).status is InvoiceStatus.PAID


BALANCE = Balance(
    payment_id=UUID(int=2),
    amount=eur("100.00"),
    allocated=eur("40.00"),
    refunded=eur("10.00"),
    reversed=eur("0.00"),
)


def test_what_is_left_of_a_payment_settles_an_invoice_and_no_more():
    assert BALANCE.unallocated == eur("50.00")
    assert domain.allocate(BALANCE, eur("50.00")).unallocated == eur("0.00")
    with refused("billing.nothing_left_to_allocate", "50.00 EUR of this payment settle nothing yet"):
        domain.allocate(BALANCE, eur("50.01"))
    with refused("billing.amount_not_positive"):
        domain.allocate(BALANCE, eur("0.00"))


def test_what_settles_an_invoice_is_taken_off_and_no_more():
    assert domain.release(BALANCE, eur("40.00"), settles=eur("40.00")).allocated == eur("0.00")
    with refused("billing.nothing_to_take_off", "40.00 EUR of it"):
        domain.release(BALANCE, eur("40.01"), settles=eur("40.00"))
    with refused("billing.amount_not_positive"):
        domain.release(BALANCE, eur("0.00"), settles=eur("40.00"))


@pytest.mark.parametrize("amount", ["0.00", "1.00"])
def test_from_what_settles_nothing_nothing_is_taken_off_whatever_was_asked_for(amount):
    with refused("billing.nothing_to_take_off", "settles 0.00 EUR"):
        domain.release(BALANCE, eur(amount), settles=eur("0.00"))


def test_a_payment_ends_once_and_what_was_sent_back_stays_sent_back():
    ended = domain.reverse(BALANCE)
    assert (ended.allocated, ended.refunded, ended.reversed) == (eur("0.00"), eur("10.00"), eur("90.00"))
    assert ended.unallocated == eur("0.00")
    with refused("billing.payment_reversed", str(UUID(int=2))):
        domain.reverse(ended)


def test_what_was_settled_last_is_freed_first():
    settled = [("a", eur("5.00")), ("b", eur("3.00"))]
    assert list(domain.latest_first(settled, eur("4.00"))) == [("b", eur("3.00")), ("a", eur("1.00"))]
    assert list(domain.latest_first(settled, eur("3.00"))) == [("b", eur("3.00"))]


@pytest.mark.parametrize(("late", "status"), [(False, SENT), (True, OVERDUE)])
def test_a_paid_invoice_is_owed_again_by_its_day(late, status):
    paid = replace(ACCOUNT, status=PAID, paid=eur("100.00"))
    after = domain.reopened(paid, eur("1.00"), is_late=late)
    assert (after.status, after.due) == (status, eur("1.00"))
    assert domain.reopened(ACCOUNT, eur("1.00"), is_late=True).status is SENT


@pytest.mark.parametrize(("status", "amount"), [(SENT, "70.00"), (OVERDUE, "70.00"), (VOID, "0.00"), (DRAFT, "0.00")])
def test_only_what_is_owed_is_payable(status, amount):
    assert domain.payable(replace(ACCOUNT, status=status)) == eur(amount)
