"""Which days a report is about."""

from datetime import date

import pytest

from contexts.billing.reports.domain.spans import Span, span
from contexts.billing.reports.errors import SpanReversed, SpanTooLong

TODAY = date(2026, 11, 20)


def day(text):
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((None, None), ("2026-10-01", "2026-10-31")),
        (("2026-02-10", None), ("2026-02-10", "2026-02-28")),
        ((None, "2026-02-10"), ("2026-02-01", "2026-02-10")),
        (("2026-10-01", "2026-12-31"), ("2026-10-01", "2026-12-31")),
        (("2026-10-01", "2026-10-01"), ("2026-10-01", "2026-10-01")),
        (("2021-11-20", "2026-11-19"), ("2021-11-20", "2026-11-19")),
        (("9999-12-31", None), ("9999-12-31", "9999-12-31")),
        ((None, "0001-01-01"), ("0001-01-01", "0001-01-01")),
    ],
)
def test_the_days_of_a_report(asked, found):
    assert span(*map(day, asked), today=TODAY) == Span(*map(day, found))


def test_in_january_the_last_full_month_is_december():
    assert span(None, None, today=date(2027, 1, 31)) == Span(date(2026, 12, 1), date(2026, 12, 31))


def test_days_that_make_no_sense_are_refused():
    with pytest.raises(SpanReversed, match="cannot end on 2026-10-01 and begin on 2026-10-31"):
        span(date(2026, 10, 31), date(2026, 10, 1), today=TODAY)
    # Five years of 366 days.
    assert span(date(2021, 1, 1), date(2026, 1, 5), today=TODAY) == Span(date(2021, 1, 1), date(2026, 1, 5))
    with pytest.raises(SpanTooLong, match="more than 5 years"):
        span(date(2021, 1, 1), date(2026, 1, 6), today=TODAY)
