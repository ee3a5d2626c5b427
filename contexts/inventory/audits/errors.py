"""What audits of the stock refuse."""

from decimal import Decimal

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


class LedgerValuesTooLittle(Conflict):
    """The value of a SKU cannot be set to what its ledger says."""

    code = "inventory.ledger_values_too_little"
    text = (
        "The ledger of {sku} values {pieces} pieces at {value}, and {on_hand} lie there: somebody moved them without their value. "
        "End its valuation, and begin it anew: manage.py stock_valuation. Nothing was changed."
    )
    sku: Sku
    pieces: int
    on_hand: int
    value: Decimal
