"""The rules of valuation: averages, and value that is shared out to the cent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.inventory.valuation import domain
from contexts.inventory.valuation.dto import Share
from gotuto.ids import Sku
from gotuto.money import Money
from tests.refusals import refused

TEA, CUP, JUG = Sku("TEA"), Sku("CUP"), Sku("JUG")


def eur(amount: str | int) -> Money:
    return Money.of(amount, "EUR")


def share(location: str | None, pieces: int, value: str) -> Share:
    return Share(location=location, pieces=pieces, value=eur(value))


def test_what_stock_will_be_worth_nobody_knows():
    domain.check_day(date(2026, 11, 27), today=date(2026, 11, 27))
    with refused("inventory.day_to_come", "2026-11-28 is not over, and has not begun. Ask for 2026-11-27"):
        domain.check_day(date(2026, 11, 28), today=date(2026, 11, 27))


@pytest.mark.parametrize(("value", "pieces", "average"), [(10, 4, "2.50"), (10, 3, "3.33"), ("0.05", 2, "0.03")])
def test_a_piece_is_worth_its_share(value, pieces, average):
    assert domain.average(eur(value), pieces) == eur(average)


def test_no_piece_is_worth_nothing_that_can_be_told():
    assert domain.average(eur(10), 0) is None


def test_the_value_of_a_sku_lies_where_its_pieces_lie():
    found = domain.shares(eur(10), [("MAIN", 2), ("BERLIN", 0), (None, 1)])
    assert found == (share("MAIN", 2, "6.67"), share(None, 1, "3.33"))


def test_where_nothing_lies_nothing_is_shared():
    assert domain.shares(eur(0), [("MAIN", 0)]) == ()


@given(st.integers(0, 100_000), st.lists(st.integers(1, 999), min_size=1, max_size=6))
def test_no_cent_of_a_sku_is_lost(cents, pieces):
    value = Money(Decimal(cents) / 100, "EUR")
    found = domain.shares(value, [(f"L-{n}", count) for n, count in enumerate(pieces)])
    assert sum((one.value for one in found), start=eur(0)) == value


def test_the_value_of_all_stock_is_what_each_location_has_to_the_cent():
    parts = [("MAIN", 3, Decimal("6.666667")), ("BERLIN", 1, Decimal("3.333333")), (None, 0, Decimal(0))]
    assert domain.shares_of_all(eur("10.00"), parts) == (
        share("MAIN", 3, "6.67"),
        share("BERLIN", 1, "3.33"),
        share(None, 0, "0"),
    )


def test_a_millionth_counts_where_cents_are_shared_out():
    parts = [("MAIN", 1, Decimal("0.000001")), ("BERLIN", 1, Decimal("0.0000009"))]
    assert domain.shares_of_all(eur("0.01"), parts) == (share("MAIN", 1, "0.01"), share("BERLIN", 1, "0"))


def test_and_less_than_a_millionth_does_not():
    parts = [("BERLIN", 1, Decimal("0.0000011")), ("MAIN", 1, Decimal("0.0000019"))]
    assert domain.shares_of_all(eur("0.01"), parts)[0] == share("BERLIN", 1, "0.01")


def test_where_all_is_worth_nothing_each_location_has_nothing():
    parts = [("MAIN", 3, Decimal(0)), ("BERLIN", 1, Decimal(0))]
    assert domain.shares_of_all(eur(0), parts) == (share("MAIN", 3, "0"), share("BERLIN", 1, "0"))


def test_a_sku_costs_what_the_first_says_that_knows_it():
    said, known = {TEA: Decimal(2)}, {TEA: Decimal(3), CUP: Decimal(4)}
    assert domain.costs_of({TEA: 1, CUP: 0}, said, known) == ({TEA: Decimal(2), CUP: Decimal(4)}, [])


def test_of_what_lies_there_somebody_must_know_what_it_costs():
    assert domain.costs_of({TEA: 1, CUP: 0, JUG: 2}, {JUG: Decimal(0)}) == (
        {TEA: Decimal(0), CUP: Decimal(0), JUG: Decimal(0)},
        [TEA],
    )


def test_nothing_begins_as_long_as_a_cost_is_missing():
    domain.check_none_missing([])
    with refused("inventory.costs_missing", "What do 12 SKUs cost?"):
        domain.check_none_missing([Sku(f"S-{n}") for n in range(12)])
    with refused("inventory.costs_missing", "the first are S-0, S-1, S-2, S-3, S-4, S-5, S-6, S-7, S-8, S-9."):
        domain.check_none_missing([Sku(f"S-{n}") for n in range(12)])
