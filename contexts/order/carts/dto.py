"""Carts as plain data."""

from dataclasses import dataclass
from datetime import datetime

from contexts.billing.dto import TaxLine
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
class Totals:
    """What an order of the cart would come to where it goes: `items` at the prices shown, less `discount`, with `shipping`.

    `net` and `tax` are what `total` is made of, `tax_lines` the tax by rate and category.
    """

    items: Money
    discount: Money
    shipping: Money
    net: Money
    tax_lines: tuple[TaxLine, ...]
    tax: Money
    total: Money


@dataclass(frozen=True, kw_only=True)
class Cart:
    """A cart; `token` is there once, in the answer that made it, and for guests only; `totals` when the cart is read.

    `total` is what its items cost in the shop, wherever they go.
    """

    id: CartId
    token: str | None
    items: tuple[CartItem, ...]
    total: Money
    totals: Totals | None
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
