"""What billing refuses about refunds."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import RefundId
from gotuto.money import Money


class RefundNotFound(NotFound):
    """There is no such refund."""

    code = "billing.refund_not_found"
    text = "There is no refund with the id {refund_id}."
    refund_id: RefundId


class NothingLeftToRefund(Conflict):
    """More is to go back than is left of what came in."""

    code = "billing.nothing_left_to_refund"
    field = "amount"
    text = "Only {left} of this payment can still be refunded; {amount} is more than that."
    amount: Money
    left: Money


class RefundNotPositive(Refused):
    """A refund sends something back."""

    code = "billing.refund_not_positive"
    field = "amount"
    text = "A refund must be above zero; {amount} is not."
    amount: Money


class RefundUnderway(Conflict):
    """A gateway has been asked, and may have done it."""

    code = "billing.refund_underway"
    text = "The refund {refund_id} is {current} at its gateway. Wait until that says what became of it."
    refund_id: RefundId
    current: str


class RefundDone(Conflict):
    """The money has gone back, or the refund was withdrawn."""

    code = "billing.refund_done"
    text = "Nothing is left to do for the refund {refund_id}: it has succeeded, or was withdrawn."
    refund_id: RefundId
