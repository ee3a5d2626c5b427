"""The port: what a gateway can be asked, in our words. Adapters only speak HTTP and translate; they have no tables.

Each answer is an outcome of the kernel: done, refused for good, certainly not done, or unknown. Every call that moves something
carries a key, by which the gateway knows a repetition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from contexts.billing.payments.dto import Told
from gotuto.money import Money
from gotuto.outbound import Outcome, Timeouts, Unknown

__all__ = ["Event", "Gateway", "Start", "Told", "odd", "told_amount"]


@dataclass(frozen=True, kw_only=True)
class Start:
    """A payment to be begun on a hosted page; `expires_at` is the latest moment at which the buyer may pay.

    `attempt` is our id of it, which events of the gateway may name.
    """

    key: str
    attempt: str
    amount: Money
    description: str
    return_url: str
    captures_itself: bool
    expires_at: datetime


@dataclass(frozen=True)
class Event:
    """A webhook that was proved to come from the gateway: its id, and the payment that it is about, by its name or by ours."""

    id: str
    reference: str


class Gateway(Protocol):
    """Whoever takes the money of buyers.

    `start` answers Done with a reference and `redirect_url`; `status` with `told` and `captured`, the amount that was taken;
    `refund` and `find_refund` with the refund's reference and `told`, `pending` or `succeeded`. `find_refund` answers RetryLater
    when no refund was asked for with this key.
    """

    name: str
    # Whether buyers may choose it by themselves.
    is_for_buyers: bool

    def start(self, start: Start, *, timeouts: Timeouts) -> Outcome: ...

    def status(self, reference: str, *, currency: str, timeouts: Timeouts) -> Outcome: ...

    def capture(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome: ...

    def void(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome: ...

    def refund(self, reference: str, amount: Money, *, key: str, timeouts: Timeouts) -> Outcome: ...

    def find_refund(self, reference: str, *, key: str, timeouts: Timeouts) -> Outcome: ...

    def verify(self, headers: Mapping[str, str], body: bytes, *, now: datetime) -> Event | None:
        """What a webhook tells; None when nothing proves that the gateway has sent it, or when it is too old."""


def told_amount(text: Any, currency: Any, *, expected: str) -> Decimal | Unknown:
    """An amount that a gateway tells; Unknown when it is none, or in another currency than was asked for."""
    try:
        amount = Decimal(str(text))
    except InvalidOperation:
        return odd(f"{text!r} is no amount.")
    if not amount.is_finite() or amount < 0 or str(currency).upper() != expected:
        return odd(f"{text!r} {currency!r} was not expected.")
    return amount


def odd(detail: str) -> Unknown:
    """An answer that says nothing that was asked."""
    return Unknown("billing.gateway_odd_answer", detail[:500])
