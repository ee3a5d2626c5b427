"""Payment attempts in the back office, what is not offered or owed, and what is seen after an answer was lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from contexts.billing.attempts import gateways, statements
from contexts.billing.attempts.errors import NothingToPay
from contexts.billing.attempts.models import AttemptCall, GatewayEvent
from contexts.billing.attempts.use_cases import start_attempt
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.order.access import STAFF
from contexts.order.lifecycle import cancel_order
from gotuto import capabilities
from gotuto.ids import new_id
from gotuto.outbound import Done, Refused, RetryLater, Timeouts
from tests.billing.attempts.paying import BACK, later, work
from tests.clients import Api, customer_api, staff_api

pytestmark = pytest.mark.django_db

SHORT = Timeouts(connect=1, read=1, whole=2)


def test_the_back_office_shows_what_was_begun_and_what_came_of_it(buying, admin_client):
    buying.pay()
    attempt, page = buying.attempt, reverse("admin:billing_paymentattempt_changelist")

    for asked, is_there in (
        ({}, True),
        ({"gateway": "sandbox"}, True),
        ({"gateway": "stripe"}, False),
        ({"calls": "unknown"}, False),
    ):
        assert (attempt.reference in admin_client.get(page, asked).content.decode()) == is_there, asked
    shown = admin_client.get(reverse("admin:billing_paymentattempt_change", args=[attempt.id])).content.decode()
    assert reverse("admin:billing_payment_change", args=[attempt.payment_id]) in shown
    assert reverse("admin:order_order_change", args=[buying.order.id]) in shown
    assert str(attempt) == "sandbox 11.90 EUR"
    assert str(buying.asked()) == "status by sandbox"
    assert str(GatewayEvent.objects.get()).startswith("evt_")


def test_what_is_not_offered_or_not_owed_is_not_begun(buying):
    refused = buying.begin(gateway="stripe").json()
    assert refused["code"] == "billing.gateway_not_offered"
    assert "There are: " in refused["detail"]
    cancel_order(order_id=buying.order.id, reason="No more", viewer=STAFF, now=timezone.now())
    assert buying.begin().json()["code"] == "billing.nothing_to_pay"


def test_an_attempt_that_is_asked_for_again_with_its_key_is_the_same(buying):
    first, again = (buying.begin(Idempotency_Key="a-key-of-twenty-letters") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"] == str(buying.attempt.id)


def test_an_attempt_is_shown_to_nobody_else(buying):
    buying.begin()
    path = f"payment-attempts/{buying.attempt.id}/"

    assert [who.get(path).status_code for who in (Api(), customer_api("eve@example.com"))] == [404, 404]
    assert staff_api("billing").get(path).status_code == 200
    assert buying.api.get(f"payment-attempts/{new_id()}/").status_code == 404


def test_old_webhooks_are_deleted(buying):
    buying.pay()
    assert statements.delete_old_events(timezone.now(), 10) == 0
    assert statements.delete_old_events(timezone.now() + statements.KEPT, 10) == 1


@pytest.mark.parametrize(
    ("choice", "kind", "seen"),
    [
        (None, "capture", RetryLater),
        ("pay", "capture", Done),
        ("pay", "void", Refused),
        ("decline", "capture", Refused),
    ],
)
def test_a_call_whose_answer_was_lost_is_seen_by_how_the_payment_stands(buying, choice, kind, seen):
    buying.begin()
    if choice:
        buying.choose(choice)
    call = AttemptCall(attempt=buying.attempt, kind=kind, destination="sandbox")

    assert isinstance(gateways.look(call, timeouts=SHORT), seen)


def test_what_cannot_be_seen_is_looked_at_again(buying):
    buying.begin()
    buying.sandbox.fate.change({"lost": 1.0})
    looked = [
        gateways.look(AttemptCall(attempt=buying.attempt, kind=kind, destination="sandbox"), timeouts=SHORT)
        for kind in ("void", "status")
    ]
    assert not any(isinstance(one, Done) for one in looked)


def test_a_gateway_that_refuses_to_say_is_asked_again(buying, settings):
    buying.begin()
    settings.GOTUTO_SANDBOX_SECRET = "another-secret-of-the-shop"
    later(days=2)
    work()

    assert (buying.asked().status, buying.attempt.asked, buying.attempt.status) == ("queued", 1, "open")


def test_what_was_heard_while_the_gateway_answered_has_it_asked_again(buying):
    buying.begin()
    call = buying.asked()
    call.status, call.heard, call.seen, call.told, call.captured = "done", 2, 1, "open", 0
    call.on_outcome(now=timezone.now())

    assert (buying.asked().status, buying.attempt.asked) == ("queued", 0)


def test_a_start_of_which_nobody_knows_leaves_the_attempt_open(buying):
    buying.begin()
    call, before = buying.asked("start"), buying.attempt.reference
    call.status = "unknown"
    call.on_outcome(now=timezone.now())

    assert (buying.attempt.status, buying.attempt.reference) == ("open", before)


def test_an_attempt_of_a_customer_opens_to_no_token(buying):
    ada = ensure_customer(email="ada@example.com", name="Ada", password="a-long-password-9", now=timezone.now())
    order = buying.shop.order({"TEA": 1}, customer_id=ada.id)
    attempt = start_attempt(order_id=order.id, gateway="manual", return_url=BACK, now=timezone.now())

    token = capabilities.issue(kind="order", subject_id=order.id)
    assert Api(X_Order_Token=token).get(f"payment-attempts/{attempt.id}/").status_code == 404
    assert customer_api("ada@example.com").get(f"payment-attempts/{attempt.id}/").status_code == 200


def test_an_order_without_an_invoice_owes_nothing(buying):
    with pytest.raises(NothingToPay):
        start_attempt(order_id=new_id(), gateway="manual", return_url=BACK, now=timezone.now())
