"""What billing refuses about fees."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import FeeId
from gotuto.money import Money


class FeeNotFound(NotFound):
    """There is no such fee."""

    code = "billing.fee_not_found"
    text = "There is no fee with the id {fee_id}."
    fee_id: FeeId


class FeeSettled(Conflict):
    """The fee is paid or waived, and is claimed no more."""

    code = "billing.fee_settled"
    text = "This fee is {state} already."
    state: str


class FeeOverpaid(Conflict):
    """The money is more than what is open of the fee."""

    code = "billing.fee_overpaid"
    field = "amount"
    text = "{amount} is more than the {open} still open of this fee."
    amount: Money
    open: Money
