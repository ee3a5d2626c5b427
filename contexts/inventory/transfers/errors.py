"""What transfers refuse."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku, TransferId


class TransferNotFound(NotFound):
    """There is no such transfer."""

    code = "inventory.transfer_not_found"
    text = "There is no transfer {transfer_id}."
    transfer_id: TransferId


class TransferEmpty(Refused):
    """A transfer without goods."""

    code = "inventory.transfer_empty"
    field = "lines"
    text = "A transfer takes between 1 and {most} SKUs."
    most: int


class SamePlace(Refused):
    """Goods that stay are not transferred."""

    code = "inventory.same_place"
    field = "to_location"
    text = "From {location} to {location} nothing moves. Choose two locations."
    location: str


class TransferMoved(Conflict):
    """It is too late, or too early, for this."""

    code = "inventory.transfer_moved"
    text = "This transfer is {state}; this can be done to one that is {needed}."
    state: str
    needed: str


class NotInTransit(Conflict):
    """More has come than was sent."""

    code = "inventory.not_in_transit"
    text = "{in_transit} pieces of {sku} are on their way, not {pieces}. Book the others as a receipt or a count."
    sku: Sku
    pieces: int
    in_transit: int
