"""Sellers, buyers and goods whose taxes differ, in one word each."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from contexts.billing.sellers.dto import Registration, Scheme
from contexts.billing.taxes.models import VatId
from tests.clients import Api
from tests.order.checkout import ADDRESS, bearer, form, owner, take_cart

FRENCH = "FR40303265045"
OSS = {"registrations": (Registration(country="FR", scheme=Scheme.OSS),)}

PARIS = {**ADDRESS, "line1": "1 rue de la Paix", "postal_code": "75002", "city": "Paris", "country": "FR"}
ZURICH = {**ADDRESS, "line1": "Bahnhofstrasse 1", "postal_code": "8001", "city": "Zürich", "country": "CH"}
TENERIFE = {**ADDRESS, "postal_code": "38001", "city": "Santa Cruz", "country": "ES"}


def known(state: str, *, days_ago: int = 1, number: str = FRENCH) -> None:
    """What a service said of a VAT id so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    checked_at = at if state in ("valid", "invalid") else None
    VatId.objects.create(number=number, country=number[:2], state=state, checked_at=checked_at, first_seen_at=at)


def totals(api: Api, cart: dict[str, Any], address: dict[str, str], vat_id: str = "") -> dict[str, Any]:
    """What a cart comes to where it would go."""
    where = f"country={address['country']}&postal_code={address['postal_code']}"
    answer = bearer(cart).get(f"carts/{cart['id']}/?{where}" + (f"&vat_id={vat_id}" if vat_id else ""))
    assert answer.status_code == 200, answer.content
    return dict(answer.json()["totals"])


def placed(cart: dict[str, Any], address: dict[str, str], vat_id: str = "") -> dict[str, Any]:
    """The order of a cart, as the answer to placing it shows it."""
    told = {"vat_id": vat_id} if vat_id else {}
    answer = bearer(cart).post("orders/", form(cart, shipping_address=address, **told))
    assert answer.status_code == 202, answer.content
    return dict(answer.json())


def seen(order: dict[str, Any]) -> dict[str, Any]:
    """An order as its guest reads it now."""
    return dict(owner(order).get(f"orders/{order['id']}/").json())


def sums(told: Any) -> tuple[str, ...]:
    """Net, tax and total, as an answer or an invoice says them."""
    amounts = [told[name]["amount"] if isinstance(told, dict) else str(getattr(told, name).amount) for name in SUMS]
    return tuple(amounts)


def by_rate(lines: Any) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Net, tax and gross by category and rate, as an answer or an invoice says them."""
    if lines and not isinstance(lines[0], dict):
        return {
            (line.category, str(line.rate)): (str(line.net.amount), str(line.tax.amount), str(line.gross.amount))
            for line in lines
        }
    return {
        (line["category"], line["rate"]): tuple(line[name]["amount"] for name in ("net", "tax", "gross"))
        for line in lines
    }


SUMS = ("net", "tax", "total")

__all__ = [
    "ADDRESS",
    "FRENCH",
    "OSS",
    "PARIS",
    "TENERIFE",
    "ZURICH",
    "by_rate",
    "known",
    "placed",
    "seen",
    "sums",
    "take_cart",
    "totals",
]
