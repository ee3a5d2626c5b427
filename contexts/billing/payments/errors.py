"""What billing refuses about payments."""

from gotuto.errors import Conflict, Refused
from gotuto.money import Money


class AmountNotPositive(Refused):
    """A payment brings money in."""

    code = "billing.amount_not_positive"
    field = "amount"
    text = "A payment must be above zero; {amount} is not."
    amount: Money


class Overpaid(Conflict):
    """The payment is higher than what is still due."""

    code = "billing.overpaid"
    field = "amount"
    text = "{amount} is more than the {due} still due on this invoice."
    amount: Money
    due: Money


class TooManyParts(Conflict):
    """An invoice is paid in a hundred parts already."""

    code = "billing.too_many_parts"
    field = "amount"
    text = "This invoice has {most} payments already; from now on it takes only all of the {due} still due."
    most: int
    due: Money


class ReferenceReused(Conflict):
    """Another payment on this invoice has the same reference."""

    code = "billing.reference_reused"
    field = "reference"
    text = "{reference!r} already stands for a payment of {amount} by {method} on this invoice."
    reference: str
    amount: Money
    method: str
