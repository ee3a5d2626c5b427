"""Statements of carts and orders that are asked for with every order, as text, because Django takes longer to build them."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from contexts.order import models
from contexts.order.domain.stream import Line
from contexts.order.dto import Party
from contexts.order.errors import CartEmpty
from gotuto.db import as_json, execute, fetch_all
from gotuto.ids import ProductId, Sku
from gotuto.money import Money

_WRITE_CART = """
WITH item AS (
    INSERT INTO order_cartitem (cart_id, sku, product_id, name, quantity, unit_price, currency)
    SELECT %(id)s::uuid, sku, product_id, name, quantity, unit_price, currency
    FROM jsonb_to_recordset(%(items)s::jsonb)
        AS item (place int, sku text, product_id uuid, name text, quantity int, unit_price numeric, currency text)
    ORDER BY place
)
INSERT INTO order_cart (id, customer_id, currency, expires_at, expired, version, created_at)
VALUES (%(id)s::uuid, %(customer_id)s, %(currency)s, %(expires_at)s, false, 1, %(created_at)s)
"""

# The number is drawn once, and only if there is anything to order. A sequence leaves gaps where a placement was rolled
# back; only invoices must not have any.
_ORDERED = """
SELECT (SELECT nextval('order_number')), sku, product_id, name, quantity, unit_price, currency
FROM order_cartitem WHERE cart_id = %s ORDER BY id
"""

_CLOSE_CART = """
WITH party AS (
    INSERT INTO order_orderparty (order_id, customer_id, email, shipping_address, billing_address)
    VALUES (%(order_id)s::uuid, %(customer_id)s, %(email)s, %(shipping_address)s::jsonb, %(billing_address)s::jsonb)
)
UPDATE order_cart SET order_id = %(order_id)s::uuid WHERE id = %(cart_id)s
"""


def write_cart(cart: models.Cart, items: Sequence[models.CartItem]) -> None:
    """Insert a new cart with what is in it."""
    rows = [
        {
            "place": place,
            "sku": item.sku,
            "product_id": item.product_id,
            "name": item.name,
            "quantity": item.quantity,
            "unit_price": item.unit_price,
            "currency": item.currency,
        }
        for place, item in enumerate(items)
    ]
    execute(
        _WRITE_CART,
        {
            "id": cart.id,
            "customer_id": cart.customer_id,
            "currency": cart.currency,
            "expires_at": cart.expires_at,
            "created_at": cart.created_at,
            "items": as_json(rows),
        },
    )


def ordered(cart_id: UUID) -> tuple[str, tuple[Line, ...]]:
    """The number of the order that a cart becomes, and its lines. Raises CartEmpty."""
    rows = fetch_all(_ORDERED, [cart_id])
    if not rows:
        raise CartEmpty
    return f"A-{rows[0][0]:06d}", tuple(_line(*row[1:]) for row in rows)


def _line(sku: Sku, product_id: ProductId, name: str, quantity: int, amount: Decimal, currency: str) -> Line:
    return Line(sku=sku, product_id=product_id, name=name, quantity=quantity, unit_price=Money(amount, currency))


def close_cart(cart: models.Cart, party: Party) -> None:
    """Note which order a cart has become, and insert the person behind it."""
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
