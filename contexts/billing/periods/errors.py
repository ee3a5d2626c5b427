"""What billing refuses because of closed periods."""

from datetime import date

from gotuto.errors import Conflict


class PeriodClosed(Conflict):
    """The day lies in a period whose books are closed."""

    code = "billing.period_closed"
    field = "received_on"
    text = (
        "The books of {legal_entity} are closed up to {until}, so that nothing is booked on {day}. Book it today, and say the"
        " true day in the reason."
    )
    legal_entity: str
    day: date
    until: date


class PeriodNotNext(Conflict):
    """Periods follow one another without a gap."""

    code = "billing.period_not_next"
    field = "first"
    text = "The books of {legal_entity} are closed up to {until}. The next period begins on the day after it and ends later."
    legal_entity: str
    until: date


class PeriodNotOver(Conflict):
    """Something may still be booked in the period."""

    code = "billing.period_not_over"
    field = "last"
    text = "A period can be closed from an hour after its end; {last} is not over that long."
    last: date


class PeriodReversed(Conflict):
    """The period would end before it begins."""

    code = "billing.period_reversed"
    field = "last"
    text = "A period cannot begin on {first} and end on {last}. Let it end later."
    first: date
    last: date
