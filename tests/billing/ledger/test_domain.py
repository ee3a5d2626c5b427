"""The rules of the books as people read them: days of the seller, spans, a running balance, and pages of the journal."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from contexts.billing.ledger import domain
from contexts.billing.ledger.domain import Position
from contexts.billing.ledger.dto import AccountLine, Booking, By
from gotuto.paging import InvalidCursor
from tests.billing.lines import eur

HALF_PAST = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [
        (date(2026, 7, 1), datetime(2026, 6, 30, 22, tzinfo=UTC), 24),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
    ],
    ids=["in summer", "the shortest", "the longest"],
)
def test_a_day_is_that_of_the_sellers_clock(day, begins, hours):
    assert domain.begin(day, "Europe/Berlin") == begins
    assert domain.begin(day, "Europe/Berlin").tzinfo is UTC
    assert domain.end(day, "Europe/Berlin") == begins + timedelta(hours=hours)


def test_a_day_is_a_span_of_its_own():
    first = date(2026, 2, 27)
    assert domain.spans_of(first, date(2026, 3, 1), By.DAY) == [first, date(2026, 2, 28), date(2026, 3, 1)]
    assert domain.spans_of(first, first, By.DAY) == [first]


def test_weeks_begin_on_monday_and_months_with_their_first_day_even_if_the_report_begins_later():
    wednesday, next_monday = date(2026, 9, 30), date(2026, 10, 5)
    assert domain.spans_of(wednesday, next_monday, By.WEEK) == [date(2026, 9, 28), next_monday]
    assert domain.spans_of(wednesday, date(2026, 10, 4), By.WEEK) == [date(2026, 9, 28)]
    assert domain.spans_of(wednesday, next_monday, By.MONTH) == [date(2026, 9, 1), date(2026, 10, 1)]


def booked(amount, kind):
    return AccountLine(
        day=date(2026, 10, 7),
        kind=kind,
        number="R-1",
        legal_entity="main",
        amount=eur(amount),
        balance=eur("0.00"),
        due_date=None,
        id=UUID(int=1),
    )


def test_each_line_of_an_account_says_what_is_owed_after_it():
    lines = [booked("119.00", Booking.INVOICE), booked("-150.00", Booking.PAYMENT)]
    told = domain.account("EUR", eur("10.00"), lines)
    assert (told.currency, told.opening, told.closing) == ("EUR", eur("10.00"), eur("-21.00"))
    assert [(line.amount, line.balance) for line in told.lines] == [
        (eur("119.00"), eur("129.00")),
        (eur("-150.00"), eur("-21.00")),
    ]


def test_an_account_on_which_nothing_happened_ends_as_it_began():
    told = domain.account("EUR", eur("10.00"), [])
    assert (told.opening, told.closing, told.lines) == (eur("10.00"), eur("10.00"), ())


@pytest.mark.parametrize("place", [0, 9])
def test_a_page_of_the_journal_goes_on_where_the_last_one_ended(place):
    position = Position(HALF_PAST, place, UUID(int=5))
    assert Position.decode(position.encode()) == position


def cursor(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "made_up",
    [
        "nothing",
        "A",
        "\u00e4",
        cursor(),
        cursor("2026-03-02T09:30:00Z", 1, "no id"),
        cursor("2026-03-02T09:30:00", 1, str(UUID(int=5))),
        cursor("2026-03-02T09:30:00Z", -1, str(UUID(int=5))),
        cursor("2026-03-02T09:30:00Z", 10, str(UUID(int=5))),
    ],
    ids=["text", "cut off", "umlaut", "empty", "no id", "without time zone", "place too small", "place too large"],
)
def test_what_no_page_has_given_is_no_position(made_up):
    with pytest.raises(InvalidCursor):
        Position.decode(made_up)
