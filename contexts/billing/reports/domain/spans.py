"""Which days a report is about."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from contexts.billing.reports.errors import SpanReversed, SpanTooLong

_MOST_YEARS = 5


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date


def span(first: date | None, last: date | None, *, today: date) -> Span:
    """The days of a report: without any the last full month, with one end the month up to there or from there.

    Raises SpanReversed, SpanTooLong.
    """
    if first is None:
        last = last or today.replace(day=1) - timedelta(days=1)
        first = last.replace(day=1)
    last = last or first.replace(day=monthrange(first.year, first.month)[1])
    if last < first:
        raise SpanReversed(first=first, last=last)
    if (last - first).days > _MOST_YEARS * 366:
        raise SpanTooLong(first=first, last=last, years=_MOST_YEARS)
    return Span(first, last)
