"""Questions about carts; always a constant number of statements."""

from contexts.order import access
from contexts.order.access import Viewer
from contexts.order.carts import dto, models
from contexts.order.carts.errors import CartNotFound
from gotuto.db import fetch, fetch_rows
from gotuto.ids import CartId, CustomerId


def get_cart(*, cart_id: CartId, viewer: Viewer) -> dto.Cart:
    """Raises CartNotFound, also when it is somebody else's."""
    cart = fetch(models.Cart, cart_id, missing=CartNotFound)
    if not access.may_see(viewer, "cart", cart.id, owner=cart.customer_id):
        raise CartNotFound
    return cart.to_dto(fetch_rows(models.CartItem, cart_id=cart.id, order="id"))


def latest_cart_id(*, customer_id: CustomerId) -> CartId | None:
    """The customer's latest cart that holds something and is still open."""
    carts = models.Cart.objects.filter(customer_id=customer_id, order_id=None, expired=False, items__isnull=False)
    cart_id = carts.order_by("-created_at").values_list("id", flat=True).first()
    return CartId(cart_id) if cart_id else None
