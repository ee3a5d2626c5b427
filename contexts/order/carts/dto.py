"""Carts as plain data."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.ids import CartId, Sku
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class ItemWish:
    """So many pieces of a SKU."""

    sku: Sku
    quantity: int


@dataclass(frozen=True, kw_only=True)
class CartItem:
    """A line of a cart at the price that the buyer was shown."""

    sku: Sku
    name: str
    quantity: int
    unit_price: Money
    total: Money


@dataclass(frozen=True, kw_only=True)
class Cart:
    """A cart; `token` is there once, in the answer that made it, and for guests only."""

    id: CartId
    token: str | None
    items: tuple[CartItem, ...]
    total: Money
    expires_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class BuyerLimits:
    """What holds for those who order from one network; None for what does not.

    `network` is a keyed hash, `guest_orders` is a number a minute.
    """

    network: str
    guest_orders: int | None = None
    unpaid_of_email: int | None = None
    unpaid_of_network: int | None = None
