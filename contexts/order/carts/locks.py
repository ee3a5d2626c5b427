"""Row locks on carts: whoever changes or orders one holds it until the transaction ends."""

from datetime import datetime

from contexts.order import access
from contexts.order.access import Viewer
from contexts.order.carts import models
from contexts.order.carts.errors import CartIsExpired, CartNotFound
from gotuto.db import lock
from gotuto.ids import CartId


def lock_cart(cart_id: CartId, viewer: Viewer) -> models.Cart:
    """The cart, locked. Raises CartNotFound, also when it is somebody else's."""
    cart = lock(models.Cart, cart_id, missing=CartNotFound)
    if not access.may_see(viewer, "cart", cart.id, owner=cart.customer_id):
        raise CartNotFound
    return cart


def check_alive(cart: models.Cart, *, now: datetime) -> None:
    """Raises CartIsExpired."""
    if cart.expired or cart.expires_at <= now:
        raise CartIsExpired
