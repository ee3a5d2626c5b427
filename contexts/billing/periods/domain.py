"""The rules of closing: one period after another, each once it is over."""

from datetime import date, timedelta

from contexts.billing.periods.errors import PeriodNotNext, PeriodNotOver, PeriodReversed

# Whatever was booked in its last moments is in by then.
GRACE = timedelta(hours=1)


def first_of(
    first: date | None, last: date, *, legal_entity: str, closed_until: date | None, today: date
) -> date:  # fmt: skip
    """The first day of a period that is to be closed; without one it follows the last, or is the month of its end.

    `today` is the day of an hour ago. Raises PeriodNotNext, PeriodNotOver, PeriodReversed.
    """
    if last >= today:
        raise PeriodNotOver(last=last)
    if closed_until is not None:
        follows = closed_until + timedelta(days=1)
        if first not in (None, follows) or last < follows:
            raise PeriodNotNext(legal_entity=legal_entity, until=closed_until)
        return follows
    begins = first or last.replace(day=1)
    if last < begins:
        raise PeriodReversed(first=begins, last=last)
    return begins
