"""What stocktakes refuse."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku, StocktakeId


class StocktakeNotFound(NotFound):
    """There is no such stocktake."""

    code = "inventory.stocktake_not_found"
    text = "There is no stocktake {stocktake_id}."
    stocktake_id: StocktakeId


class StocktakeOutOfRange(Refused):
    """Nothing to count, or too much for one list."""

    code = "inventory.stocktake_out_of_range"
    field = "skus"
    text = "A stocktake counts between 1 and {most} SKUs, not {lines}. Name some, or a category with fewer."
    lines: int
    most: int


class StocktakeEnded(Conflict):
    """It was closed or given up."""

    code = "inventory.stocktake_ended"
    text = "This stocktake is {state}. Open another one to count again."
    state: str


class NotInStocktake(Conflict):
    """What was counted is not on the list, or is booked already."""

    code = "inventory.not_in_stocktake"
    text = "{sku} is not on the list of this stocktake, or is booked already. Open another one for it."
    sku: Sku


class CountOutOfRange(Refused):
    """The number of pieces makes no sense."""

    code = "inventory.count_out_of_range"
    field = "quantity"
    text = "{quantity} is not a number of pieces between 0 and {most}."
    quantity: int
    most: int
