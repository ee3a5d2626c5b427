"""What purchase orders refuse."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import PurchaseOrderId, Sku


class PurchaseOrderNotFound(NotFound):
    """There is no such purchase order."""

    code = "inventory.purchase_order_not_found"
    text = "There is no purchase order {purchase_order_id}."
    purchase_order_id: PurchaseOrderId


class PurchaseEmpty(Refused):
    """A purchase order without goods."""

    code = "inventory.purchase_empty"
    field = "lines"
    text = "A purchase order takes between 1 and {most} SKUs."
    most: int


class CostMissing(Refused):
    """Nobody has said what it costs."""

    code = "inventory.cost_missing"
    field = "lines"
    text = "What does {sku} cost? Say so here, or among the goods of the supplier."
    sku: Sku


class CostInvalid(Refused):
    """It cannot cost so much here."""

    code = "inventory.cost_invalid"
    field = "lines"
    text = "{sku}: {why}"
    sku: Sku
    why: str


class PurchaseMoved(Conflict):
    """It is too late, or too early, for this."""

    code = "inventory.purchase_moved"
    text = "This purchase order is {state}; this can be done to one that is {needed}."
    state: str
    needed: str


class NotOrdered(Conflict):
    """More has come than was ordered."""

    code = "inventory.not_ordered"
    text = "{open} pieces of {sku} are to come, not {pieces}. Book the others as a receipt of their own."
    sku: Sku
    pieces: int
    open: int


class PartsReceived(Conflict):
    """What has come is on the shelves."""

    code = "inventory.parts_received"
    text = "Some of it has come. Close the purchase order instead: nothing more is awaited then."
