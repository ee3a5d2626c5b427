"""The lowest price of 30 days (directive 98/6/EC, art. 6a): cases worked by hand, and any history against a naive reading."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contexts.catalog.prices.models import PriceEntry
from gotuto.db import fetch_one

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class E:
    """An entry: on which day it begins, what is asked, and whether it is a reduction."""

    day: float
    amount: str
    reduced: bool = False
    until: float | None = None
    steps: bool = True
    currency: str = "EUR"
    price_list: str = ""


def enter(*entries, sku="TEA-1"):
    for place, one in enumerate(entries):
        PriceEntry.objects.create(
            sku=sku,
            kind="reduction" if one.reduced else "price",
            amount=Decimal(one.amount),
            currency=one.currency,
            price_list=one.price_list,
            is_stepwise=one.steps,
            valid_from=FIRST + one.day * DAY,
            valid_until=None if one.until is None else FIRST + one.until * DAY,
            recorded_at=FIRST + place * timedelta(microseconds=1),
        )


def told(day, sku="TEA-1"):
    return fetch_one(
        "SELECT amount, lowest, since, percent FROM catalog_price_told(%s, %s)", [sku, FIRST + timedelta(days=day)]
    )


# What was entered, on which day it is asked about, the lowest price, since which day it is known, and the percentage.
CASES = {
    "a plain reduction: 20 for 60 days, then 15; 5 of 20 are 25 %": ([E(0, "20"), E(60, "15", True)], 61, "20", 30, 25),
    "an increase in between: 20, from day 50 on 25, reduced from 25 to 22; 20 was asked within the 30 days, so no percentage": (
        [E(0, "20"), E(50, "25"), E(60, "22", True)], 61, "20", 30, None),
    "an increase 31 days before: 20 is out of the 30 days, 25 is the lowest; 3 of 25 are 12 %": (
        [E(0, "20"), E(29, "25"), E(60, "22", True)], 61, "25", 30, 12),
    "two reductions with a week between: the second counts from the first one's 15; 15 is no lower, no percentage": (
        [E(0, "20"), E(40, "15", True), E(47, "20"), E(54, "15", True)], 55, "15", 24, None),
    "deepened without a break where steps are one: 20, 18, 15; before the first step it was 20; 25 %": (
        [E(0, "20"), E(60, "18", True), E(65, "15", True)], 66, "20", 30, 25),
    "deepened without a break where they are not: the 18 of the first step counts; 3 of 18 are 16 %": (
        [E(0, "20"), E(60, "18", True, steps=False), E(65, "15", True, steps=False)], 66, "18", 35, 16),
    "deepened after a break of a day: the 18 of the first one counts; 16 %": (
        [E(0, "20"), E(60, "18", True), E(64, "20"), E(65, "15", True)], 66, "18", 35, 16),
    "lessened without a break is no deepening: from 15 up to 18; 15 was asked, so no percentage": (
        [E(0, "20"), E(60, "15", True), E(65, "18", True)], 66, "15", 35, None),
    "a new product, 10 days on sale: known for these only; 2 of 20 are 10 %": (
        [E(0, "20"), E(10, "18", True)], 11, "20", 0, 10),
    "reduced from its first day on: nothing was asked before, so nothing is told": ([E(0, "18", True)], 1, None, None, None),
    "another currency: 12 dollars are no price in euros, and the 20 euros were asked 21 days ago; 25 %": (
        [E(0, "20"), E(40, "12", currency="USD"), E(60, "15", True)], 61, "20", 30, 25),
    "a price of a list, 9 francs or 9 euros: neither is the public one; the lowest is 20; 25 %": (
        [E(0, "20"), E(40, "9", currency="CHF", price_list="CHF"), E(41, "9", price_list="FRIENDS"), E(60, "15", True)],
        61, "20", 30, 25),
    "a scheduled reduction that has not begun: it is not told yet": ([E(0, "20"), E(60, "15", True)], 59, None, None, None),
    "a reduction that has ended: the price is as before, and nothing is told": (
        [E(0, "20"), E(60, "15", True, until=67)], 68, None, None, None),
    "a fall that nobody entered as a reduction is none": ([E(0, "20"), E(60, "15")], 61, None, None, None),
    "exactly 720 hours: what ended at that very moment is not in the 30 days; what ended a moment later is": (
        [E(0, "10"), E(30, "20"), E(60, "15", True)], 61, "20", 30, 25),
    "prolonged at the same price: it began when it began; 25 %": (
        [E(0, "20"), E(60, "15", True, until=70), E(70, "15", True, until=110)], 100, "20", 30, 25),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "day", "lowest", "since", "percent"), CASES.values(), ids=list(CASES))
def test_the_lowest_price_of_30_days(entries, day, lowest, since, percent):
    enter(*entries)
    _, found, known, share = told(day)
    assert (found, share) == (None if lowest is None else Decimal(lowest), percent)
    assert known == (None if since is None else FIRST + since * DAY)


def test_30_days_are_720_hours_also_where_the_clocks_change():
    """In Berlin the clocks went forward on 29 March 2026: 30 days by the calendar are 719 hours there."""
    begin = datetime(2026, 4, 15, 10, tzinfo=UTC)
    enter(E(0, "10"), E((begin - timedelta(hours=719, minutes=30) - FIRST) / DAY, "20"))
    enter(E((begin - FIRST) / DAY, "15", True))
    fetch_one("SELECT set_config('TimeZone', 'Europe/Berlin', true)")
    lowest, since = fetch_one("SELECT lowest, extract(epoch FROM since) FROM catalog_price_told('TEA-1', %s)", [begin])
    assert (lowest, int(since)) == (Decimal(10), int((begin - timedelta(hours=720)).timestamp()))


def test_a_list_in_another_currency_has_its_own_30_days():
    """20 euros and 22 francs, the francs fall to 18 by themselves, and are reduced to 15 on day 60: 3 of 18 are 16 %."""
    francs = {"currency": "CHF", "price_list": "CHF"}
    enter(E(0, "20"), E(0, "22", **francs), E(40, "18", **francs), E(50, "9"), E(60, "15", True, **francs))
    asked = "SELECT amount, currency, lowest, since, percent FROM catalog_price_told('TEA-1', %s, 'CHF')"
    found = fetch_one(asked, [FIRST + 61 * DAY])
    assert found == (Decimal(15), "CHF", Decimal(18), FIRST + 30 * DAY, 16)
    assert told(61) == (Decimal(9), None, None, None)


def test_each_variant_has_its_own_30_days():
    """The red one was asked 10 lately, which says nothing of the blue one: 5 of 20 are 25 %."""
    enter(E(0, "20"), E(50, "10"), E(55, "20"), E(60, "15", True), sku="SHIRT-RED")
    enter(E(0, "20"), E(60, "15", True), sku="SHIRT-BLUE")
    assert told(61, "SHIRT-RED") == (Decimal(15), Decimal(10), FIRST + 30 * DAY, None)
    assert told(61, "SHIRT-BLUE") == (Decimal(15), Decimal(20), FIRST + 30 * DAY, 25)


def test_what_was_asked_before_the_ledger_began_is_known_since_its_last_change_only():
    """The ledger begins on day 50 with the 20 that stood there; reduced on day 60 to 15, 10 days are known of: 25 %."""
    PriceEntry.objects.create(
        sku="TEA-1", kind="opening", amount=Decimal(20), currency="EUR", valid_from=FIRST + 50 * DAY
    )
    enter(E(60, "15", True))
    assert told(61) == (Decimal(15), Decimal(20), FIRST + 50 * DAY, 25)


# --- Any history, hour by hour ---------------------------------------------------------------------------------------
HOURS = 24 * 80


def held(entries, hour):
    """Who asks at an hour: of those that hold, the one that began last."""
    holding = [e for e in entries if e.day * 24 <= hour and (e.until is None or e.until * 24 > hour)]
    return max(holding, key=lambda e: (e.day, entries.index(e)), default=None)


def naive(entries, hour):
    now = held(entries, hour)
    if now is None or not now.reduced:
        return None
    begun, step = hour, now
    while begun > 0:
        before = held(entries, begun - 1)
        goes_on = before is step or (
            before is not None
            and before.reduced
            and (before.amount == step.amount or (before.amount > step.amount and now.steps))
        )
        if not goes_on:
            break
        begun, step = begun - 1, before
    prices = [held(entries, at) for at in range(max(0, begun - 720), begun)]
    return min((Decimal(one.amount) for one in prices if one), default=None)


days = st.integers(1, 79)
entry = st.builds(
    lambda day, amount, reduced, length, steps: E(day, amount, reduced, None if length is None else day + length, steps),
    days, st.sampled_from(["10", "12", "15", "20"]), st.booleans(), st.none() | st.integers(1, 30), st.booleans(),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(entry, max_size=7), st.integers(1, HOURS))
def test_any_history_is_read_as_hour_by_hour(entries, hour):
    history, sku = [E(0, "20"), *entries], f"T-{uuid4().hex.upper()}"
    enter(*history, sku=sku)
    _, lowest, _, _ = fetch_one(
        "SELECT amount, lowest, since, percent FROM catalog_price_told(%s, %s)",
        [sku, FIRST + timedelta(hours=hour)],
    )
    assert lowest == naive(history, hour)
