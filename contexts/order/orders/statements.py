"""Statements about orders that are asked for with every one, as text, because Django takes longer to build them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contexts.order.carts import models
from contexts.order.carts.dto import BuyerLimits
from contexts.order.carts.errors import CartEmpty
from contexts.order.orders.domain.stream import Line
from contexts.order.orders.domain.unpaid import check_unpaid
from contexts.order.orders.dto import Party
from gotuto.db import as_json, drawn, execute, fetch_as
from gotuto.tax_classes import TaxClass

# The number is drawn once, and only if there is anything to order. A sequence leaves gaps where a placement was rolled
# back; only invoices must not have any.
_ORDERED = """
SELECT (SELECT nextval('order_number')) AS number, sku AS line_sku, product_id AS line_product_id, name AS line_name,
       quantity AS line_quantity, unit_price AS line_unit_price_amount, currency AS line_unit_price_currency,
       tax_class {counts}
FROM order_cartitem WHERE cart_id = %(cart_id)s ORDER BY id
"""
_UNLIMITED = _ORDERED.format(counts="")

# How many orders are open on which nothing was paid, counted no further than to the limit.
ORDERED_WITHIN_LIMITS = _ORDERED.format(
    counts=""",
    (SELECT count(*) FROM (SELECT FROM order_orderparty WHERE email = %(email)s AND is_open
                           LIMIT %(unpaid_of_email)s) AS open) AS of_email,
    (SELECT count(*) FROM (SELECT FROM order_orderparty WHERE network = %(network)s AND network <> ''
                           LIMIT %(unpaid_of_network)s) AS open) AS of_network"""
)

_CLOSE_CART = """
WITH party AS (
    INSERT INTO order_orderparty
        (order_id, customer_id, email, shipping_address, billing_address, vat_id, is_open, network)
    VALUES (%(order_id)s::uuid, %(customer_id)s, %(email)s, %(shipping_address)s::jsonb, %(billing_address)s::jsonb,
            %(vat_id)s, true, %(network)s)
)
UPDATE order_cart SET order_id = %(order_id)s::uuid, customer_id = %(customer_id)s WHERE id = %(cart_id)s
"""

# Who says why first is heard; an order whose person was taken away has nobody's words.
_NOTE_CANCELLATION = """
UPDATE order_orderparty SET cancellation_reason = %(reason)s WHERE order_id = %(order_id)s AND cancellation_reason = ''
"""


@dataclass(frozen=True)
class _Ordered:
    number: int
    line: Line
    tax_class: TaxClass


@dataclass(frozen=True)
class _Counted(_Ordered):
    of_email: int
    of_network: int


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """The number and the lines of an order, and what kind of goods each is."""

    number: str
    lines: tuple[Line, ...]
    tax_classes: tuple[TaxClass, ...]


def ordered(cart_id: UUID, *, email: str, limits: BuyerLimits | None) -> Ordered:
    """What a cart becomes. Raises CartEmpty, TooManyUnpaid."""
    rows: Sequence[_Ordered] = (
        fetch_as(_Ordered, _UNLIMITED, {"cart_id": cart_id})
        if limits is None
        else _ordered_within(limits, cart_id, email)
    )
    if not rows:
        raise CartEmpty
    return Ordered(
        number=drawn(f"A-{rows[0].number:06d}"),
        lines=tuple(row.line for row in rows),
        tax_classes=tuple(row.tax_class for row in rows),
    )


def note_cancellation(order_id: UUID, *, reason: str) -> None:
    """Keep why an order is called off beside the person, in their own words."""
    execute(_NOTE_CANCELLATION, {"order_id": order_id, "reason": reason})


def _ordered_within(limits: BuyerLimits, cart_id: UUID, email: str) -> list[_Counted]:
    asked = {
        "cart_id": cart_id,
        "email": email,
        "network": limits.network,
        "unpaid_of_email": limits.unpaid_of_email or 0,
        "unpaid_of_network": limits.unpaid_of_network or 0,
    }
    rows = fetch_as(_Counted, ORDERED_WITHIN_LIMITS, asked)
    for row in rows[:1]:
        check_unpaid(row.of_email, limits.unpaid_of_email, whose="e-mail address")
        check_unpaid(row.of_network, limits.unpaid_of_network, whose="network")
    return rows


def close_cart(cart: models.Cart, party: Party, *, network: str) -> None:
    """Note which order a cart has become, and insert the person behind it.

    The cart of a customer who began as a guest is the customer's from now on: its token opens nothing of theirs.
    """
    execute(
        _CLOSE_CART,
        {
            "cart_id": cart.id,
            "order_id": party.order_id,
            "customer_id": party.customer_id,
            "email": party.email,
            "vat_id": party.vat_id,
            "network": network,
            "shipping_address": as_json(party.shipping_address),
            "billing_address": as_json(party.billing_address),
        },
    )
