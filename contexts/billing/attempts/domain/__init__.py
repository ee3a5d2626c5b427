"""The rules of payment attempts: what follows from what a gateway tells, and when it is asked next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contexts.billing.attempts.dto import LIVE, AttemptStatus, CallKind
from contexts.billing.payments.dto import Told

# Without a webhook the gateway is asked so long after the start, then again, then once a day.
ASKED_AFTER = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))

# When the page has closed the answer is final; a little later, as clocks differ.
AFTER_THE_END = timedelta(minutes=2)

_ENDS = {
    Told.DECLINED: AttemptStatus.DECLINED,
    Told.VOIDED: AttemptStatus.VOIDED,
    Told.EXPIRED: AttemptStatus.EXPIRED,
}


@dataclass(frozen=True, kw_only=True)
class Next:
    """What follows from an answer: the status, whether money is to be booked, and the call to be made."""

    status: AttemptStatus
    is_paid: bool = False
    call: CallKind | None = None


def follows(status: AttemptStatus, told: Told, *, is_owed: bool, is_over: bool) -> Next:
    """What follows from what a gateway tells of an attempt; money counts whenever it comes, and only once.

    `is_owed` says whether the invoice is still to be paid, `is_over` whether the page must have closed by now.
    """
    if status is AttemptStatus.SUCCEEDED:
        return Next(status=status)
    match told:
        case Told.PAID:
            return Next(status=AttemptStatus.SUCCEEDED, is_paid=True)
        case Told.AUTHORIZED if status in LIVE:
            return Next(status=AttemptStatus.AUTHORIZED, call=CallKind.CAPTURE if is_owed else CallKind.VOID)
        case Told.AUTHORIZED:
            # It has ended here, and another may be open: what was agreed to late is let go of.
            return Next(status=status, call=CallKind.VOID)
        case Told.OPEN if status in LIVE and is_over:
            return Next(status=AttemptStatus.EXPIRED)
        case Told.OPEN if status in LIVE and not is_owed:
            return Next(status=status, call=CallKind.VOID)
        case Told.OPEN | Told.PENDING:
            return Next(status=status)
    return Next(status=_ENDS[told] if status in LIVE else status)


def asked_next(*, asked: int, expires_at: datetime, now: datetime) -> datetime:
    """When to ask again after so many questions; at the latest when the page has closed."""
    due = now + ASKED_AFTER[min(asked, len(ASKED_AFTER) - 1)]
    closed = expires_at + AFTER_THE_END
    return min(due, closed) if now < closed else due
