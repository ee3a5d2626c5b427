"""What a payment settles: it moves between invoices, ends, and always adds up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from config import invariants
from contexts.billing.clients.use_cases import create_client, merge_clients
from contexts.billing.errors import (
    ClientMerged,
    ClientNotFound,
    NothingLeftToAllocate,
    NothingLeftToCredit,
    OtherClient,
    PaymentAlreadyReversed,
    PaymentNotFound,
    ReferenceReused,
)
from contexts.billing.invoices.models import Invoice
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.payments.dto import Channel, Reversal
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.payments.queries import get_payment
from contexts.billing.payments.use_cases import (
    allocate_payment,
    collect_payment,
    lift_payments,
    receive_payment,
    release_payment,
    reverse_payment,
)
from gotuto.ids import PaymentId, new_id
from tests.billing.builders import credit, customer, eur, issued, pay, told

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=60)


@pytest.fixture(autouse=True)
def adds_up(db):
    """After each of these stories the books agree."""
    yield
    assert list(invariants.find_violations()) == []


@pytest.fixture
def two(db):
    """Two invoices of one client, 12.50 each."""
    ada = customer(new_id())
    return issued(now=NOW, buyer=ada), issued(now=NOW, buyer=ada)


def receive(invoice, amount="20.00", reference="T-1"):
    return receive_payment(
        client_id=invoice.client_id, amount=eur(amount), method="bank_transfer", reference=reference, now=NOW
    )


def collect(invoice, amount, reference="T-1"):
    return collect_payment(
        invoice_id=invoice.id, amount=eur(amount), method="card", reference=reference, channel=Channel.GATEWAY, now=NOW
    )


def allocate(payment, invoice, amount):
    return allocate_payment(payment_id=payment.id, invoice_id=invoice.id, amount=eur(amount), now=NOW)


def standing(invoice):
    found = get_invoice(invoice_id=invoice.id, of_client=None)
    return found.status, found.amount_due


def test_one_payment_settles_two_invoices_and_the_rest_is_the_clients(two):
    payment = receive(two[0], "30.00")
    assert payment.amount_unallocated == eur("30.00")
    for invoice in two:
        payment = allocate(payment, invoice, "12.50")
        assert standing(invoice) == ("paid", eur("0.00"))
    assert (payment.amount_allocated, payment.amount_unallocated) == (eur("25.00"), eur("5.00"))
    assert [entry.invoice_id for entry in payment.allocations] == [invoice.id for invoice in two]
    assert told("billing.payment_unallocated")[0]["amount"]["amount"] == "30.00"


def test_no_more_than_is_left_of_a_payment_is_allocated(two):
    with pytest.raises(NothingLeftToAllocate):
        allocate(receive(two[0], "1.00"), two[1], "1.01")


def test_money_settles_invoices_of_its_own_client_only(two):
    with pytest.raises(OtherClient):
        allocate(receive(two[0]), issued(now=NOW), "1.00")


def test_a_reference_of_a_client_books_once(two):
    assert receive(two[0]) == receive(two[1])
    with pytest.raises(ReferenceReused):
        receive(two[0], "21.00")
    assert len(told("billing.payment_unallocated")) == 1


def test_money_of_nobody_is_refused(two):
    with pytest.raises(ClientNotFound):
        receive_payment(client_id=new_id(), amount=eur("1.00"), method="cash", reference="A", now=NOW)
    with pytest.raises(PaymentNotFound):
        get_payment(payment_id=PaymentId(new_id()))


@pytest.mark.parametrize(("amount", "left"), [("12.50", "0.00"), ("12.00", "0.00"), ("20.00", "7.50")])
def test_what_came_in_for_an_invoice_above_what_is_due_is_the_clients(two, amount, left):
    payment = collect(two[0], amount)
    assert payment.amount_unallocated == eur(left)
    assert collect(two[0], amount) == payment


def test_money_for_an_invoice_that_is_settled_is_the_clients(two):
    credit(two[0].id, now=NOW)
    payment = collect(two[0], "12.50")
    assert (payment.amount_unallocated, payment.allocations) == (eur("12.50"), ())
    assert standing(allocate(payment, two[1], "12.50") and two[1]) == ("paid", eur("0.00"))


def test_a_credit_note_over_what_is_paid_frees_the_money_for_another_invoice(two):
    pay(two[0].id, "12.50", now=NOW)
    with pytest.raises(NothingLeftToCredit, match="no more is due"):
        credit(two[0].id, now=NOW)
    with pytest.raises(NothingLeftToCredit):
        credit(two[0].id, "12.51", now=NOW)
    credit(two[0].id, "2.50", now=NOW)
    assert standing(two[0]) == ("paid", eur("0.00"))
    [row] = Payment.objects.all()
    assert row.balance().unallocated == eur("2.50")
    assert [(entry.cause, entry.amount) for entry in row.allocations.all()] == [("", 12.5), ("credited", -2.5)]
    allocate(row, two[1], "2.50")
    assert standing(two[1]) == ("sent", eur("10.00"))


def test_a_payment_that_a_last_release_booked_can_be_credited_at_once(two):
    booked_before(two[0])
    credit(two[0].id, "12.50", now=NOW)
    assert Payment.objects.get().balance().unallocated == eur("12.50")


@pytest.mark.parametrize(("now", "status"), [(NOW, "sent"), (LATER, "overdue")])
def test_what_is_taken_off_is_owed_again(two, now, status):
    pay(two[0].id, "12.50", now=NOW)
    row = Payment.objects.get()
    taken = release_payment(payment_id=row.id, invoice_id=two[0].id, amount=eur("2.50"), reason="Typed wrong", now=now)
    assert (taken.amount_unallocated, standing(two[0])) == (eur("2.50"), (status, eur("2.50")))
    release_payment(payment_id=row.id, invoice_id=two[0].id, reason="All of it", now=now)
    assert standing(two[0]) == (status, eur("12.50"))
    assert [fact["cause"] for fact in told("billing.payment_taken_off")] == ["corrected", "corrected"]


@pytest.mark.parametrize(("kind", "cause"), [(Reversal.REVERSAL, "reversed"), (Reversal.CHARGEBACK, "charged_back")])
def test_a_payment_that_did_not_stay_opens_all_that_it_settled(two, kind, cause):
    payment = receive(two[0], "30.00")
    for invoice in two:
        allocate(payment, invoice, "12.50")
    ended = reverse_payment(payment_id=payment.id, kind=kind, reason="Returned", now=LATER)
    assert (ended.amount_reversed, ended.amount_allocated, ended.reversal) == (eur("30.00"), eur("0.00"), kind)
    assert [standing(invoice) for invoice in two] == [("overdue", eur("12.50"))] * 2
    assert [fact["cause"] for fact in told("billing.payment_taken_off")] == [cause, cause]
    assert told("billing.payment_reversed")[0]["amount"]["amount"] == "30.00"
    with pytest.raises(PaymentAlreadyReversed):
        reverse_payment(payment_id=payment.id, reason="Again", now=LATER)


def test_two_clients_who_used_one_reference_are_merged(two):
    other = create_client(name="Ada L.", email="ada.l@example.com", now=NOW)
    receive(two[0])
    moved = receive_payment(client_id=other.id, amount=eur("3.00"), method="cash", reference="T-1", now=NOW)
    merge_clients(client_id=other.id, into=two[0].client_id, now=NOW)
    found = get_payment(payment_id=moved.id)
    assert (found.client_id, found.reference) == (two[0].client_id, f"T-1 {moved.id}")
    with pytest.raises(ClientMerged):
        receive_payment(client_id=other.id, amount=eur("3.00"), method="cash", reference="T-2", now=NOW)


def booked_before(invoice, amount="12.50"):
    """As a release without allocations booked it."""
    row = Payment.objects.create(
        invoice_id=invoice.id, amount=amount, method="card", reference="Old", received_at=NOW, currency=""
    )
    Invoice.objects.filter(pk=invoice.id).update(amount_paid=amount, status="paid")
    return row


def test_what_a_last_release_booked_is_brought_into_the_ledger_once(two):
    row = booked_before(two[0])
    assert lift_payments() == 1
    found = get_payment(payment_id=row.id)
    assert (found.client_id, found.amount_allocated) == (two[0].client_id, eur("12.50"))
    assert (found.received_on, [entry.id for entry in found.allocations]) == (date(2026, 11, 20), [row.id])
    assert lift_payments() == 0


def test_a_payment_of_before_can_be_reversed_before_it_is_brought_in(two):
    row = booked_before(two[0])
    reverse_payment(payment_id=row.id, reason="Returned", now=NOW)
    assert standing(two[0]) == ("sent", eur("12.50"))


@pytest.mark.parametrize("change", [lambda rows: rows.update(amount="1.00"), lambda rows: rows.delete()])
def test_an_entry_never_changes(two, change):
    pay(two[0].id, "12.50", now=NOW)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        change(Allocation.objects.all())
