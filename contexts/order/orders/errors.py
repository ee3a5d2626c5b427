"""What order refuses about orders."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import Sku
from gotuto.money import Money


class OrderNotFound(NotFound):
    """There is no such order, or none that the asker may see."""

    code = "order.not_found"
    text = "There is no such order, or it is somebody else's. A guest sends the order's X-Order-Token."


class NoSuchNumber(NotFound):
    """Whoever sees all orders named one that there is not."""

    code = "order.unknown_number"
    text = "No order has the number or the id {which}. `GET /api/v1/orders/` lists them."
    which: str


class PriceNoLongerValid(Conflict):
    """The catalogue has another price than the buyer has seen."""

    code = "order.price_changed"
    text = "{sku} costs {now} by now, not {seen} as in the cart. Set its quantity in the cart again to order at that price."
    sku: Sku
    seen: Money
    now: Money


class NotCancellable(Conflict):
    """The order has gone too far to be cancelled."""

    code = "order.not_cancellable"
    text = "An order can be cancelled until its parcel has left; this one is {current}. {what_to_do}"
    current: str

    @property
    def what_to_do(self) -> str:
        if self.current in ("shipped", "delivered"):
            return "Send the goods back, and ask the shop to return the money."
        return "Look at it again: it may have ended, or be ending right now."


class NotPayable(Conflict):
    """Only an order that stands is paid by its buyer."""

    code = "order.not_payable"
    text = "An order is paid while it stands and something is due on it; this one is {current}."
    current: str


class InvalidOrderTransition(Conflict):
    """The order is not in the state that the change needs."""

    code = "order.moved_on"
    text = "The order is {current}; it cannot become {wanted}."
    current: str
    wanted: str


class TooManyUnpaid(Conflict):
    """As many orders as the shop allows are open on which nothing was paid yet."""

    code = "order.too_many_unpaid"
    text = (
        "{most} orders of this {whose} are open and unpaid, and there may be no more. Pay or cancel one of them first."
    )
    most: int
    whose: str
