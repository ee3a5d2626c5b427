"""A buyer pays at a gateway: what is learnt, booked once, and what of it goes back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from contexts.billing.attempts.models import AttemptCall, PaymentAttempt
from contexts.billing.payments.models import Payment
from contexts.order.access import STAFF
from contexts.order.lifecycle import cancel_order
from gotuto.outbound import calls
from gotuto.outbox.models import Event
from tests.billing.attempts.paying import BACK, later, work
from tests.billing.builders import pay

pytestmark = pytest.mark.django_db


def late() -> list[dict[str, object]]:
    """What was told of money that came too late."""
    return list(Event.objects.filter(name="billing.attempt_paid_late").values_list("data", flat=True))


def test_a_buyer_is_sent_to_the_page_of_the_gateway_and_back(buying):
    answer = buying.begin()

    assert answer.status_code == 201
    told = answer.json()
    assert told["redirect_url"] == f"{buying.sandbox.url}/pay/{buying.attempt.reference}"
    assert (told["status"], told["amount"]) == ("open", {"amount": "11.90", "currency": "EUR"})
    assert buying.choose("pay") == BACK


def test_what_is_paid_is_booked_once_however_often_it_is_told(buying):
    buying.begin()
    buying.choose("pay")

    for event in ("evt_1", "evt_1", "evt_2", "evt_2"):
        assert buying.tell(event).status_code == 204
        work()
    later(days=2)
    work()

    assert buying.status() == "succeeded"
    assert buying.booked() == [("11.9", "sandbox", "gateway")]
    assert buying.invoice.status == "paid"
    assert buying.attempt.payment_id == Payment.objects.get().id


def test_a_paid_order_goes_on(buying):
    buying.pay()
    buying.shop.settle()

    assert buying.shop.look(buying.order).status == "processing"


def test_without_a_webhook_the_gateway_is_asked_after_five_minutes_an_hour_and_a_day(buying, settings):
    settings.GOTUTO_PAYMENT_ATTEMPT_MINUTES = 1440
    buying.begin()
    waits = []
    for _ in range(4):
        waits.append(round((buying.asked().due_at - timezone.now()) / timedelta(minutes=1)))
        later(days=2)
        work()

    # The page closes after a day, and two minutes later the answer is final.
    assert waits[:2] == [5, 60]
    assert [abs(wait - 1442) <= 2 or abs(wait - 1440) <= 2 for wait in waits[2:]] == [True, True]


def test_what_was_paid_without_a_webhook_is_found(buying):
    buying.begin()
    buying.choose("pay")
    later(minutes=6)
    work()

    assert buying.status() == "succeeded"


def test_whoever_is_declined_may_begin_again(buying):
    first = buying.begin().json()["id"]
    buying.choose("decline")
    buying.hear()

    assert buying.status() == "declined"
    again = buying.begin()
    assert again.status_code == 201
    assert again.json()["id"] != first
    buying.choose("pay")
    buying.hear()
    assert buying.booked() == [("11.9", "sandbox", "gateway")]


def test_whoever_walks_away_goes_on_with_the_same_attempt(buying):
    first = buying.begin()
    assert buying.choose("leave") == BACK
    again = buying.begin()

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert PaymentAttempt.objects.count() == 1


def test_another_gateway_waits_until_the_open_attempt_has_ended(buying, settings):
    settings.GOTUTO_MANUAL_BY_BUYERS = True
    buying.begin()

    refused = buying.begin("manual")

    assert (refused.status_code, refused.json()["code"]) == (409, "billing.attempt_open")


def test_an_attempt_that_nobody_has_finished_expires(buying):
    buying.begin()
    PaymentAttempt.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    buying.hear()

    assert buying.status() == "expired"
    assert buying.begin().status_code == 201


def test_money_counts_even_when_the_attempt_had_expired(buying):
    buying.begin()
    PaymentAttempt.objects.update(status="expired")
    buying.choose("pay")
    buying.hear()

    assert buying.status() == "succeeded"
    assert buying.invoice.status == "paid"


def test_the_shop_takes_the_money_itself_once_it_has_looked(buying, settings):
    settings.GOTUTO_PAYMENT_CAPTURE = "by_shop"
    buying.pay()

    assert buying.status() == "succeeded"
    assert buying.asked("capture").status == "done"
    assert buying.sandbox.ledger.all()["captured"] == "11.90"
    assert buying.booked() == [("11.9", "sandbox", "gateway")]


def test_no_more_is_taken_than_is_still_due(buying, settings):
    settings.GOTUTO_PAYMENT_CAPTURE = "by_shop"
    buying.begin()
    buying.choose("pay")
    pay(buying.invoice.id, "1.90", now=buying.shop.now)
    buying.hear()

    assert buying.sandbox.ledger.all()["captured"] == "10.00"
    assert buying.invoice.status == "paid"


def test_what_was_authorized_for_an_order_that_has_ended_is_let_go_of(buying, settings):
    settings.GOTUTO_PAYMENT_CAPTURE = "by_shop"
    buying.begin()
    buying.choose("pay")
    cancel_order(order_id=buying.order.id, viewer=STAFF, reason="changed my mind", now=buying.shop.now)
    buying.hear()

    assert buying.status() == "voided"
    assert buying.sandbox.ledger.all()["captured"] == "0"
    assert buying.booked() == []


def test_the_page_of_an_order_that_has_ended_is_closed(buying):
    buying.begin()
    cancel_order(order_id=buying.order.id, viewer=STAFF, reason="changed my mind", now=buying.shop.now)
    later(minutes=6)
    work()

    assert buying.status() == "voided"
    buying.choose("pay")
    assert buying.sandbox.ledger.all()["captured"] == "0"


def test_money_for_an_order_that_has_ended_is_the_buyers_and_goes_back(buying):
    buying.begin()
    buying.choose("pay")
    cancel_order(order_id=buying.order.id, viewer=STAFF, reason="changed my mind", now=buying.shop.now)
    buying.hear()

    assert buying.status() == "succeeded"
    [event] = late()
    assert event["payment_id"] == str(Payment.objects.get().id)
    assert event["amount"] == {"amount": "11.90", "currency": "EUR"}
    assert Payment.objects.get().balance().unallocated.amount == Decimal("11.90")


def test_money_that_came_twice_for_an_order_that_stands_stays_with_the_client(buying):
    buying.begin()
    buying.choose("pay")
    pay(buying.invoice.id, "11.90", now=buying.shop.now)
    buying.hear()

    assert late() == []
    assert buying.booked()[-1] == ("11.9", "sandbox", "gateway")


def test_a_start_whose_answer_was_lost_is_one_payment(buying):
    buying.sandbox.fate.change({"lost": 1.0})
    answer = buying.begin()
    assert (answer.status_code, answer.json()["redirect_url"]) == (201, None)

    buying.sandbox.fate.change({"lost": 0.0})
    later(minutes=6)
    work()

    assert len(buying.sandbox.ledger.all()["payments"]) == 1
    assert buying.api.get(f"payment-attempts/{buying.attempt.id}/").json()["redirect_url"]


def test_a_capture_whose_answer_was_lost_is_seen_and_not_made_again(buying, settings):
    settings.GOTUTO_PAYMENT_CAPTURE = "by_shop"
    buying.begin()
    buying.choose("pay")
    buying.tell()
    calls.send_one(AttemptCall)
    buying.sandbox.fate.change({"lost": 1.0})
    calls.send_one(AttemptCall)
    assert buying.asked("capture").status == "unknown"

    buying.sandbox.fate.change({"lost": 0.0})
    later(minutes=6)
    work()

    assert buying.asked("capture").status == "done"
    assert buying.sandbox.requests.count(f"POST /v1/payments/{buying.attempt.reference}/capture") == 1
    assert buying.booked() == [("11.9", "sandbox", "gateway")]


def test_a_start_that_the_gateway_refuses_says_why(buying, settings):
    settings.GOTUTO_SANDBOX_SECRET = "another-secret-of-the-shop"
    answer = buying.begin().json()

    assert (answer["status"], answer["redirect_url"]) == ("declined", None)
    assert answer["reason"]


def test_a_webhook_that_comes_while_the_gateway_is_being_asked_has_it_asked_once_more(buying):
    buying.begin()
    status = buying.asked()
    AttemptCall.objects.filter(pk=status.pk).update(status="sending")
    buying.tell()

    assert (buying.asked().status, buying.asked().heard) == ("sending", 1)
    AttemptCall.objects.filter(pk=status.pk).update(status="queued", due_at=timezone.now())
    work()
    assert buying.asked().seen == 1
