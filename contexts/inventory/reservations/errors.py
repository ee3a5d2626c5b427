"""What keeping stock for orders refuses."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import OrderId, Sku


class AllowanceExceeded(Conflict):
    """More pieces were wanted than one order of this kind may have."""

    code = "inventory.allowance_exceeded"
    text = (
        "Without an account, an order gets at most {most} of {sku}; this one is over {wanted}. Order fewer, or sign in."
    )
    sku: Sku
    wanted: int
    most: int


class ReservationNotFound(NotFound):
    """Nothing was ever kept for this order."""

    code = "inventory.reservation_not_found"
    text = "No stock was reserved for order {order_id}."
    order_id: OrderId


class ReservationAlreadyReleased(Conflict):
    """The pieces of this order were given back, and that is final."""

    code = "inventory.reservation_released"
    text = "The stock of order {order_id} was released and cannot be claimed again. Place a new order."
    order_id: OrderId


class ReservationAlreadyCommitted(Conflict):
    """The pieces of this order have left the warehouse."""

    code = "inventory.reservation_committed"
    text = "The goods of order {order_id} have left. Book a receipt when they come back."
    order_id: OrderId


class ReservationWaits(Conflict):
    """Not all pieces of this order are there yet."""

    code = "inventory.reservation_waits"
    text = "Order {order_id} still waits for goods, so that nothing of it can leave. Book what has come in, or cancel the order."
    order_id: OrderId


class WaitingLineFull(Conflict):
    """More pieces would be waited for than the shop allows."""

    code = "inventory.waiting_line_full"
    title = "Waiting line is full"
    text = "{sku} is sold out, and orders may wait for {room} more pieces; this one is over {wanted}. Order fewer, or later."
    sku: Sku
    wanted: int
    room: int


class ReservationDiffers(Conflict):
    """The order has a reservation with other lines."""

    code = "inventory.reservation_differs"
    text = "Other pieces were already reserved for order {order_id}."
    order_id: OrderId
