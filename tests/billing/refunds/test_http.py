"""Refunds as the outside sees them."""

import pytest

from contexts.billing.refunds.models import Refund
from gotuto.ids import new_id
from tests.billing.refunds.refunding import paid_by_card, paid_by_hand, refund, sums, work
from tests.clients import staff_api

FIVE = {"amount": {"amount": "5.00", "currency": "EUR"}, "reason": "One cup arrived broken."}


@pytest.fixture
def clerk(db):
    return staff_api("billing")


def test_a_refund_has_the_promised_fields(clerk):
    _, payment = paid_by_hand()
    asked = clerk.post(f"payments/{payment.id}/refunds/", FIVE)
    assert asked.status_code == 201
    shown = asked.json()
    assert (shown["payment_id"], shown["client_id"]) == (str(payment.id), str(payment.client_id))
    assert (shown["amount"], shown["status"], shown["by"]) == (FIVE["amount"], "pending", "by_hand")
    assert (shown["reason"], shown["reference"], shown["failure"]) == ("One cup arrived broken.", "", "")
    assert (shown["order_id"], shown["done_at"], shown["withdrawn_at"], shown["settled_by"]) == (None,) * 4
    assert clerk.get(f"refunds/{shown['id']}/").json() == shown


def test_it_is_paid_out_and_another_withdrawn(clerk):
    _, payment = paid_by_hand()
    first, second = refund(payment, "5.00"), refund(payment, "2.00")
    paid = clerk.post(f"refunds/{first.id}/pay-out/", {"reference": "BANK-7"}).json()
    assert (paid["status"], paid["reference"]) == ("succeeded", "BANK-7")
    assert paid["settled_by"] is not None
    assert clerk.post(f"refunds/{second.id}/withdraw/", {}).json()["status"] == "withdrawn"
    again = clerk.post(f"refunds/{first.id}/pay-out/", {"reference": "BANK-8"})
    assert (again.status_code, again.json()["code"]) == (409, "billing.refund_done")


def test_the_same_key_sends_back_once(clerk):
    _, payment = paid_by_hand()
    key = {"Idempotency-Key": "refund-of-the-cup"}
    first, second = (clerk.post(f"payments/{payment.id}/refunds/", FIVE, **key) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert Refund.objects.count() == 1


def test_a_dry_run_sends_nothing_back(clerk, sandbox):
    _, payment = paid_by_card(sandbox)
    shown = clerk.post(f"payments/{payment.id}/refunds/", FIVE, Prefer="dry-run")
    assert shown.json()["status"] == "pending"
    work()
    assert sandbox.ledger.all()["refunds"] == []
    assert sums(payment.id) == ("12.50", "0.00", "0.00", "0.00")


def test_what_is_too_much_is_refused_with_what_is_left(clerk):
    _, payment = paid_by_hand()
    answer = clerk.post(f"payments/{payment.id}/refunds/", FIVE | {"amount": {"amount": "12.51", "currency": "EUR"}})
    assert (answer.status_code, answer.json()["code"]) == (409, "billing.nothing_left_to_refund")
    assert "12.50 EUR" in answer.json()["detail"]


def test_what_is_unknown_is_not_found(clerk):
    assert clerk.get(f"refunds/{new_id()}/").json()["code"] == "billing.refund_not_found"
    assert clerk.post(f"payments/{new_id()}/refunds/", FIVE).json()["code"] == "billing.payment_not_found"


@pytest.mark.parametrize("status", ["pending", "succeeded", "withdrawn", "failed", "unknown"])
def test_the_list_is_filtered_by_how_refunds_stand(clerk, status):
    _, payment = paid_by_hand()
    first, second, third = (refund(payment, amount) for amount in ("1.00", "2.00", "3.00"))
    clerk.post(f"refunds/{second.id}/pay-out/", {"reference": "BANK-7"})
    clerk.post(f"refunds/{third.id}/withdraw/", {})
    expected = {"pending": [first], "succeeded": [second], "withdrawn": [third]}.get(status, [])
    found = clerk.get(f"refunds/?status={status}&payment_id={payment.id}").json()["results"]
    assert [one["id"] for one in found] == [str(one.id) for one in expected]
