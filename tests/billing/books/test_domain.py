"""Until when a document is kept: plain Python, no database."""

from datetime import date

from contexts.billing.books.domain import first_kept


def test_the_term_begins_with_the_end_of_the_year():
    # § 147 Abs. 4 AO: what was issued in 2017 is kept until the end of 2025, for eight years.
    assert first_kept(today=date(2025, 12, 31), years=8) == date(2017, 1, 1)
    assert first_kept(today=date(2026, 1, 1), years=8) == date(2018, 1, 1)
