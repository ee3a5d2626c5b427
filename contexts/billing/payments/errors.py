"""What billing refuses about payments."""

from gotuto.errors import Conflict, Refused
from gotuto.money import Money


class AmountNotPositive(Refused):
    """A payment brings money in."""

    code = "billing.amount_not_positive"
    field = "amount"

    def __init__(self, *, amount: Money) -> None:
        super().__init__(f"A payment must be above zero; {amount} is not.")


class Overpaid(Conflict):
    """The payment is higher than what is still due."""

    code = "billing.overpaid"
    field = "amount"

    def __init__(self, *, amount: Money, due: Money) -> None:
        super().__init__(f"{amount} is more than the {due} still due on this invoice.")


class ReferenceReused(Conflict):
    """Another payment on this invoice has the same reference."""

    code = "billing.reference_reused"
    field = "reference"

    def __init__(self, *, reference: str, amount: Money, method: str) -> None:
        super().__init__(f"{reference!r} already stands for a payment of {amount} by {method} on this invoice.")
