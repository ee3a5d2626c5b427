"""Statements about carts that every purchase asks for, as text, because Django takes longer to build them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from contexts.order.carts import models
from gotuto.db import as_json, execute
from gotuto.ids import CartId, first_id

_WRITE_CART = """
WITH item AS (
    INSERT INTO order_cartitem (cart_id, sku, product_id, name, quantity, unit_price, currency, tax_class)
    SELECT %(id)s::uuid, sku, product_id, name, quantity, unit_price, currency, tax_class
    FROM jsonb_to_recordset(%(items)s::jsonb)
        AS item (place int, sku text, product_id uuid, name text, quantity int, unit_price numeric, currency text,
                 tax_class text)
    ORDER BY place
)
INSERT INTO order_cart (id, customer_id, customer_group, currency, expires_at, expired, version, created_at)
VALUES (%(id)s::uuid, %(customer_id)s, %(customer_group)s, %(currency)s, %(expires_at)s, false, 1, %(created_at)s)
"""

_LET_REOPEN = "UPDATE order_cart SET may_reopen = true WHERE id = %s"

# Whoever was touched last so long ago was made before that, so that the key finds them, and no index is kept for it.
_DELETE_OLD = """
WITH old AS (
    SELECT id FROM order_cart
    WHERE id < %(made_before)s AND expires_at < %(expired_before)s AND (expired OR order_id IS NOT NULL)
    ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), items AS (
    DELETE FROM order_cartitem AS item USING old WHERE item.cart_id = old.id
)
DELETE FROM order_cart AS cart USING old WHERE cart.id = old.id
"""


def delete_old_carts(now: datetime, limit: int) -> int:
    """Delete some of the carts that have been over for long, ordered or not; their orders stay."""
    over = now - timedelta(days=settings.GOTUTO_KEEP_CART_DAYS)
    return execute(_DELETE_OLD, {"made_before": first_id(over), "expired_before": over, "limit": limit})


def let_reopen(cart_id: CartId) -> None:
    """Let the next change of a cart take off the order that it has become."""
    execute(_LET_REOPEN, [cart_id])


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
            "tax_class": item.tax_class,
        }
        for place, item in enumerate(items)
    ]
    execute(
        _WRITE_CART,
        {
            "id": cart.id,
            "customer_id": cart.customer_id,
            "customer_group": cart.customer_group,
            "currency": cart.currency,
            "expires_at": cart.expires_at,
            "created_at": cart.created_at,
            "items": as_json(rows),
        },
    )
