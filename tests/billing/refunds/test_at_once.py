"""Several who send money back at the same moment: never more goes than came in, and nobody waits for ever."""

import threading

import pytest
from django.db import connection

from contexts.billing.errors import NothingLeftToRefund, RefundDone
from contexts.billing.payments.errors import PaymentAlreadyReversed
from contexts.billing.payments.use_cases import reverse_payment
from contexts.billing.refunds.models import Refund
from contexts.billing.refunds.use_cases import pay_out_by_hand, refund_order, withdraw_refund
from tests.billing.refunds.refunding import NOW, paid_by_hand, refund, sums
from tests.billing.refunds.test_with_orders import called_off

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds):
    """Do all of this together; what was refused, by its class."""
    refused, start = [], threading.Barrier(len(deeds))

    def work(deed):
        start.wait(10)
        try:
            deed()
        except (NothingLeftToRefund, RefundDone, PaymentAlreadyReversed) as error:
            refused.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return refused


def test_four_refunds_of_five_leave_two():
    _, payment = paid_by_hand()
    refused = at_once(*[lambda: refund(payment, "5.00")] * 4)
    assert refused == ["NothingLeftToRefund"] * 2
    assert sums(payment.id) == ("2.50", "10.00", "0.00", "0.00")


def test_what_is_paid_out_and_withdrawn_at_once_is_one_of_them():
    _, payment = paid_by_hand()
    asked = refund(payment, "5.00")
    refused = at_once(
        lambda: pay_out_by_hand(refund_id=asked.id, reference="BANK-7", now=NOW),
        lambda: withdraw_refund(refund_id=asked.id, now=NOW),
    )
    assert refused == ["RefundDone"]
    row = Refund.objects.get()
    assert (row.done_at is None) != (row.withdrawn_at is None)
    assert sums(payment.id)[1] == ("5.00" if row.withdrawn_at is None else "0.00")


def test_an_order_is_refunded_once_though_two_ask():
    invoice, payment = paid_by_hand()
    called_off(invoice)
    Refund.objects.all().delete()
    _forget_refunds(payment.id)
    at_once(*[lambda: refund_order(order_id=invoice.order_id, reason="Called off.", now=NOW)] * 3)
    assert Refund.objects.count() == 1
    assert sums(payment.id) == ("0.00", "12.50", "0.00", "0.00")


def _forget_refunds(payment_id):
    from contexts.billing.payments.models import Payment

    Payment.objects.filter(id=payment_id).update(amount_refunded=0)


def test_a_refund_and_a_chargeback_that_meet_add_up():
    _, payment = paid_by_hand()
    at_once(
        lambda: refund(payment, "5.00"),
        lambda: reverse_payment(payment_id=payment.id, reason="Charged back.", now=NOW),
        lambda: refund(payment, "7.50"),
    )
    allocated, refunded, gone, left = sums(payment.id)
    assert (allocated, left) == ("0.00", "0.00")
    assert float(refunded) + float(gone) == 12.5
