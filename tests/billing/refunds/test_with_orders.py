"""Money that goes back with an order that was called off, or that came for what was given up meanwhile."""

from datetime import timedelta

from contexts.billing.attempts import signals as attempts
from contexts.billing.attempts.signals import AttemptPaidLate
from contexts.billing.credits.dto import Withdrawal
from contexts.billing.credits.use_cases import take_back_claim
from contexts.billing.payments.use_cases import allocate_payment, receive_payment, reverse_payment
from contexts.billing.refunds.models import Refund
from contexts.billing.refunds.queries import open_refunds
from contexts.billing.refunds.use_cases import refund_late_money, refund_order, withdraw_refund
from gotuto.db import unit_of_work
from gotuto.ids import AttemptId, new_id
from gotuto.testing import drain
from tests.billing.builders import credit, eur, issued, pay, told, voided_before
from tests.billing.refunds.refunding import (
    NOW,
    look,
    on_account,
    paid_by_card,
    paid_by_hand,
    refund,
    sent_back,
    stands,
    sums,
    work,
)

LATER = NOW + timedelta(hours=1)


def called_off(invoice):
    """The claim on its order is taken back, and what was paid on it is sent back."""
    take_back_claim(order_id=invoice.order_id, because=Withdrawal.CALLED_OFF, now=LATER)
    return refund_order(order_id=invoice.order_id, reason="Called off.", now=LATER)


def amounts(refunds):
    return [str(one.amount.amount) for one in refunds]


def test_all_that_was_paid_goes_back_once(db):
    invoice, payment = paid_by_hand()
    first = called_off(invoice)
    assert (amounts(first), first[0].order_id) == (["12.50"], invoice.order_id)
    assert called_off(invoice) == first
    assert sums(payment.id) == ("0.00", "12.50", "0.00", "0.00")
    assert look(invoice.id).amount_credited == eur("12.50")


def test_each_payment_goes_back_as_it_came(sandbox):
    invoice, _ = paid_by_card(sandbox, "8.00")
    pay(invoice.id, "4.50", now=NOW, reference="BANK-1")
    by = {one.by: str(one.amount.amount) for one in called_off(invoice)}
    assert by == {"sandbox": "8.00", "by_hand": "4.50"}
    [waits] = open_refunds(order_id=invoice.order_id)
    work()
    assert (stands(waits), open_refunds(order_id=invoice.order_id)) == ("succeeded", [])
    assert sent_back(sandbox) == ["8.00"]


def test_a_part_paid_order_sends_back_that_part(db):
    invoice, _ = paid_by_hand("8.00")
    assert amounts(called_off(invoice)) == ["8.00"]
    seen = look(invoice.id)
    assert (seen.amount_due, seen.amount_credited) == (eur("0.00"), eur("12.50"))


def test_an_unpaid_order_sends_back_nothing(db):
    invoice = issued(now=NOW)
    assert called_off(invoice) == ()


def test_a_claim_is_taken_back_once_and_a_void_one_not_at_all(db):
    invoice, void = issued(now=NOW), voided_before(now=NOW)
    for one in (invoice, invoice, void):
        take_back_claim(order_id=one.order_id, because=Withdrawal.CALLED_OFF, now=NOW)
    assert [fact["amount"]["amount"] for fact in told("billing.credit_note_issued")] == ["12.50"]
    assert look(void.id).status == "void"


def test_what_staff_sent_back_before_does_not_go_back_again(db):
    invoice = issued(now=NOW)
    payment = receive_payment(client_id=invoice.client_id, amount=eur("20.00"), method="cash", reference="A", now=NOW)
    allocate_payment(payment_id=payment.id, invoice_id=invoice.id, amount=eur("12.50"), now=NOW)
    # The balance goes first, then 2.50 of the invoice; later money of the same client is no matter of this order.
    refund(payment, "10.00")
    assert amounts(called_off(invoice)) == ["10.00"]


def test_what_staff_freed_and_left_to_the_client_goes_back_with_the_order(db):
    invoice, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    withdraw_refund(refund_id=asked.id, now=NOW)
    assert amounts(called_off(invoice)) == ["12.50"]


def test_what_was_spent_elsewhere_does_not_go_back(db):
    invoice, payment = paid_by_hand()
    credit(invoice.id, "5.00", now=NOW)
    other = issued(now=NOW)
    _of_the_same_client(other, invoice)
    allocate_payment(payment_id=payment.id, invoice_id=other.id, amount=eur("4.00"), now=NOW)
    assert amounts(called_off(invoice)) == ["8.50"]
    assert sums(payment.id) == ("4.00", "8.50", "0.00", "0.00")


def _of_the_same_client(other, invoice):
    from contexts.billing.invoices.models import Invoice

    Invoice.objects.filter(id=other.id).update(client_id=invoice.client_id)


def test_a_withdrawn_refund_of_an_order_is_not_asked_for_again(db):
    invoice, _ = paid_by_hand()
    [asked] = called_off(invoice)
    withdraw_refund(refund_id=asked.id, now=NOW)
    assert [one.status for one in called_off(invoice)] == ["withdrawn"]


def late(payment, amount="12.50", *, attempt=None, order_id=None):
    refund_late_money(
        attempt_id=attempt or AttemptId(new_id()),
        payment_id=payment.id,
        order_id=order_id,
        amount=eur(amount),
        now=NOW,
    )


def test_late_money_goes_back_once_for_each_attempt(db):
    payment, attempt = on_account(eur("12.50")), AttemptId(new_id())
    for _ in range(2):
        late(payment, "5.00", attempt=attempt)
    late(payment, "6.00")
    assert sorted(str(one.money.amount) for one in Refund.objects.all()) == ["5.00", "6.00"]


def test_late_money_that_was_spent_meanwhile_does_not_go_back(db):
    payment = on_account(eur("12.50"))
    refund(payment, "10.00")
    late(payment)
    late(payment)
    assert sums(payment.id) == ("0.00", "12.50", "0.00", "0.00")
    assert Refund.objects.count() == 2


def test_late_money_and_that_of_a_called_off_order_both_go_back(db):
    invoice, payment = paid_by_hand()
    credit(invoice.id, "4.00", now=NOW)
    late(payment, "4.00", order_id=invoice.order_id)
    assert amounts(called_off(invoice)) == ["8.50"]
    assert sums(payment.id) == ("0.00", "12.50", "0.00", "0.00")


def test_late_money_is_heard_of(db):
    payment = on_account(eur("12.50"))
    event = AttemptPaidLate(
        attempt_id=AttemptId(new_id()),
        payment_id=payment.id,
        invoice_id=issued(now=NOW).id,
        order_id=None,
        amount=eur("12.50"),
        occurred_at=NOW,
    )
    unit_of_work(attempts.attempt_paid_late.publish)(event)
    drain()
    assert str(Refund.objects.get().money) == "12.50 EUR"


def test_a_reversed_payment_has_its_refunds_withdrawn(db):
    _, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    reverse_payment(payment_id=payment.id, reason="Returned by the bank.", now=NOW)
    drain()
    assert stands(asked.id) == "withdrawn"
    assert sums(payment.id) == ("0.00", "0.00", "12.50", "0.00")
