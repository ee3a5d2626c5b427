"""Hostile webhooks: whatever is not proved to come from the gateway is only counted; nothing is stored, nothing moved."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from contexts.billing.attempts.models import AttemptCall, GatewayEvent, PaymentAttempt
from contexts.billing.attempts.use_cases import LONGEST_WEBHOOK
from contexts.billing.payments.models import Payment
from gotuto.metrics import REFUSED
from sandboxes.payments.webhooks import signature
from tests.billing.attempts.paying import SECRET, Buying, webhook, work

pytestmark = pytest.mark.django_db


def body(buying: Buying, **more: Any) -> bytes:
    return json.dumps({"id": "evt_hostile", "payment": buying.attempt.reference, **more}).encode()


def _other_bytes(buying: Buying) -> Any:
    signed = signature(SECRET, body(buying), at=int(time.time()))
    return webhook(body(buying, amount="0.01"), signed=signed)


def _moment_moved(buying: Buying) -> Any:
    """An old signature under a new moment."""
    old = signature(SECRET, body(buying), at=int(time.time()) - 900)
    return webhook(body(buying), signed=f"t={int(time.time())},{old.partition(',')[2]}")


def _two_moments(buying: Buying) -> Any:
    old = signature(SECRET, body(buying), at=int(time.time()) - 900)
    return webhook(body(buying), signed=f"t={int(time.time())},{old}")


def _chunked(buying: Buying) -> Any:
    return Client().post(
        "/api/v1/gateways/sandbox/webhook/", body(buying), content_type="application/json",
        headers={"Transfer-Encoding": "chunked", "Sandbox-Signature": signature(SECRET, body(buying), at=int(time.time()))},
    )  # fmt: skip


def _of_stripe(buying: Buying) -> Any:
    return webhook(body(buying), header="Stripe-Signature")


WEBHOOKS: dict[str, tuple[Callable[[Buying], Any], int]] = {
    "without a signature": (lambda it: webhook(body(it), header="X-Nothing"), 400),
    "with an empty signature": (lambda it: webhook(body(it), signed=""), 400),
    "with words for a signature": (lambda it: webhook(body(it), signed="t=now,v1=trust-me"), 400),
    "signed with another secret": (lambda it: webhook(body(it), secret="a guess"), 400),
    "signed with no secret at all": (lambda it: webhook(body(it), secret=""), 400),
    "of other bytes": (_other_bytes, 400),
    "six minutes old": (lambda it: webhook(body(it), at=time.time() - 360), 400),
    "from the future": (lambda it: webhook(body(it), at=time.time() + 360), 400),
    "old, under a new moment": (_moment_moved, 400),
    "with two moments": (_two_moments, 400),
    "with a moment in other digits": (lambda it: webhook(body(it), signed="t=١٧٣٢,v1=00"), 400),
    "with ten thousand signatures": (
        lambda it: webhook(body(it), signed=f"t={int(time.time())}" + ",v1=00" * 1_000),
        400,
    ),
    "of 50 MB": (lambda it: webhook(b"x" * 50_000_000), 400),
    "a byte too long": (lambda it: webhook(b" " * (LONGEST_WEBHOOK + 1)), 400),
    "in chunks": (_chunked, 411),
    "signed, and no JSON": (lambda it: webhook(b"\xff\xfe not json"), 400),
    "signed, and a list": (lambda it: webhook(b"[1, 2]"), 400),
    "signed, and nested beyond measure": (lambda it: webhook(b"[" * 100_000), 400),
    "signed, and about nothing": (lambda it: webhook(b"{}"), 400),
    "signed, with a number for an id": (lambda it: webhook(body(it, id=7)), 400),
    "at a gateway that nobody has": (lambda it: webhook(body(it), gateway="paypal"), 404),
    "at a gateway that is not in use": (lambda it: webhook(body(it), gateway="stripe", header="Stripe-Signature"), 404),
    "at a gateway that sends none": (lambda it: webhook(body(it), gateway="manual"), 400),
    "with the signature of another gateway": (_of_stripe, 400),
}


def standing() -> tuple[object, ...]:
    return (
        list(PaymentAttempt.objects.values()),
        list(AttemptCall.objects.order_by("id").values()),
        GatewayEvent.objects.count(),
        Payment.objects.count(),
    )


@pytest.mark.parametrize("which", WEBHOOKS)
def test_a_webhook_is_refused_that_comes(buying, which):
    buying.begin()
    buying.choose("pay")
    before = standing()
    send, status = WEBHOOKS[which]

    answer = send(buying)

    assert answer.status_code == status
    assert standing() == before


def test_refused_webhooks_are_counted(buying):
    buying.begin()
    before = REFUSED.labels("sandbox")._value.get()

    webhook(body(buying), signed="t=1,v1=0")

    assert REFUSED.labels("sandbox")._value.get() == before + 1


def test_a_webhook_that_is_played_back_moves_nothing(buying):
    buying.begin()
    buying.choose("pay")
    at = time.time()
    assert webhook(body(buying), at=at).status_code == 204
    work()
    before = standing()

    assert webhook(body(buying), at=at).status_code == 204

    assert standing() == before


def test_a_webhook_is_taken_at_its_word_for_nothing(buying):
    buying.begin()

    webhook(body(buying, type="payment.paid", amount="11.90"))
    work()

    assert buying.status() == "open"
    assert Payment.objects.count() == 0


def test_an_event_about_what_was_not_begun_here_is_kept_and_moves_nothing(buying):
    buying.begin()
    before = standing()

    assert webhook(json.dumps({"id": "evt_1", "payment": "pay_of_somebody_else"}).encode()).status_code == 204

    assert standing() == (*before[:2], 1, 0)
    assert GatewayEvent.objects.get().attempt is None


def test_what_came_is_kept_byte_for_byte(buying):
    buying.begin()
    told = b' {"payment" : "' + buying.attempt.reference.encode() + b'",\n "id":"evt_1" }'

    webhook(told)

    assert bytes(GatewayEvent.objects.get().body) == told
    assert GatewayEvent.objects.get().attempt == buying.attempt


def test_a_dry_run_stores_nothing(buying):
    buying.begin()
    before = standing()

    assert webhook(body(buying), Prefer="dry-run").status_code == 200

    assert standing() == before
