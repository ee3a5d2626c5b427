"""What audits of the stock refuse."""

from gotuto.errors import Conflict
from gotuto.ids import Sku


class LedgerPromisesTooMuch(Conflict):
    """A counter cannot be set to what its ledger says."""

    code = "inventory.ledger_promises_too_much"
    text = (
        "The ledger of {sku} keeps {reserved} of {on_hand} pieces at {location} for orders. Find out which movement is wrong, "
        "and book what is missing; nothing was changed."
    )
    sku: Sku
    location: str
    on_hand: int
    reserved: int
