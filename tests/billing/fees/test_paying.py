"""Money that settles fees: with the invoice or alone, whole or in parts, and taken off again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from config import invariants
from contexts.billing.errors import (
    AmountNotPositive,
    ClaimNotNamed,
    FeeNotFound,
    FeeOverpaid,
    FeeSettled,
    NothingLeftToAllocate,
    NothingToTakeOff,
    OtherClient,
    ReferenceReused,
)
from contexts.billing.fees.models import Fee
from contexts.billing.fees.use_cases import waive_fee
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.payments.dto import Cause, Reversal
from contexts.billing.payments.models import Allocation
from contexts.billing.payments.queries import get_payment
from contexts.billing.payments.use_cases import pay_fee, release_payment, reverse_payment
from contexts.billing.refunds.dto import OnInvoices
from contexts.billing.refunds.use_cases import request_refund
from gotuto.ids import FeeId, new_id
from gotuto.money import CurrencyMismatch, Money
from tests.billing.builders import customer, eur, issued, told
from tests.billing.fees.claiming import NOW, claimed, received, settled, standing

LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def adds_up(db):
    """After each of these stories the books agree."""
    yield
    assert list(invariants.find_violations()) == []


@pytest.fixture
def invoice(db):
    return issued(now=NOW, buyer=customer(new_id()))


@pytest.fixture
def fee(invoice):
    return claimed(invoice)


def due(invoice):
    return str(get_invoice(invoice_id=invoice.id, of_client=None).amount_due.amount)


def test_one_transfer_pays_the_invoice_and_the_fee(invoice, fee):
    payment = received(invoice, "15.00")
    settled(payment.id, "12.50", invoice_id=invoice.id)
    payment = settled(payment.id, "2.50", fee_id=fee)
    assert (due(invoice), standing(fee)) == ("0.00", ("paid", "2.50", "0.00"))
    assert (payment.amount_allocated, payment.amount_unallocated) == (eur("15.00"), eur("0.00"))
    assert [(entry.invoice_id, entry.fee_id) for entry in payment.allocations] == [(invoice.id, None), (None, fee)]
    [news] = told("billing.fee_settled")
    assert (news["fee_id"], news["amount"]["amount"], news["is_paid"]) == (str(fee), "2.50", True)
    # The order hears of its invoice only.
    assert len(told("billing.payment_received")) == 1


def test_a_fee_is_paid_in_parts_and_no_more_than_is_open(invoice, fee):
    payment = received(invoice, "15.00")
    settled(payment.id, "1.00", fee_id=fee)
    assert standing(fee) == ("open", "1.00", "1.50")
    with pytest.raises(FeeOverpaid, match=r"1.51 EUR is more than the 1.50 EUR"):
        settled(payment.id, "1.51", fee_id=fee)
    settled(received(invoice, "1.50", reference="T-2").id, "1.50", fee_id=fee)
    assert standing(fee) == ("paid", "2.50", "0.00")
    with pytest.raises(FeeSettled, match="paid already"):
        settled(payment.id, "0.01", fee_id=fee)
    assert due(invoice) == "12.50"


def test_what_cannot_settle_a_fee_is_refused(invoice, fee):
    payment = received(invoice, "1.00")
    with pytest.raises(NothingLeftToAllocate):
        settled(payment.id, "1.01", fee_id=fee)
    with pytest.raises(AmountNotPositive):
        settled(payment.id, "0.00", fee_id=fee)
    with pytest.raises(FeeNotFound):
        settled(payment.id, "1.00", fee_id=FeeId(new_id()))
    for claim in ({}, {"invoice_id": invoice.id, "fee_id": fee}):
        with pytest.raises(ClaimNotNamed):
            settled(payment.id, "1.00", **claim)
    stranger = received(issued(now=NOW, buyer=customer(new_id())), "9.00", reference="T-3")
    with pytest.raises(OtherClient):
        settled(stranger.id, "1.00", fee_id=fee)
    dollars = Money.of("1.00", "USD")
    with pytest.raises(CurrencyMismatch):
        pay_fee(fee_id=fee, amount=dollars, method="card", reference="D-1", now=NOW)
    assert standing(fee) == ("open", "0.00", "2.50")


def paid_alone(fee, amount="2.50", reference="F-1"):
    return pay_fee(fee_id=fee, amount=eur(amount), method="cash", reference=reference, now=NOW)


def test_money_for_the_fee_alone_is_booked_once(invoice, fee):
    for _ in range(2):
        done = paid_alone(fee, "1.00")
        assert (done.amount_paid, done.amount_open, done.client_id) == (eur("1.00"), eur("1.50"), invoice.client_id)
    with pytest.raises(ReferenceReused):
        paid_alone(fee, "1.50")
    assert paid_alone(fee, "1.50", "F-2").state == "paid"
    assert Allocation.objects.filter(fee=fee).count() == 2


def test_it_is_taken_off_again_and_claimed_once_more(invoice, fee):
    payment = received(invoice, "15.00")
    settled(payment.id, "2.50", fee_id=fee)
    back = release_payment(payment_id=payment.id, fee_id=fee, amount=eur("1.00"), reason="Other's", now=LATER)
    assert (standing(fee), back.amount_unallocated) == (("open", "1.50", "1.00"), eur("13.50"))
    assert (back.allocations[-1].amount, back.allocations[-1].cause) == (eur("-1.00"), Cause.CORRECTED)
    release_payment(payment_id=payment.id, fee_id=fee, reason="Other's", now=LATER)
    assert standing(fee) == ("open", "0.00", "2.50")
    with pytest.raises(NothingToTakeOff):
        release_payment(payment_id=payment.id, fee_id=fee, reason="Other's", now=LATER)
    [news] = told("billing.fee_reopened")
    assert (news["fee_id"], news["amount_open"]["amount"]) == (str(fee), "1.00")


@pytest.mark.parametrize("kind", Reversal)
def test_money_that_did_not_stay_opens_both_again(invoice, fee, kind):
    payment = received(invoice, "15.00")
    settled(payment.id, "12.50", invoice_id=invoice.id)
    settled(payment.id, "2.50", fee_id=fee)
    done = reverse_payment(payment_id=payment.id, kind=kind, reason="Returned", now=LATER)
    assert (due(invoice), standing(fee)) == ("12.50", ("open", "0.00", "2.50"))
    assert {entry.cause for entry in done.allocations if entry.amount < eur("0.00")} == {kind.cause}
    assert (done.amount_allocated, done.amount_reversed) == (eur("0.00"), eur("15.00"))


def test_only_what_is_open_is_waived(invoice, fee):
    settled(received(invoice, "1.00").id, "1.00", fee_id=fee)
    done = waive_fee(fee_id=fee, reason="A courtesy", now=LATER)
    assert (done.state, done.amount_paid, done.amount_open) == ("waived", eur("1.00"), eur("0.00"))
    assert told("billing.fee_settled")[-1]["amount"]["amount"] == "1.50"
    with pytest.raises(FeeSettled, match="waived already"):
        settled(received(invoice, "1.50", reference="T-2").id, "1.50", fee_id=fee)


def test_a_paid_fee_cannot_be_waived_and_one_that_is_open_again_can(invoice, fee):
    payment = received(invoice, "2.50")
    settled(payment.id, "2.50", fee_id=fee)
    with pytest.raises(FeeSettled, match="paid already"):
        waive_fee(fee_id=fee, reason="Too late", now=LATER)
    reverse_payment(payment_id=payment.id, reason="Returned", now=LATER)
    assert waive_fee(fee_id=fee, reason="Lost", now=LATER).state == "waived"


def test_a_waived_fee_stays_waived_when_money_is_taken_off_it(invoice, fee):
    payment = received(invoice, "1.00")
    settled(payment.id, "1.00", fee_id=fee)
    waive_fee(fee_id=fee, reason="A courtesy", now=NOW)
    reverse_payment(payment_id=payment.id, reason="Returned", now=LATER)
    assert standing(fee) == ("waived", "0.00", "0.00")
    assert told("billing.fee_reopened") == []
    assert Fee.objects.get(pk=fee).settled_at == NOW


def test_a_refund_takes_the_fee_last(invoice, fee):
    payment = received(invoice, "15.00")
    settled(payment.id, "12.50", invoice_id=invoice.id)
    settled(payment.id, "2.50", fee_id=fee, now=LATER)
    request_refund(payment_id=payment.id, amount=eur("5.00"), reason="One cup arrived broken", now=LATER)
    assert (due(invoice), standing(fee)) == ("0.00", ("paid", "2.50", "0.00"))
    request_refund(payment_id=payment.id, amount=eur("10.00"), reason="All of it", now=LATER)
    assert (due(invoice), standing(fee)) == ("0.00", ("waived", "0.00", "0.00"))
    assert Fee.objects.get(pk=fee).reason == "All of it"


def test_a_refund_that_gives_nothing_up_leaves_the_fee_owed(invoice, fee):
    payment = received(invoice, "2.50")
    settled(payment.id, "2.50", fee_id=fee)
    request_refund(payment_id=payment.id, amount=eur("2.50"), reason="Twice", on_invoices=OnInvoices.REOPEN, now=LATER)
    assert standing(fee) == ("open", "0.00", "2.50")
    assert get_payment(payment_id=payment.id).amount_refunded == eur("2.50")


def test_the_database_lets_no_entry_be_on_both_and_no_fee_be_overpaid(invoice, fee):
    settled(received(invoice, "2.50").id, "2.50", fee_id=fee)
    for broken in ({"amount_paid": "2.51"}, {"amount_paid": "1.00"}, {"state": "open", "settled_at": None}):
        with pytest.raises(IntegrityError, match="billing_fee_paid_is_all"), transaction.atomic():
            Fee.objects.filter(pk=fee).update(**broken)
    entry = Allocation.objects.get(fee=fee)
    entry.id, entry.invoice_id = new_id(), invoice.id
    with pytest.raises(IntegrityError, match="billing_allocation_of_one_claim"), transaction.atomic():
        entry.save(force_insert=True)
