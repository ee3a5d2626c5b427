"""Stripe, by its official library: a Checkout Session is the hosted page, and its PaymentIntent what is captured and refunded.

Card data never come here. A session names our attempt in its metadata and in that of the intent, so that events of either lead to it.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings

from contexts.billing.payments.gateways import stripe_words as words
from contexts.billing.payments.gateways.port import Event, Start
from contexts.billing.payments.gateways.signing import is_genuine
from gotuto.money import Money
from gotuto.outbound import Done, Outcome, RetryLater, Timeouts

if TYPE_CHECKING:
    from stripe import StripeClient

_MOST_REFUNDS = 100
_SESSION = "cs_"


class Stripe:
    name = "stripe"
    is_for_buyers = True

    def start(self, start: Start, *, timeouts: Timeouts) -> Outcome:
        def begun(client: "StripeClient") -> Outcome:
            asked: Any = words.session(start)
            session = client.v1.checkout.sessions.create(asked, {"idempotency_key": start.key})
            return Done(session.id, {"redirect_url": session.url or ""})

        return _asked(begun, timeouts)

    def status(self, reference: str, *, currency: str, timeouts: Timeouts) -> Outcome:
        def found(client: "StripeClient") -> Outcome:
            if not reference.startswith(_SESSION):
                return words.of_intent(client.v1.payment_intents.retrieve(reference), currency)
            session = client.v1.checkout.sessions.retrieve(reference, {"expand": ["payment_intent"]})
            return words.of_session(session, currency)

        return _asked(found, timeouts)

    def capture(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome:
        def captured(client: "StripeClient") -> Outcome:
            taken: Any = {"amount_to_capture": words.units(amount)}
            return Done(client.v1.payment_intents.capture(_intent(client, reference), taken, _once(key)).id)

        return _asked(captured, timeouts)

    def void(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome:
        def voided(client: "StripeClient") -> Outcome:
            if reference.startswith(_SESSION):
                session = client.v1.checkout.sessions.retrieve(reference)
                if session.status == "open":
                    return Done(client.v1.checkout.sessions.expire(reference, None, _once(key)).id)
            return Done(client.v1.payment_intents.cancel(_intent(client, reference), None, _once(key)).id)

        return _asked(voided, timeouts)

    def refund(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome:
        def refunded(client: "StripeClient") -> Outcome:
            intent = _intent(client, reference)
            asked: Any = {"payment_intent": intent, "amount": words.units(amount), "metadata": {"key": key}}
            return words.of_refund(client.v1.refunds.create(asked, _once(key)))

        return _asked(refunded, timeouts)

    def find_refund(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome:
        def found(client: "StripeClient") -> Outcome:
            intent = _intent(client, reference)
            refunds = client.v1.refunds.list({"payment_intent": intent, "limit": _MOST_REFUNDS})
            for refund in refunds.auto_paging_iter():
                if words.key_of(refund) == key:
                    return words.of_refund(refund)
            return RetryLater("billing.refund_not_made", "Stripe knows no refund of this key.")

        return _asked(found, timeouts)

    def verify(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event | None:
        signed = headers.get("Stripe-Signature", "")
        if not is_genuine(signed, body, secrets=settings.GOTUTO_STRIPE_WEBHOOK_SECRETS, now=now):
            return None
        with suppress(msgspec.MsgspecError, UnicodeDecodeError):
            told = msgspec.json.decode(body, type=words.Webhook)
            return Event(told.id, told.data.object.reference)
        return None


def _asked(question: Callable[["StripeClient"], Outcome], timeouts: Timeouts) -> Outcome:
    # The library takes long to load: only who calls Stripe does.
    import stripe

    stripe.enable_telemetry = False
    lines = stripe.RequestsClient(timeout=(timeouts.connect, timeouts.read))
    client = stripe.StripeClient(
        settings.GOTUTO_STRIPE_KEY,
        base_addresses={"api": settings.GOTUTO_STRIPE_URL},
        http_client=lines,
        # Trying again is the business of the outbound calls, which know what a repetition may do.
        max_network_retries=0,
    )
    try:
        return question(client)
    except stripe.StripeError as error:
        return words.of_error(error)
    finally:
        lines.close()  # type: ignore[no-untyped-call]


def _intent(client: "StripeClient", reference: str) -> str:
    """The PaymentIntent behind a session; before the buyer has paid, there is none and the session stands for it."""
    if not reference.startswith(_SESSION):
        return reference
    intent = client.v1.checkout.sessions.retrieve(reference).payment_intent
    return str(intent or reference)


def _once(key: str) -> Any:
    return {"idempotency_key": key}
