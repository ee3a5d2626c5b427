"""What is an adapter's own: answers that nobody expects, losses on the way, and whose events are whose."""

import json
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from contexts.billing.payments import gateways
from contexts.billing.payments.dto import Told
from contexts.billing.payments.gateways.manual import Manual
from contexts.billing.payments.gateways.port import stands
from contexts.billing.payments.gateways.sandbox import Sandbox
from contexts.billing.payments.gateways.stripe import Stripe
from gotuto.money import Money
from gotuto.outbound import Done, Refused, RetryLater, Unknown
from sandboxes.payments.server import Sandbox as SandboxServer
from sandboxes.payments.webhooks import signature
from tests.billing.payments.gateways.conftest import SECRET
from tests.billing.payments.gateways.rigs import TIMEOUTS
from tests.billing.payments.gateways.test_conformance import start

TEN = Money(Decimal("10.00"), "EUR")


def now() -> datetime:
    return datetime.now(UTC)


def event(**told: object) -> bytes:
    return json.dumps(told).encode()


def proved(gateway, header: str, body: bytes, secret: str = SECRET):
    return gateway.verify({header: signature(secret, body, at=int(time.time()))}, body, now=now())


def test_the_sandbox_says_when_it_did_nothing(sandbox):
    sandbox.fate.change({"down": 1.0})
    outcome = Sandbox().start(start(), timeouts=TIMEOUTS)
    assert isinstance(outcome, RetryLater)
    assert outcome.is_down


def test_buyers_are_sent_to_the_pages_where_they_are_said_to_be(settings):
    with SandboxServer(secret=SECRET, pages_at="https://pay.example.com/") as server:
        settings.GOTUTO_SANDBOX_URL, settings.GOTUTO_SANDBOX_SECRET = server.url, SECRET
        outcome = Sandbox().start(start(), timeouts=TIMEOUTS)
    assert outcome.answer["redirect_url"] == f"https://pay.example.com/pay/{outcome.reference}"


def test_a_lost_answer_of_the_sandbox_is_unknown(sandbox):
    sandbox.fate.change({"lost": 1.0})
    assert isinstance(Sandbox().start(start(), timeouts=TIMEOUTS), Unknown)
    assert len(sandbox.ledger.all()["payments"]) == 1


def test_a_request_that_the_sandbox_never_does_is_unknown(sandbox):
    sandbox.fate.change({"timeouts": 1.0, "timeout_seconds": 0.01})
    assert isinstance(Sandbox().start(start(), timeouts=TIMEOUTS), Unknown)
    assert sandbox.ledger.all()["payments"] == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "odd"), ("captured", "much"), ("captured", "-1"), ("captured", "NaN"), ("status", "paid")],
)
def test_what_the_sandbox_never_says_is_no_answer(sandbox, column, value):
    reference = Sandbox().start(start(), timeouts=TIMEOUTS).reference
    sandbox.ledger.run(f"UPDATE payment SET {column} = ?", value)
    outcome = Sandbox().status(reference, currency="EUR", timeouts=TIMEOUTS)
    assert isinstance(outcome, Unknown)


def test_another_server_than_the_sandbox_is_no_answer(stripe, settings):
    settings.GOTUTO_SANDBOX_URL, settings.GOTUTO_SANDBOX_SECRET = stripe.url, SECRET
    stripe.mood = [(200, {"hello": "world"}), (500, {})]
    for _ in range(2):
        assert isinstance(Sandbox().status("pay_1", currency="EUR", timeouts=TIMEOUTS), Unknown)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(429, RetryLater), (409, RetryLater), (401, RetryLater), (403, RetryLater), (500, Unknown), (402, Refused)],
)
def test_errors_of_stripe_say_whether_it_happened(stripe, status, kind):
    stripe.mood = [(status, {"error": {"type": "api_error", "message": "No."}})]
    assert isinstance(Stripe().start(start(), timeouts=TIMEOUTS), kind)


def test_a_lost_answer_of_stripe_is_unknown_and_its_key_makes_it_one(stripe):
    stripe.mood = [None]
    once = start()
    assert isinstance(Stripe().start(once, timeouts=TIMEOUTS), Unknown)

    assert isinstance(Stripe().start(once, timeouts=TIMEOUTS), Done)
    assert len(stripe.sessions) == 1


def test_a_session_says_only_what_is_known(stripe):
    reference = Stripe().start(start(), timeouts=TIMEOUTS).reference
    session = stripe.sessions[reference]
    for status, told in (("expired", "expired"), ("complete", "pending"), ("odd", None)):
        session["status"] = status
        outcome = Stripe().status(reference, currency="EUR", timeouts=TIMEOUTS)
        assert isinstance(outcome, Unknown) if told is None else outcome.answer["told"] == told


def test_an_intent_stands_for_its_session(stripe):
    reference = Stripe().start(start(captures_itself=False), timeouts=TIMEOUTS).reference
    stripe.pay(reference)
    intent = stripe.sessions[reference]["payment_intent"]
    assert Stripe().status(intent, currency="EUR", timeouts=TIMEOUTS).answer["told"] == "authorized"
    assert isinstance(Stripe().void(intent, key="v", timeouts=TIMEOUTS), Done)


def test_money_that_is_on_its_way_is_not_there(stripe):
    reference = Stripe().start(start(), timeouts=TIMEOUTS).reference
    stripe.pay(reference)
    intent = stripe.intents["pi_1"]
    for status, told in (("processing", "pending"), ("canceled", "voided"), ("requires_action", "open")):
        intent["status"] = status
        assert Stripe().status(reference, currency="EUR", timeouts=TIMEOUTS).answer["told"] == told
    intent["status"] = "odd"
    assert isinstance(Stripe().status(reference, currency="EUR", timeouts=TIMEOUTS), Unknown)


def test_what_was_received_stands_on_the_charges_of_old_versions(stripe):
    reference = Stripe().start(start(), timeouts=TIMEOUTS).reference
    stripe.pay(reference)
    intent = stripe.intents["pi_1"]
    del intent["amount_received"]
    intent["charges"] = {
        "object": "list",
        "data": [{"object": "charge", "id": "ch_1", "amount": 2000, "captured": True}],
    }
    assert Stripe().status(reference, currency="EUR", timeouts=TIMEOUTS).answer["captured"] == Decimal("20.00")
    del intent["charges"]
    assert isinstance(Stripe().status(reference, currency="EUR", timeouts=TIMEOUTS), Unknown)


def test_a_refund_of_stripe_may_take_its_time_or_fail(stripe):
    reference = Stripe().start(start(), timeouts=TIMEOUTS).reference
    stripe.pay(reference)
    Stripe().refund(reference, TEN, key="r", timeouts=TIMEOUTS)
    refund = stripe.refunds["re_1"]
    refund["status"] = "requires_action"
    assert Stripe().find_refund(reference, key="r", timeouts=TIMEOUTS).answer == {"told": "pending"}
    refund["status"] = "failed"
    assert isinstance(Stripe().find_refund(reference, key="r", timeouts=TIMEOUTS), Refused)
    refund["metadata"] = None
    assert isinstance(Stripe().find_refund(reference, key="r", timeouts=TIMEOUTS), RetryLater)


def test_events_of_stripe_lead_to_the_session_or_to_our_attempt(stripe):
    for told, reference in (
        ({"id": "cs_1", "object": "checkout.session"}, "cs_1"),
        ({"id": "pi_1", "object": "payment_intent", "metadata": {"attempt": "ours"}}, "ours"),
        ({"id": "ch_1", "object": "charge"}, "ch_1"),
    ):
        found = proved(Stripe(), "Stripe-Signature", event(id="evt_1", type="x", data={"object": told}))
        assert (found.id, found.reference) == ("evt_1", reference)


def test_either_secret_of_stripe_is_good_while_it_is_being_changed(stripe):
    body = event(id="evt_1", data={"object": {"id": "cs_1", "object": "checkout.session"}})
    assert proved(Stripe(), "Stripe-Signature", body, secret="whsec_the_next_one")
    assert proved(Stripe(), "Stripe-Signature", body, secret="whsec_the_last_one") is None
    assert proved(Stripe(), "Stripe-Signature", b'{"id": 7}') is None


def test_by_hand_nobody_is_called(settings):
    manual, begun = Manual(), start()
    assert manual.start(begun, timeouts=TIMEOUTS) == Done(begun.key, {"redirect_url": begun.return_url})
    assert manual.status("x", currency="EUR", timeouts=TIMEOUTS) == Done("x", {"told": "open", "captured": 0})
    assert (
        manual.capture("x", TEN, key="k", timeouts=TIMEOUTS)
        == manual.void("x", key="k", timeouts=TIMEOUTS)
        == Done("x")
    )
    assert manual.refund("x", TEN, key="k", timeouts=TIMEOUTS) == Done("k", {"told": "succeeded"})
    assert isinstance(manual.find_refund("x", key="k", timeouts=TIMEOUTS), RetryLater)
    assert manual.verify({}, b"{}", now=now()) is None


def test_which_gateways_there_are_is_a_setting(settings):
    settings.GOTUTO_PAYMENT_GATEWAYS, settings.GOTUTO_MANUAL_BY_BUYERS = ["manual", "stripe"], False
    assert gateways.in_use("stripe").name == "stripe"
    assert gateways.in_use("sandbox") is None
    assert gateways.offered() == ["stripe"]


def test_a_payment_of_nothing_is_no_answer():
    assert isinstance(stands("x", Told.PAID, Decimal(0)), Unknown)
    assert isinstance(stands("x", Told.OPEN, Decimal(0)), Done)


def test_a_signature_holds_for_five_minutes_either_way(sandbox):
    body = event(id="evt_1", payment="pay_1")
    for seconds, is_taken in ((299, True), (301, False)):
        for way in (1, -1):
            signed = {"Sandbox-Signature": signature(SECRET, body, at=int(time.time()))}
            moment = datetime.fromtimestamp(int(time.time()), UTC) + way * timedelta(seconds=seconds)
            assert (Sandbox().verify(signed, body, now=moment) is not None) == is_taken
