"""What may be entered into the ledger of prices."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contexts.catalog.prices.domain import entering
from contexts.catalog.prices.dto import NewPrice, PriceKind
from gotuto.ids import Sku
from gotuto.money import Money
from tests.refusals import refused

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER, BLINK = NOW + timedelta(days=1), timedelta(microseconds=1)


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


TEA = NewPrice(sku=Sku("TEA"), price=euros("9.90"))


def test_a_price_holds_from_now_on_for_all_and_for_ever():
    assert entering.checked(TEA, now=NOW) == replace(TEA, valid_from=NOW)


def test_a_sku_and_a_list_are_spelled_as_they_are_kept():
    kept = entering.checked(replace(TEA, sku=Sku(" tea-1 "), price_list=" usa "), now=NOW)
    assert (kept.sku, kept.price_list) == ("TEA-1", "USA")


def test_what_is_given_away_is_no_price():
    with refused("catalog.price_not_positive"):
        entering.checked(replace(TEA, price=euros("0")), now=NOW)


def test_a_price_to_compare_with_makes_it_a_reduction():
    kept = entering.checked(replace(TEA, compare_at=euros("9.91")), now=NOW)
    assert (kept.kind, kept.compare_at) == (PriceKind.REDUCTION, euros("9.91"))


@pytest.mark.parametrize("compare_at", ["9.90", "9.89"])
def test_what_is_struck_through_is_more_than_what_is_asked(compare_at):
    with refused("catalog.compare_at_too_low", f"must be higher than 9.90 EUR, not {compare_at} EUR"):
        entering.checked(replace(TEA, compare_at=euros(compare_at)), now=NOW)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (PriceKind.PRICE, PriceKind.PRICE),
        (PriceKind.REDUCTION, PriceKind.REDUCTION),
        (PriceKind.OPENING, PriceKind.PRICE),
    ],
)
def test_whoever_says_so_enters_a_reduction_and_nobody_an_opening(said, kept):
    assert entering.checked(replace(TEA, kind=said), now=NOW).kind is kept


def test_a_price_begins_now_or_later():
    assert entering.checked(replace(TEA, valid_from=NOW), now=NOW).valid_from == NOW
    assert entering.checked(replace(TEA, valid_from=LATER), now=NOW).valid_from == LATER
    with refused("catalog.price_begins", "not at 2026-11-27 11:59 UTC"):
        entering.checked(replace(TEA, valid_from=NOW - BLINK), now=NOW)


def test_a_price_ends_after_it_began():
    assert entering.checked(replace(TEA, valid_until=NOW + BLINK), now=NOW).valid_until == NOW + BLINK
    with refused("catalog.price_ends", "at 2026-11-27 12:00 UTC and would end at 2026-11-27 12:00 UTC"):
        entering.checked(replace(TEA, valid_until=NOW), now=NOW)
    with refused("catalog.price_ends", "at 2026-11-28 12:00 UTC and would end at 2026-11-27 12:00 UTC"):
        entering.checked(replace(TEA, valid_from=LATER, valid_until=NOW), now=NOW)


def test_five_thousand_prices_are_entered_at_once():
    entering.check_number(5_000)
    with refused("catalog.too_many_prices", "5001 prices are too many at once; 5000 at most."):
        entering.check_number(5_001)


def test_the_same_price_is_that_of_other_goods():
    assert entering.of_sku(TEA, Sku("CUP")) == NewPrice(sku=Sku("CUP"), price=euros("9.90"))
