"""The cart's rules: how much goes into it, and when it expires."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from contexts.billing.dto import Quote
from contexts.order.carts.dto import ItemWish, TaxSubtotal, Totals
from contexts.order.carts.errors import CartTooLarge, QuantityTooLarge, TooManyLines, TooManyPieces, TotalTooLarge
from gotuto.ids import Sku
from gotuto.money import Money

MOST_LINES = 100
MOST_PIECES = 10_000

# Amounts are stored as numeric(19,4).
MOST_MONEY = 10**15


@dataclass(frozen=True, kw_only=True)
class CartLimits:
    """What the shop lets one order hold, beneath what a cart can hold at all; None where it does not mind."""

    lines: int | None = None
    pieces: int | None = None


def merged(wishes: Iterable[ItemWish], limits: CartLimits) -> dict[Sku, int]:
    """Quantities by SKU, a SKU once. Raises what `check` raises."""
    quantities: dict[Sku, int] = {}
    for wish in wishes:
        quantities[wish.sku] = quantities.get(wish.sku, 0) + wish.quantity
    check(quantities, limits)
    return quantities


def check(quantities: dict[Sku, int], limits: CartLimits) -> None:
    """Raises CartTooLarge, QuantityTooLarge; TooManyLines, TooManyPieces for what this shop does not want."""
    if len(quantities) > MOST_LINES:
        raise CartTooLarge(most=MOST_LINES)
    if limits.lines is not None and len(quantities) > limits.lines:
        raise TooManyLines(most=limits.lines)
    for sku, quantity in quantities.items():
        if quantity > MOST_PIECES:
            raise QuantityTooLarge(sku=sku, most=MOST_PIECES)
        if limits.pieces is not None and quantity > limits.pieces:
            raise TooManyPieces(sku=sku, most=limits.pieces)


def check_total(total: Money) -> None:
    """Raises TotalTooLarge."""
    if total.amount >= MOST_MONEY:
        raise TotalTooLarge(total=total)


def totals(items: Money, quote: Quote) -> Totals:
    """What an order comes to, as it is quoted; nothing is taken off yet, and shipping is free."""
    nothing = Money.zero(items.currency)
    return Totals(
        items=items,
        discount=nothing,
        shipping=nothing,
        net=quote.net,
        tax_lines=subtotals(quote),
        tax=quote.tax,
        total=quote.total,
    )


def subtotals(quote: Quote) -> tuple[TaxSubtotal, ...]:
    """The taxes of a quote, as carts and orders show them."""
    return tuple(TaxSubtotal(**vars(line)) for line in quote.tax_lines)


def expiry(*, ttl_seconds: int, now: datetime) -> datetime:
    """A cart lives on for a while after it was last touched."""
    return now + timedelta(seconds=ttl_seconds)
