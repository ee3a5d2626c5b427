"""Stripe's words and ours: amounts in its units, states of its objects, and what its errors say about whether it happened."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from contexts.billing.payments.gateways.port import Start, Told, odd, stands
from gotuto.money import Money, exponent
from gotuto.outbound import Done, Outcome, Refused, RetryLater, Unknown

if TYPE_CHECKING:
    from stripe import StripeError

# Where its units are not those of ISO 4217 (docs.stripe.com/currencies).
_DECIMALS = {"ISK": 2, "UGX": 2, "MGA": 0}
_OF_INTENT = {
    "requires_payment_method": Told.OPEN,
    "requires_confirmation": Told.OPEN,
    "requires_action": Told.OPEN,
    "processing": Told.PENDING,
    "requires_capture": Told.AUTHORIZED,
    "succeeded": Told.PAID,
    "canceled": Told.VOIDED,
}
# A refund that needs the buyer is not there yet.
_OF_REFUND = {"succeeded": "succeeded", "pending": "pending", "requires_action": "pending"}
_BUSY, _CONFLICT, _BROKEN, _FORBIDDEN, _UNAUTHORIZED = 429, 409, 500, 403, 401


class _Metadata(msgspec.Struct):
    attempt: str = ""


class _Object(msgspec.Struct):
    id: str
    object: str
    metadata: _Metadata | None = None

    @property
    def reference(self) -> str:
        """A session is known by its own id, all else by the attempt that it was made for."""
        known = self.metadata.attempt if self.metadata else ""
        return self.id if self.object == "checkout.session" else known or self.id


class _Data(msgspec.Struct):
    object: _Object


class Webhook(msgspec.Struct):
    """What is read of an event."""

    id: str
    data: _Data


def units(amount: Money) -> int:
    """An amount as a whole number of Stripe's smallest units."""
    return int(amount.amount.scaleb(_decimals(amount.currency)))


def session(start: Start) -> dict[str, Any]:
    """The Checkout Session of a payment to be begun."""
    metadata = {"attempt": start.attempt}
    product = {"name": start.description}
    price = {"currency": start.amount.currency.lower(), "unit_amount": units(start.amount), "product_data": product}
    return {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": start.return_url,
        "cancel_url": start.return_url,
        "client_reference_id": start.attempt,
        "metadata": metadata,
        "payment_intent_data": {
            "capture_method": "automatic" if start.captures_itself else "manual",
            "metadata": metadata,
        },
        "expires_at": int(start.expires_at.timestamp()),
    }


def of_session(session: Any, currency: str) -> Outcome:
    """What a session with its intent says of the payment."""
    intent = session.payment_intent
    if intent is not None and not isinstance(intent, str) and session.status != "open":
        outcome = of_intent(intent, currency)
        return Done(session.id, outcome.answer) if isinstance(outcome, Done) else outcome
    told = {"open": Told.OPEN, "complete": Told.PENDING, "expired": Told.EXPIRED}.get(str(session.status))
    return odd(f"A session is {session.status!r}.") if told is None else stands(session.id, told, Decimal(0))


def of_intent(intent: Any, currency: str) -> Outcome:
    """What an intent says; its amount counts when it was received."""
    told = _OF_INTENT.get(str(intent.status))
    if told is None or str(intent.currency).upper() != currency:
        return odd(f"An intent is {intent.status!r} in {intent.currency!r}.")
    taken = _taken(intent) if told is Told.PAID else Decimal(0)
    return stands(intent.id, told, taken.scaleb(-_decimals(currency)))


def _taken(intent: Any) -> Decimal:
    """What was received; `localstripe` says so on the charges only, as old versions of the API did."""
    received = getattr(intent, "amount_received", None)
    if received is None:
        charges = getattr(intent, "charges", None)
        received = sum(charge.amount for charge in charges.data if charge.captured) if charges else 0
    return Decimal(received)


def of_refund(refund: Any) -> Outcome:
    """What a refund says; one that failed is refused."""
    told = _OF_REFUND.get(str(refund.status))
    if told is None:
        return Refused("billing.gateway_refused", f"The refund {refund.id} is {refund.status}.")
    return Done(refund.id, {"told": told})


def key_of(refund: Any) -> str:
    """The key with which we asked for a refund; empty for one that was made at Stripe."""
    metadata = refund.metadata.to_dict() if refund.metadata else {}
    return str(metadata.get("key", ""))


def of_error(error: "StripeError") -> Outcome:
    """Whether what an error is about has happened: certainly not, for good, not yet, or nobody knows."""
    status, detail = error.http_status, str(error)[:500]
    if status is None:
        return _without_answer(error)
    if status in (_BUSY, _CONFLICT, _UNAUTHORIZED, _FORBIDDEN):
        return RetryLater("billing.gateway_not_now", detail, is_down=status == _BUSY)
    if status >= _BROKEN:
        return Unknown("billing.gateway_broke", detail)
    return Refused("billing.gateway_refused", detail)


def _without_answer(error: "StripeError") -> Outcome:
    from requests.exceptions import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    cause: BaseException | None = error.__cause__ or error.__context__
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    if isinstance(cause, ConnectTimeout) or isinstance(reason, NewConnectionError):
        return RetryLater("outbound.unreachable", str(error)[:500], is_down=True)
    return Unknown("outbound.no_answer", str(error)[:500])


def _decimals(currency: str) -> int:
    return _DECIMALS.get(currency, exponent(currency))
