"""Statements about orders that are asked for with every one, as text, because Django takes longer to build them."""

from dataclasses import dataclass
from uuid import UUID

from contexts.order.carts import models
from contexts.order.carts.errors import CartEmpty
from contexts.order.orders.domain.stream import Line
from contexts.order.orders.dto import Party
from gotuto.db import as_json, drawn, execute, fetch_as

# The number is drawn once, and only if there is anything to order. A sequence leaves gaps where a placement was rolled
# back; only invoices must not have any.
_ORDERED = """
SELECT (SELECT nextval('order_number')) AS number, sku AS line_sku, product_id AS line_product_id, name AS line_name,
       quantity AS line_quantity, unit_price AS line_unit_price_amount, currency AS line_unit_price_currency
FROM order_cartitem WHERE cart_id = %s ORDER BY id
"""

_CLOSE_CART = """
WITH party AS (
    INSERT INTO order_orderparty (order_id, customer_id, email, shipping_address, billing_address)
    VALUES (%(order_id)s::uuid, %(customer_id)s, %(email)s, %(shipping_address)s::jsonb, %(billing_address)s::jsonb)
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


def ordered(cart_id: UUID) -> tuple[str, tuple[Line, ...]]:
    """The number of the order that a cart becomes, and its lines. Raises CartEmpty."""
    rows = fetch_as(_Ordered, _ORDERED, [cart_id])
    if not rows:
        raise CartEmpty
    return drawn(f"A-{rows[0].number:06d}"), tuple(row.line for row in rows)


def note_cancellation(order_id: UUID, *, reason: str) -> None:
    """Keep why an order is called off beside the person, in their own words."""
    execute(_NOTE_CANCELLATION, {"order_id": order_id, "reason": reason})


def close_cart(cart: models.Cart, party: Party) -> None:
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
            "shipping_address": as_json(party.shipping_address),
            "billing_address": as_json(party.billing_address),
        },
    )
