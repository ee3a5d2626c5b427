"""Payments in the back office: booked on a client, let settle an invoice, taken off it, reversed, found."""

from datetime import UTC, datetime

import pytest

from contexts.billing.payments.entries import lock_payment, lock_with_claims
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.payments.use_cases import allocate_payment, lift_payments, receive_payment
from contexts.billing.tasks import lift_payments as by_the_clock
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.db import VersionConflict, unit
from gotuto.ids import ClientId
from tests.billing.builders import eur, issued, pay
from tests.billing.payments.test_allocations import booked_before
from tests.office import press, said

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PAYMENTS = "/admin/billing/payment/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    roles = ["billing", "support"]
    ensure_staff(email="clerk@example.com", password="a-long-password-9", roles=roles, is_superuser=False, now=NOW)
    assert client.login(username="clerk@example.com", password="a-long-password-9")
    return client


def button(payment, name):
    return f"{PAYMENTS}{payment.pk}/{name}/"


def money_of(invoice, amount="20.00"):
    received = receive_payment(
        client_id=ClientId(invoice.client_id), amount=eur(amount), method="bank_transfer", reference="S-1", now=NOW
    )
    return Payment.objects.get(pk=received.id)


def test_money_of_a_client_is_booked_and_let_settle_an_invoice(office):
    invoice = issued(now=NOW)
    told = {
        "amount": "20.00",
        "currency": "EUR",
        "method": "bank_transfer",
        "reference": "S-1",
        "received_on": "2026-11-19",
    }
    assert "done" in said(press(office, f"/admin/billing/client/{invoice.client_id}/receive_payment/", **told))[0]
    payment = Payment.objects.get()
    assert (str(payment), payment.day.isoformat()) == ("S-1", "2026-11-19")
    press(office, button(payment, "allocate"), claim=str(invoice.id), amount="12.50")
    payment.refresh_from_db()
    assert payment.balance().unallocated == eur("7.50")
    shown = office.get(f"{PAYMENTS}{payment.pk}/change/").content.decode()
    assert str(Allocation.objects.get()) in shown.replace("12.50 EUR", "12.5000")
    assert "open" in shown.lower()


def test_it_is_taken_off_again_and_ends_where_it_did_not_stay(office):
    invoice = issued(now=NOW)
    payment = money_of(invoice)
    allocate_payment(payment_id=payment.id, invoice_id=invoice.id, amount=eur("12.50"), now=NOW)
    press(office, button(payment, "release"), claim=str(invoice.id), reason="Another's")
    payment.refresh_from_db()
    assert payment.balance().unallocated == eur("20.00")
    press(office, button(payment, "reverse"), kind="chargeback", reason="The bank said so")
    payment.refresh_from_db()
    assert (payment.reversal, payment.balance().unallocated) == ("chargeback", eur("0.00"))
    assert "chargeback" in office.get(PAYMENTS).content.decode()


def test_payments_are_found_by_reference_and_by_what_settles_nothing(office):
    pay(issued(now=NOW).id, "12.50", now=NOW, reference="R-9")
    free = money_of(issued(now=NOW))
    for query, is_paid, is_free in (
        ("q=R-9", True, False),
        ("q=nobody-at-all", False, False),
        ("unallocated=yes", False, True),
    ):
        shown = office.get(f"{PAYMENTS}?{query}").content.decode()
        assert (">R-9<" in shown, f">{free.reference}<" in shown) == (is_paid, is_free), query
    payer = office.get(f"{PAYMENTS}?q={free.client.name}").content.decode()
    assert ">R-9<" in payer or f">{free.reference}<" in payer


def test_lists_tell_what_settles_nothing_and_what_was_booked_on_an_invoice(office):
    invoice = issued(now=NOW)
    paid = pay(invoice.id, "12.50", now=NOW, reference="R-9").payments[0]
    free = money_of(invoice)

    def found(query):
        return [one["id"] for one in office.get(f"/api/v1/payments/?{query}").json()["results"]]

    assert found("unallocated=true") == [str(free.id)]
    assert found("unallocated=false") == [str(paid.id)]
    assert found(f"invoice_id={invoice.id}") == [str(paid.id)]


def test_what_an_older_release_booked_is_lifted_in_batches_and_when_it_is_locked():
    old = [booked_before(issued(now=NOW)) for _ in range(4)]
    with unit():
        assert lock_payment(old[3].pk).client_id is not None
    assert lift_payments(batch=1) == 3
    by_the_clock()
    assert not Payment.objects.filter(client=None).exists()


def test_a_payment_that_is_booked_elsewhere_meanwhile_is_tried_again(monkeypatch):
    invoice = issued(now=NOW)
    payment = money_of(invoice)
    allocate_payment(payment_id=payment.id, invoice_id=invoice.id, amount=eur("1.00"), now=NOW)
    monkeypatch.setattr("contexts.billing.payments.statements.claims_of", lambda payment_id: (set(), set()))
    with pytest.raises(VersionConflict, match="something else just now"), unit():
        lock_with_claims(payment.id)
