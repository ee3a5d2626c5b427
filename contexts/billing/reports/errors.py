"""What billing refuses about reports."""

from datetime import date

from gotuto.errors import Malformed


class SpanReversed(Malformed):
    """The report would end before it begins."""

    field = "to"
    text = "A report cannot end on {last} and begin on {first}. Let it begin on the earlier one."
    first: date
    last: date


class SpanTooLong(Malformed):
    """The report would be about too many years."""

    field = "to"
    text = "From {first} to {last} are more than {years} years. Ask for them one after the other."
    first: date
    last: date
    years: int
