"""What order refuses about carts."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku
from gotuto.money import Money


class CartNotFound(NotFound):
    """There is no such cart, or none that the asker may see."""

    code = "order.cart_not_found"
    text = "There is no such cart, or it is somebody else's. A guest sends the cart's X-Cart-Token."


class ItemNotFound(NotFound):
    """The cart holds no such product."""

    code = "order.item_not_found"
    text = "The cart holds no {sku}."
    sku: Sku


class CartIsExpired(Conflict):
    """Nobody touched the cart for too long."""

    code = "order.cart_expired"
    text = "The cart has expired. Make a new one."


class CartAlreadyOrdered(Conflict):
    """The cart has become an order that was not refused, and does not change any more."""

    code = "order.cart_ordered"
    text = "The cart has been ordered already. Make a new one."


class CartEmpty(Refused):
    """There is nothing in the cart to order."""

    code = "order.cart_empty"
    text = "The cart is empty. Put something into it first."


class CartTooLarge(Refused):
    """The cart holds more lines than one order may have."""

    code = "order.cart_too_large"
    field = "items"
    text = "A cart holds at most {most} different products."
    most: int


class TotalTooLarge(Refused):
    """The order costs more than the books can hold."""

    code = "order.total_too_large"
    text = "The order comes to {total}. Split it into smaller ones."
    total: Money


class QuantityTooLarge(Refused):
    """More pieces of one product than one order may have."""

    code = "order.quantity_too_large"
    field = "quantity"
    text = "At most {most} pieces of {sku} go into one order."
    sku: Sku
    most: int


class TooManyLines(Conflict):
    """More different products than this shop takes in one order."""

    code = "order.too_many_lines"
    field = "items"
    text = "This shop takes at most {most} different products in one order. Make two orders of them."
    most: int


class TooManyPieces(Conflict):
    """More pieces of one product than this shop takes in one order."""

    code = "order.too_many_pieces"
    field = "quantity"
    text = "This shop takes at most {most} pieces of {sku} in one order. Ask the shop if you need more."
    sku: Sku
    most: int
