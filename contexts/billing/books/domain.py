"""The rules of keeping books: until when a document must be there."""

from datetime import date


def first_kept(*, today: date, years: int) -> date:
    """The first day whose documents must be kept still: the term begins with the end of the year (§ 147 Abs. 4 AO)."""
    return date(today.year - years, 1, 1)
