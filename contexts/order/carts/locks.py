"""Row locks on carts: whoever changes or orders one holds it until the transaction ends."""

from datetime import datetime

from contexts.order import access
from contexts.order.access import Viewer
from contexts.order.carts import models
from contexts.order.carts.dto import BuyerLimits
from contexts.order.carts.errors import CartIsExpired, CartNotFound
from gotuto.db import columns_of, fetch_one, hydrate, lock
from gotuto.http import guests
from gotuto.ids import CartId

SCOPE = "guest_order"

# Two orders of one e-mail address or network come one after the other: the next statement counts what is open, and must
# see what the other has written. A cart that is an order already makes none, and is not counted.
_LOCK = f"""
WITH counted AS ({guests.COUNTED.format(of="FROM order_cart WHERE id = %(cart_id)s AND order_id IS NULL AND %(counts)s")})
SELECT counted.count, counted.seconds_left, pg_advisory_xact_lock(hashtextextended(%(email)s, 1)),
       pg_advisory_xact_lock(hashtextextended(%(network)s, 2)), {columns_of(models.Cart, "cart")}
FROM order_cart AS cart LEFT JOIN counted ON true
WHERE cart.id = %(cart_id)s FOR NO KEY UPDATE OF cart
"""  # noqa: S608  names of columns, no values


def lock_cart(cart_id: CartId, viewer: Viewer) -> models.Cart:
    """The cart, locked. Raises CartNotFound, also when it is somebody else's."""
    return _opened(lock(models.Cart, cart_id, missing=CartNotFound), viewer)


def lock_cart_to_order(cart_id: CartId, viewer: Viewer, *, email: str, limits: BuyerLimits | None) -> models.Cart:
    """The cart, locked; its order is counted where orders are limited. Raises CartNotFound, TooMany."""
    if limits is None:
        return lock_cart(cart_id, viewer)
    most = limits.guest_orders if viewer.customer_id is None else None
    asked = {"scope": SCOPE, "cart_id": cart_id, "counts": most is not None, "email": email, "network": limits.network}
    row = fetch_one(_LOCK, asked)
    if row is None:
        raise CartNotFound
    count, seconds_left, _, _, *values = row
    cart = _opened(hydrate(models.Cart, values), viewer)
    if most is not None and count is not None:
        guests.check_count(count, seconds_left, most=most)
    return cart


def _opened(cart: models.Cart, viewer: Viewer) -> models.Cart:
    """The cart, if this viewer may see it. Raises CartNotFound."""
    if not access.may_see(viewer, "cart", cart.id, owner=cart.customer_id):
        raise CartNotFound
    return cart


def check_alive(cart: models.Cart, *, now: datetime) -> None:
    """Raises CartIsExpired."""
    if cart.expired or cart.expires_at <= now:
        raise CartIsExpired
