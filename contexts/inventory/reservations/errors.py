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


class ReservationDiffers(Conflict):
    """The order has a reservation with other lines."""

    code = "inventory.reservation_differs"
    text = "Other pieces were already reserved for order {order_id}."
    order_id: OrderId
