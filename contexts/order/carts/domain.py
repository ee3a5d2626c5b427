"""The cart's rules: how much goes into it, and when it expires."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from contexts.order.carts.dto import ItemWish
from contexts.order.carts.errors import CartTooLarge, QuantityTooLarge, TotalTooLarge
from gotuto.ids import Sku
from gotuto.money import Money

MOST_LINES = 100
MOST_PIECES = 10_000

# Amounts are stored as numeric(19,4).
MOST_MONEY = 10**15


def merged(wishes: Iterable[ItemWish]) -> dict[Sku, int]:
    """Quantities by SKU, a SKU once. Raises CartTooLarge, QuantityTooLarge."""
    quantities: dict[Sku, int] = {}
    for wish in wishes:
        quantities[wish.sku] = quantities.get(wish.sku, 0) + wish.quantity
    check(quantities)
    return quantities


def check(quantities: dict[Sku, int]) -> None:
    """Raises CartTooLarge, QuantityTooLarge."""
    if len(quantities) > MOST_LINES:
        raise CartTooLarge(most=MOST_LINES)
    for sku, quantity in quantities.items():
        if quantity > MOST_PIECES:
            raise QuantityTooLarge(sku=sku, most=MOST_PIECES)


def check_total(total: Money) -> None:
    """Raises TotalTooLarge."""
    if total.amount >= MOST_MONEY:
        raise TotalTooLarge(total=total)


def expiry(*, ttl_seconds: int, now: datetime) -> datetime:
    """A cart lives on for a while after it was last touched."""
    return now + timedelta(seconds=ttl_seconds)
