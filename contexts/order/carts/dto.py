"""Carts as plain data."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gotuto.ids import CartId, Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass


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
    tax_class: TaxClass


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where an order would go (ISO 3166-1 alpha-2; empty: it stays in the seller's country), and the buyer's VAT id."""

    country: str = ""
    postal_code: str = ""
    vat_id: str = ""


@dataclass(frozen=True, kw_only=True)
class TaxSubtotal:
    """The tax in all lines of one rate (0.19 = 19 %) and category, rounded once.

    `category` is a code of EN 16931 (UNTDID 5305), `exemption` why there is no tax, as a code of the VATEX list.
    """

    rate: Decimal
    category: str
    net: Money
    tax: Money
    gross: Money
    exemption: str = ""


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What an order of the cart would come to where it goes: `items` at the prices shown, less `discount`, with `shipping`.

    `net` and `tax` are what `total` is made of, `tax_lines` the tax by rate and category.
    """

    items: Money
    discount: Money
    shipping: Money
    net: Money
    tax_lines: tuple[TaxSubtotal, ...]
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
