"""The rules of stocktakes."""

from decimal import Decimal
from uuid import UUID

import pytest

from contexts.inventory.stocktakes import domain
from contexts.inventory.stocktakes.dto import Count, CountState, Shelf, StocktakeLine, StocktakeState
from contexts.inventory.stocktakes.errors import CountOutOfRange, StocktakeEnded, StocktakeOutOfRange
from gotuto.ids import Sku


def line(sku="TEA", *, difference=0, state=CountState.COUNTED):
    return StocktakeLine(
        id=UUID(int=0),
        sku=Sku(sku),
        state=state,
        counted=None,
        expected=None,
        difference=difference,
        problem="",
        counted_by=None,
        counted_at=None,
    )


def count(quantity, sku="TEA"):
    return Count(sku=Sku(sku), quantity=quantity)


@pytest.mark.parametrize("number", [1, 2000])
def test_a_stocktake_has_so_many_lines(number):
    domain.check_scope([Sku("TEA")] * number)


@pytest.mark.parametrize("number", [0, 2001])
def test_a_stocktake_has_no_fewer_and_no_more(number):
    with pytest.raises(StocktakeOutOfRange, match=f"between 1 and 2000 SKUs, not {number}"):
        domain.check_scope([Sku("TEA")] * number)


def test_only_an_open_one_goes_on():
    domain.check_open(StocktakeState.OPEN)
    with pytest.raises(StocktakeEnded, match="is closed"):
        domain.check_open(StocktakeState.CLOSED)


def test_what_lies_in_two_places_is_added_up_in_the_order_of_skus():
    assert list(domain.added_up([count(2), count(0, "CUP"), count(3)]).items()) == [("CUP", 0), ("TEA", 5)]


def test_a_million_pieces_can_be_counted():
    assert domain.added_up([count(1_000_000)]) == {"TEA": 1_000_000}


@pytest.mark.parametrize(
    ("counts", "quantity"),
    [([count(-1)], -1), ([count(1_000_001)], 1_000_001), ([count(1_000_000), count(1)], 1_000_001)],
)
def test_a_count_is_of_a_sensible_number(counts, quantity):
    with pytest.raises(CountOutOfRange) as refusal:
        domain.added_up(counts)
    assert (refusal.value.quantity, refusal.value.most) == (quantity, 1_000_000)


@pytest.mark.parametrize(("difference", "is_free"), [(-4, True), (-5, False), (3, True), (None, True)])
def test_what_is_kept_for_orders_stays(difference, is_free):
    found = domain.problems([line(difference=difference)], {Sku("TEA"): Shelf(on_hand=10, reserved=6)})
    assert found == (
        {} if is_free else {"TEA": "5 would be left, and 6 are kept for orders. Count again, or cancel an order."}
    )


def test_of_what_never_lay_there_nothing_can_be_lost():
    assert domain.problems([line(difference=1)], {}) == {}
    assert domain.problems([line(difference=0)], {}) == {}
    assert "-1 would be left, and 0" in domain.problems([line(difference=-1)], {})[Sku("TEA")]


def test_a_line_without_a_difference_changes_nothing():
    assert domain.problems([line(difference=None)], {Sku("TEA"): Shelf(on_hand=5, reserved=6)}).keys() == {"TEA"}


def test_what_is_counted_and_not_booked_can_be_booked():
    lines = [line(state.value, state=state) for state in CountState]
    assert [one.state for one in domain.bookable(lines)] == [CountState.COUNTED, CountState.BLOCKED]


@pytest.mark.parametrize(
    ("difference", "worth", "is_booked"),
    [
        (1, {"TEA": None}, False),
        (0, {"TEA": None}, True),
        (-1, {"TEA": None}, True),
        (None, {"TEA": None}, True),
        (1, {"TEA": Decimal(3)}, True),
        (1, {"CUP": None}, True),
    ],
)
def test_what_is_found_must_be_worth_something_where_stock_is_valued(difference, worth, is_booked):
    words = "Nobody knows what a piece is worth. Receive what was found with its cost, and count again."
    assert domain.valueless([line(difference=difference)], worth) == ({} if is_booked else {"TEA": words})
