"""Inventory's refusals."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import OrderId, Sku


class NotEnoughStock(Conflict):
    """Fewer pieces are free than were wanted."""

    code = "inventory.not_enough_stock"
    title = "Not enough stock"
    text = "Only {available} of {wanted} pieces of {sku} are free."
    sku: Sku
    wanted: int
    available: int


class AllowanceExceeded(Conflict):
    """More pieces were wanted than one order of this kind may have."""

    code = "inventory.allowance_exceeded"
    text = (
        "Without an account, an order gets at most {most} of {sku}; this one is over {wanted}. Order fewer, or sign in."
    )
    sku: Sku
    wanted: int
    most: int


class SkuUnknown(NotFound):
    """Neither the warehouse nor the catalogue knows this SKU."""

    code = "inventory.sku_unknown"
    title = "Unknown SKU"
    text = "No product has the SKU {sku}. Put it into the catalogue first."
    sku: Sku


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


class QuantityOutOfRange(Refused):
    """The number of pieces makes no sense."""

    code = "inventory.quantity_out_of_range"
    field = "quantity"
    text = "{quantity} is not a number of pieces between 1 and {most}."
    quantity: int
    most: int


class DeltaOutOfRange(Refused):
    """The adjustment changes nothing, or too much to be true."""

    code = "inventory.delta_out_of_range"
    field = "delta"
    text = "An adjustment is between -{most} and {most} and not 0; {delta} is not."
    delta: int
    most: int


class ReasonMissing(Refused):
    """Nobody could later understand this adjustment."""

    code = "inventory.reason_missing"
    field = "reason"
    text = "Say why the count changes, for example: damaged, or counted anew."
