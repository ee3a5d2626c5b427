"""Which period can be closed: the next one, once it is over."""

from datetime import date, timedelta

import pytest

from contexts.billing.periods.domain import GRACE, first_of
from tests.refusals import refused

OCTOBER_ENDS, NOVEMBER = date(2026, 10, 31), date(2026, 11, 1)


def begins(first=None, last=OCTOBER_ENDS, *, closed_until=None, today=NOVEMBER):
    return first_of(first, last, legal_entity="main", closed_until=closed_until, today=today)


def test_the_first_period_is_the_month_of_its_end_or_begins_where_somebody_says():
    assert begins() == date(2026, 10, 1)
    assert begins(last=date(2026, 10, 15)) == date(2026, 10, 1)
    assert begins(date(2026, 1, 1)) == date(2026, 1, 1)


def test_a_period_may_be_one_day_and_does_not_end_before_it_begins():
    assert begins(OCTOBER_ENDS) == OCTOBER_ENDS
    with refused("billing.period_reversed", "cannot begin on 2026-10-31 and end on 2026-10-30"):
        begins(OCTOBER_ENDS, date(2026, 10, 30))


def test_a_period_is_over_on_the_day_after_its_last():
    """That day is asked for an hour later, when all that was booked at midnight is in."""
    with refused("billing.period_not_over", "from an hour after its end; 2026-10-31 is not over"):
        begins(today=OCTOBER_ENDS)
    with refused("billing.period_not_over"):
        begins(today=date(2026, 10, 30))
    assert timedelta(hours=1) == GRACE


@pytest.mark.parametrize("first", [None, date(2026, 10, 11)])
@pytest.mark.parametrize("last", [OCTOBER_ENDS, date(2026, 10, 11)])
def test_the_next_period_begins_on_the_day_after_the_last(first, last):
    assert begins(first, last, closed_until=date(2026, 10, 10)) == date(2026, 10, 11)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2026, 10, 12), OCTOBER_ENDS), (date(2026, 10, 10), OCTOBER_ENDS), (None, date(2026, 10, 10))],
    ids=["a day is left out", "a day is closed twice", "nothing is left to close"],
)
def test_periods_leave_no_gap_and_do_not_overlap(first, last):
    with refused("billing.period_not_next", "The books of main are closed up to 2026-10-10"):
        begins(first, last, closed_until=date(2026, 10, 10))
