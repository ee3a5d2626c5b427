"""Money that a person sends back: set aside until somebody says that it has gone, and never above what came in."""

import pytest

from contexts.billing.errors import (
    NothingLeftToRefund,
    PaymentAlreadyReversed,
    RefundDone,
    RefundNotFound,
    RefundNotPositive,
)
from contexts.billing.payments.use_cases import allocate_payment, receive_payment, reverse_payment
from contexts.billing.refunds.dto import OnInvoices
from contexts.billing.refunds.models import Refund
from contexts.billing.refunds.queries import get_refund_notice
from contexts.billing.refunds.use_cases import pay_out_by_hand, request_refund, withdraw_refund, withdraw_refunds
from gotuto.ids import ActorId, RefundId, new_id
from gotuto.money import CurrencyMismatch, Money
from gotuto.outbound import retrying
from gotuto.outbound.errors import CallDone, CallUnderway
from tests.billing.builders import eur, issued, pay, told
from tests.billing.refunds.refunding import NOW, look, on_account, paid_by_hand, refund, stands, sums, work


def test_a_refund_waits_until_somebody_has_paid_it_out(db):
    _, payment = paid_by_hand()
    asked = refund(payment, "5.00", actor=ActorId(new_id()))
    assert (asked.status, asked.by, asked.reference) == ("pending", "by_hand", "")
    work()
    assert stands(asked.id) == "pending"
    clerk = ActorId(new_id())
    done = pay_out_by_hand(refund_id=asked.id, reference="BANK-7", actor=clerk, now=NOW)
    assert (done.status, done.reference, done.done_at) == ("succeeded", "BANK-7", NOW)
    assert (done.actor, done.settled_by) == (asked.actor, clerk)
    assert [fact["status"] for fact in told("billing.refund_settled")] == ["succeeded"]
    assert [fact["amount"]["amount"] for fact in told("billing.refund_requested")] == ["5.00"]


def test_what_is_paid_out_is_over(db):
    _, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    pay_out_by_hand(refund_id=asked.id, reference="BANK-7", now=NOW)
    with pytest.raises(RefundDone):
        pay_out_by_hand(refund_id=asked.id, reference="BANK-7", now=NOW)
    with pytest.raises(RefundDone):
        withdraw_refund(refund_id=asked.id, now=NOW)
    with pytest.raises(CallDone):
        retrying.retry(call_id=asked.id, now=NOW)
    assert sums(payment.id) == ("7.50", "5.00", "0.00", "0.00")


def test_what_is_withdrawn_is_the_clients_and_cannot_be_paid_out(db):
    _, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    with pytest.raises(CallUnderway):
        retrying.retry(call_id=asked.id, now=NOW)
    given_up = withdraw_refund(refund_id=asked.id, now=NOW)
    assert (given_up.status, given_up.failure, given_up.withdrawn_at) == ("withdrawn", "", NOW)
    assert sums(payment.id) == ("7.50", "0.00", "0.00", "5.00")
    with pytest.raises(RefundDone):
        pay_out_by_hand(refund_id=asked.id, reference="BANK-7", now=NOW)
    # An operator who has it made again changes nothing.
    retrying.retry(call_id=asked.id, now=NOW)
    work()
    assert stands(asked.id) == "withdrawn"
    assert told("billing.refund_settled")[-1]["status"] == "withdrawn"


def test_an_unknown_refund_is_not_found(db):
    nobody = RefundId(new_id())
    with pytest.raises(RefundNotFound):
        withdraw_refund(refund_id=nobody, now=NOW)
    with pytest.raises(RefundNotFound):
        get_refund_notice(refund_id=nobody)


def test_what_it_settled_is_credited_by_as_much(db):
    invoice, payment = paid_by_hand()
    refund(payment, "5.00")
    seen = look(invoice.id)
    assert (seen.status, seen.amount_paid, seen.amount_credited) == ("paid", eur("7.50"), eur("5.00"))
    refund(payment, "7.50")
    assert look(invoice.id).amount_credited == eur("12.50")
    assert sums(payment.id) == ("0.00", "12.50", "0.00", "0.00")


def test_a_part_paid_invoice_is_credited_by_what_goes_back_and_owes_the_rest(db):
    invoice, payment = paid_by_hand("8.00")
    refund(payment, "8.00")
    seen = look(invoice.id)
    assert (seen.status, seen.amount_credited, seen.amount_due) == ("sent", eur("8.00"), eur("4.50"))


def test_what_it_settled_is_owed_again_where_that_is_wanted(db):
    invoice, payment = paid_by_hand()
    refund(payment, "5.00", on_invoices=OnInvoices.REOPEN)
    seen = look(invoice.id)
    assert (seen.status, seen.amount_due, seen.amount_credited) == ("sent", eur("5.00"), eur("0.00"))
    assert told("billing.payment_taken_off")[-1]["cause"] == "corrected"


def test_what_settles_nothing_goes_first_and_then_what_was_settled_last(db):
    first = issued(now=NOW)
    payment = receive_payment(client_id=first.client_id, amount=eur("20.00"), method="cash", reference="A", now=NOW)
    allocate_payment(payment_id=payment.id, invoice_id=first.id, amount=eur("12.50"), now=NOW)
    second = _another_of(first)
    allocate_payment(payment_id=payment.id, invoice_id=second, amount=eur("5.00"), now=NOW.replace(hour=10))
    refund(payment, "2.50")
    assert (look(first.id).amount_paid, look(second).amount_paid) == (eur("12.50"), eur("5.00"))
    refund(payment, "6.00")
    assert (look(first.id).amount_credited, look(second).amount_credited) == (eur("1.00"), eur("5.00"))
    assert sums(payment.id) == ("11.50", "8.50", "0.00", "0.00")


def _another_of(first):
    """A second invoice of the same client, by hand."""
    from contexts.billing.invoices.models import Invoice

    second = issued(now=NOW)
    Invoice.objects.filter(id=second.id).update(client_id=first.client_id)
    return second.id


@pytest.mark.parametrize("amount", ["12.51", "100.00"])
def test_never_more_than_came_in(db, amount):
    _, payment = paid_by_hand()
    with pytest.raises(NothingLeftToRefund, match=r"12\.50 EUR"):
        refund(payment, amount)


def test_what_goes_back_already_does_not_go_back_again(db):
    _, payment = paid_by_hand()
    refund(payment, "12.00")
    with pytest.raises(NothingLeftToRefund, match=r"0\.50 EUR"):
        refund(payment, "0.51")


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_a_refund_is_above_zero(db, amount):
    _, payment = paid_by_hand()
    with pytest.raises(RefundNotPositive):
        refund(payment, amount)


def test_a_refund_is_in_the_currency_of_the_payment(db):
    _, payment = paid_by_hand()
    with pytest.raises(CurrencyMismatch):
        request_refund(payment_id=payment.id, amount=Money.of("1.00", "USD"), reason="A dent.", now=NOW)


@pytest.mark.parametrize(("whole", "part"), [("1000", "1"), ("1.250", "0.001")])
def test_currencies_without_cents_and_with_more(db, whole, part):
    currency = "JPY" if "." not in whole else "KWD"
    payment = on_account(Money.of(whole, currency))
    asked = request_refund(payment_id=payment.id, amount=Money.of(part, currency), reason="Rounding.", now=NOW)
    assert asked.amount == Money.of(part, currency)
    with pytest.raises(NothingLeftToRefund):
        request_refund(payment_id=payment.id, amount=Money.of(whole, currency), reason="Rounding.", now=NOW)


def test_what_did_not_stay_is_not_paid_out(db):
    invoice, payment = paid_by_hand()
    sent, waits = refund(payment, "2.00"), refund(payment, "3.00")
    pay_out_by_hand(refund_id=sent.id, reference="BANK-7", now=NOW)
    reverse_payment(payment_id=payment.id, reason="Charged back.", now=NOW)
    assert sums(payment.id) == ("0.00", "5.00", "7.50", "0.00")
    withdraw_refunds(payment_id=payment.id, now=NOW)
    assert (stands(sent.id), stands(waits.id)) == ("succeeded", "withdrawn")
    # Its amount is gone with the payment, and nobody's balance.
    assert sums(payment.id) == ("0.00", "2.00", "10.50", "0.00")
    with pytest.raises(NothingLeftToRefund):
        refund(payment, "0.01")
    assert look(invoice.id).amount_due == eur("7.50")
    # All of it has gone: it does not go a second time.
    with pytest.raises(PaymentAlreadyReversed) as refused:
        reverse_payment(payment_id=payment.id, reason="Charged back.", now=NOW)
    assert refused.value.code == "billing.payment_reversed"


def test_a_refund_is_called_by_its_payment(db):
    _, payment = paid_by_hand()
    refund(payment, "5.00")
    assert str(Refund.objects.get()) == "refund of R-1"


def test_the_balance_of_a_withdrawn_refund_pays_another_invoice(db):
    invoice, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    withdraw_refund(refund_id=asked.id, now=NOW)
    second = _another_of(invoice)
    allocate_payment(payment_id=payment.id, invoice_id=second, amount=eur("5.00"), now=NOW)
    assert pay(second, "7.50", now=NOW, reference="B").status == "paid"
