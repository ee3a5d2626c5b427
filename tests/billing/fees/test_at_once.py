"""Several who pay, waive and take back a fee at the same moment: it is paid once, and the books add up."""

import threading

import pytest
from django.db import connection

from config import invariants
from contexts.billing.errors import FeeOverpaid, FeeSettled, NothingLeftToAllocate, NothingToTakeOff
from contexts.billing.fees.use_cases import waive_fee
from contexts.billing.payments.errors import PaymentAlreadyReversed
from contexts.billing.payments.use_cases import release_payment, reverse_payment
from gotuto.db import VersionConflict
from gotuto.ids import new_id
from tests.billing.builders import customer, issued
from tests.billing.fees.claiming import NOW, claimed, received, settled, standing

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (FeeSettled, FeeOverpaid, NothingLeftToAllocate, NothingToTakeOff, PaymentAlreadyReversed, VersionConflict)


def at_once(*deeds):
    """Do all of this together; what was refused, by its class."""
    refused, start = [], threading.Barrier(len(deeds))

    def work(deed):
        start.wait(10)
        try:
            deed()
        except REFUSALS as error:
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


@pytest.fixture
def invoice():
    return issued(now=NOW, buyer=customer(new_id()))


@pytest.fixture(autouse=True)
def adds_up(db):
    yield
    assert list(invariants.find_violations()) == []


def test_two_payments_of_one_fee_pay_it_once(invoice):
    fee = claimed(invoice)
    payments = [received(invoice, "2.50", reference=f"T-{n}") for n in range(3)]
    refused = at_once(*[lambda one=one: settled(one.id, "2.50", fee_id=fee) for one in payments])
    assert refused == ["FeeSettled"] * 2
    assert standing(fee) == ("paid", "2.50", "0.00")


def test_what_is_paid_and_waived_at_once_is_one_of_them(invoice):
    fee = claimed(invoice)
    payment = received(invoice, "2.50")
    refused = at_once(
        lambda: settled(payment.id, "2.50", fee_id=fee), lambda: waive_fee(fee_id=fee, reason="A courtesy", now=NOW)
    )
    assert refused == ["FeeSettled"]
    assert standing(fee) in {("paid", "2.50", "0.00"), ("waived", "0.00", "0.00")}


def test_taking_back_meets_paying_with_the_same_money(invoice):
    first, second = claimed(invoice, step="a"), claimed(invoice, step="b")
    payment = received(invoice, "20.00")
    settled(payment.id, "12.50", invoice_id=invoice.id)
    settled(payment.id, "2.50", fee_id=first)
    at_once(
        lambda: settled(payment.id, "2.50", fee_id=second),
        lambda: release_payment(payment_id=payment.id, fee_id=first, reason="Mistaken", now=NOW),
        lambda: reverse_payment(payment_id=payment.id, reason="Returned", now=NOW),
        lambda: waive_fee(fee_id=second, reason="A courtesy", now=NOW),
    )
    assert standing(first)[0] == "open"
