"""Inventory's refusals."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import OrderId, Sku


class NotEnoughStock(Conflict):
    """Fewer pieces are free than were wanted."""

    code = "inventory.not_enough_stock"
    title = "Not enough stock"

    def __init__(self, *, sku: Sku, wanted: int, available: int) -> None:
        super().__init__(f"Only {available} of {wanted} pieces of {sku} are free.")
        self.sku, self.wanted, self.available = sku, wanted, available


class SkuUnknown(NotFound):
    """Neither the warehouse nor the catalogue knows this SKU."""

    code = "inventory.sku_unknown"
    title = "Unknown SKU"

    def __init__(self, *, sku: Sku) -> None:
        super().__init__(f"No product has the SKU {sku}. Put it into the catalogue first.")


class ReservationNotFound(NotFound):
    """Nothing was ever kept for this order."""

    code = "inventory.reservation_not_found"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(f"No stock was reserved for order {order_id}.")


class ReservationReleased(Conflict):
    """The pieces of this order were given back, and that is final."""

    code = "inventory.reservation_released"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(f"The stock of order {order_id} was released and cannot be claimed again. Place a new order.")


class ReservationCommitted(Conflict):
    """The pieces of this order have left the warehouse."""

    code = "inventory.reservation_committed"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(f"The goods of order {order_id} have left. Book a receipt when they come back.")


class ReservationDiffers(Conflict):
    """The order has a reservation with other lines."""

    code = "inventory.reservation_differs"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(f"Other pieces were already reserved for order {order_id}.")


class QuantityOutOfRange(Refused):
    """The number of pieces makes no sense."""

    code = "inventory.quantity_out_of_range"
    field = "quantity"

    def __init__(self, *, quantity: int, most: int) -> None:
        super().__init__(f"{quantity} is not a number of pieces between 1 and {most}.")


class DeltaOutOfRange(Refused):
    """The adjustment changes nothing, or too much to be true."""

    code = "inventory.delta_out_of_range"
    field = "delta"

    def __init__(self, *, delta: int, most: int) -> None:
        super().__init__(f"An adjustment is between -{most} and {most} and not 0; {delta} is not.")


class ReasonMissing(Refused):
    """Nobody could later understand this adjustment."""

    code = "inventory.reason_missing"
    field = "reason"

    def __init__(self) -> None:
        super().__init__("Say why the count changes, for example: damaged, or counted anew.")
