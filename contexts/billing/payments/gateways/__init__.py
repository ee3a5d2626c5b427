"""Gateways by their names; which of them are in use is said by GOTUTO_PAYMENT_GATEWAYS."""

from django.conf import settings

from contexts.billing.payments.gateways.manual import Manual
from contexts.billing.payments.gateways.port import Event, Gateway, Start, Told
from contexts.billing.payments.gateways.sandbox import Sandbox
from contexts.billing.payments.gateways.stripe import Stripe

__all__ = ["GATEWAYS", "Event", "Gateway", "Start", "Told", "in_use", "offered"]

GATEWAYS: dict[str, Gateway] = {gateway.name: gateway for gateway in (Manual(), Sandbox(), Stripe())}


def in_use(name: str) -> Gateway | None:
    """The gateway of this name, if the shop uses it."""
    return GATEWAYS[name] if name in settings.GOTUTO_PAYMENT_GATEWAYS else None


def offered() -> list[str]:
    """The gateways among which a buyer may choose."""
    by_buyers = settings.GOTUTO_MANUAL_BY_BUYERS
    return [name for name in settings.GOTUTO_PAYMENT_GATEWAYS if by_buyers or name != Manual.name]
