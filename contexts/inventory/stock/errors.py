"""What moving stock refuses."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku


class NotEnoughStock(Conflict):
    """Fewer pieces are free than were wanted."""

    code = "inventory.not_enough_stock"
    title = "Not enough stock"
    text = "Only {available} of {wanted} pieces of {sku} are free."
    sku: Sku
    wanted: int
    available: int


class SkuUnknown(NotFound):
    """Neither the warehouse nor the catalogue knows this SKU."""

    code = "inventory.sku_unknown"
    title = "Unknown SKU"
    text = "No product has the SKU {sku}. Put it into the catalogue first."
    sku: Sku


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


class WaitingLimitOutOfRange(Refused):
    """For so many pieces nobody can wait."""

    code = "inventory.waiting_limit_out_of_range"
    field = "waiting_limit"
    text = "Orders wait for at least 1 and at most {most} pieces, or null for any number; {limit} is neither."
    limit: int
    most: int


class ReorderOutOfRange(Refused):
    """At so many pieces nothing is ordered, or not so many."""

    code = "inventory.reorder_out_of_range"
    text = "{where}: between {least} and {most} pieces, or null for never; {pieces} is not."
    where: str
    least: int
    pieces: int
    most: int


class WrongDirection(Refused):
    """What broke is not more afterwards."""

    code = "inventory.wrong_direction"
    field = "delta"
    text = "A {cause} has a delta {side} zero; {delta} is not. Book an adjustment if you mean a correction."
    cause: str
    side: str
    delta: int


class ReasonMissing(Refused):
    """Nobody could later understand this adjustment."""

    code = "inventory.reason_missing"
    field = "reason"
    text = "Say why the count changes, for example: damaged, or counted anew."
