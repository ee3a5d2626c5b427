"""What order refuses about carts."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku
from gotuto.money import Money


class CartNotFound(NotFound):
    """There is no such cart, or none that the asker may see."""

    code = "order.cart_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such cart, or it is somebody else's. A guest sends the cart's X-Cart-Token.")


class ItemNotFound(NotFound):
    """The cart holds no such product."""

    code = "order.item_not_found"

    def __init__(self, sku: Sku) -> None:
        super().__init__(f"The cart holds no {sku}.")


class CartHasExpired(Conflict):
    """Nobody touched the cart for too long."""

    code = "order.cart_expired"

    def __init__(self) -> None:
        super().__init__("The cart has expired. Make a new one.")


class CartOrdered(Conflict):
    """The cart has become an order and does not change any more."""

    code = "order.cart_ordered"

    def __init__(self) -> None:
        super().__init__("The cart has been ordered already. Make a new one.")


class CartEmpty(Refused):
    """There is nothing in the cart to order."""

    code = "order.cart_empty"

    def __init__(self) -> None:
        super().__init__("The cart is empty. Put something into it first.")


class CartTooLarge(Refused):
    """The cart holds more lines than one order may have."""

    code = "order.cart_too_large"
    field = "items"

    def __init__(self, most: int) -> None:
        super().__init__(f"A cart holds at most {most} different products.")


class TotalTooLarge(Refused):
    """The order costs more than the books can hold."""

    code = "order.total_too_large"

    def __init__(self, total: Money) -> None:
        super().__init__(f"The order comes to {total}. Split it into smaller ones.")


class QuantityTooLarge(Refused):
    """More pieces of one product than one order may have."""

    code = "order.quantity_too_large"
    field = "quantity"

    def __init__(self, sku: Sku, most: int) -> None:
        super().__init__(f"At most {most} pieces of {sku} go into one order.")
