"""What order refuses about orders."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import Sku
from gotuto.money import Money


class OrderNotFound(NotFound):
    """There is no such order, or none that the asker may see."""

    code = "order.not_found"

    def __init__(self) -> None:
        super().__init__("There is no such order, or it is somebody else's. A guest sends the order's X-Order-Token.")


class PriceChanged(Conflict):
    """The catalogue has another price than the buyer has seen."""

    code = "order.price_changed"

    def __init__(self, sku: Sku, *, seen: Money, now: Money) -> None:
        super().__init__(
            f"{sku} costs {now} by now, not {seen} as in the cart. Make a new cart to order at that price."
        )


class NotCancellable(Conflict):
    """The order has gone too far to be cancelled."""

    code = "order.not_cancellable"

    def __init__(self, status: str) -> None:
        super().__init__(f"An order can be cancelled until it is paid; this one is {status}.")


class OrderMovedOn(Conflict):
    """The order is not in the state that the change needs."""

    code = "order.moved_on"

    def __init__(self, status: str, wanted: str) -> None:
        super().__init__(f"The order is {status}; it cannot become {wanted}.")
