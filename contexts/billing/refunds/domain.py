"""The rules of refunds: never above what came in, and set aside until they have happened or were withdrawn."""

from dataclasses import replace

from contexts.billing.payments.domain import Balance
from contexts.billing.refunds.dto import BY_HAND, RefundStatus
from contexts.billing.refunds.errors import NothingLeftToRefund, RefundDone, RefundNotPositive, RefundUnderway
from gotuto.ids import RefundId
from gotuto.money import Money

# The status of an outbound call, as whoever gets the money understands it.
STATUS_OF_CALL = {
    "queued": RefundStatus.PENDING,
    "sending": RefundStatus.PENDING,
    "done": RefundStatus.SUCCEEDED,
    "refused": RefundStatus.FAILED,
    "unknown": RefundStatus.UNKNOWN,
}
# A gateway has not said yet what became of it.
OPEN = ("queued", "sending", "unknown")


def still_settling(balance: Balance, amount: Money) -> Money:
    """How much of a refund must be taken off invoices first. Raises RefundNotPositive, NothingLeftToRefund, CurrencyMismatch."""
    if not amount.is_positive:
        raise RefundNotPositive(amount=amount)
    left = balance.allocated + balance.unallocated
    if amount > left:
        raise NothingLeftToRefund(amount=amount, left=left)
    return max(amount - balance.unallocated, Money.zero(amount.currency))


def set_aside(balance: Balance, amount: Money) -> Balance:
    """Keep what is to go back from settling anything."""
    return replace(balance, refunded=balance.refunded + amount)


def give_back(balance: Balance, amount: Money, *, has_stayed: bool) -> Balance:
    """Let what does not go back be the client's again; of a payment that did not stay, nothing is there to be theirs."""
    after = replace(balance, refunded=balance.refunded - amount)
    return after if has_stayed else replace(after, reversed=balance.reversed + amount)


def status_of(call: str, *, is_withdrawn: bool) -> RefundStatus:
    """How a refund stands, whatever becomes of the call of one that was withdrawn."""
    return RefundStatus.WITHDRAWN if is_withdrawn else STATUS_OF_CALL[call]


def is_in_our_hands(*, call: str, by: str, is_withdrawn: bool) -> bool:
    """Whether a person says what becomes of it: it goes by hand, or its gateway refused it."""
    return call != "done" and not is_withdrawn and (by == BY_HAND or call == "refused")


def check_in_our_hands(refund_id: RefundId, *, call: str, by: str, is_withdrawn: bool) -> None:
    """Raises RefundDone, RefundUnderway."""
    if is_in_our_hands(call=call, by=by, is_withdrawn=is_withdrawn):
        return
    if call == "done" or is_withdrawn:
        raise RefundDone(refund_id=refund_id)
    raise RefundUnderway(refund_id=refund_id, current=STATUS_OF_CALL[call])
