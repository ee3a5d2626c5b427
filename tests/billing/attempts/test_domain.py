"""The rules of payment attempts: what follows from an answer, and when the next question comes."""

from datetime import UTC, datetime, timedelta

import pytest

from contexts.billing.attempts.domain import Next, asked_next, follows
from contexts.billing.attempts.dto import LIVE, AttemptStatus, CallKind
from contexts.billing.payments.dto import Told

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ENDED = [AttemptStatus.DECLINED, AttemptStatus.VOIDED, AttemptStatus.EXPIRED]


def after(status, told, *, is_owed=True, is_over=False):
    return follows(status, told, is_owed=is_owed, is_over=is_over)


@pytest.mark.parametrize("status", [*LIVE, *ENDED])
def test_money_counts_whenever_it_comes(status):
    assert after(status, Told.PAID, is_owed=False, is_over=True) == Next(status=AttemptStatus.SUCCEEDED, is_paid=True)


@pytest.mark.parametrize("told", Told)
def test_what_was_booked_stays_booked_and_is_not_booked_again(told):
    assert after(AttemptStatus.SUCCEEDED, told) == Next(status=AttemptStatus.SUCCEEDED, is_paid=False)


@pytest.mark.parametrize("status", LIVE)
def test_what_is_authorized_is_taken_as_long_as_it_is_owed(status):
    authorized = AttemptStatus.AUTHORIZED
    assert after(status, Told.AUTHORIZED) == Next(status=authorized, call=CallKind.CAPTURE)
    assert after(status, Told.AUTHORIZED, is_owed=False) == Next(status=authorized, call=CallKind.VOID)


@pytest.mark.parametrize("status", ENDED)
def test_what_is_authorized_after_the_end_is_let_go_of(status):
    assert after(status, Told.AUTHORIZED) == Next(status=status, call=CallKind.VOID)
    for told in (Told.OPEN, Told.PENDING, Told.DECLINED, Told.VOIDED, Told.EXPIRED):
        assert after(status, told, is_owed=False, is_over=True) == Next(status=status)


@pytest.mark.parametrize("status", LIVE)
def test_an_attempt_ends_as_its_gateway_says(status):
    assert after(status, Told.DECLINED) == Next(status=AttemptStatus.DECLINED)
    assert after(status, Told.VOIDED) == Next(status=AttemptStatus.VOIDED)
    assert after(status, Told.EXPIRED) == Next(status=AttemptStatus.EXPIRED)
    assert after(status, Told.OPEN, is_over=True) == Next(status=AttemptStatus.EXPIRED)
    assert after(status, Told.OPEN) == Next(status=status)
    assert after(status, Told.OPEN, is_owed=False) == Next(status=status, call=CallKind.VOID)
    assert after(status, Told.PENDING, is_owed=False, is_over=True) == Next(status=status)


def test_questions_come_after_five_minutes_an_hour_and_a_day_and_when_the_page_has_closed():
    far, near = NOW + timedelta(days=9), NOW + timedelta(minutes=1)
    waits = [asked_next(asked=asked, expires_at=far, now=NOW) - NOW for asked in range(4)]
    assert waits == [timedelta(minutes=5), timedelta(hours=1), timedelta(days=1), timedelta(days=1)]
    assert asked_next(asked=1, expires_at=near, now=NOW) == near + timedelta(minutes=2)
    closed = NOW - timedelta(minutes=2)
    assert asked_next(asked=1, expires_at=closed, now=NOW) == NOW + timedelta(hours=1)
