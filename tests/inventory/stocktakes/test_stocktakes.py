"""A shelf is counted: what differs from the ledger at that moment is booked, whatever happens meanwhile."""

import pytest

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.locations.errors import LocationNotFound
from contexts.inventory.movements.dto import MovementFilter
from contexts.inventory.movements.queries import list_movements
from contexts.inventory.reservations.use_cases import commit_stock, release_stock
from contexts.inventory.stock.use_cases import receive_stock
from contexts.inventory.stocktakes.dto import Count, CountState, LineFilter, StocktakeFilter, StocktakeState
from contexts.inventory.stocktakes.errors import (
    CountOutOfRange,
    NotInStocktake,
    StocktakeEnded,
    StocktakeNotFound,
    StocktakeOutOfRange,
)
from contexts.inventory.stocktakes.queries import get_stocktake, list_lines, list_stocktakes
from contexts.inventory.stocktakes.use_cases import cancel_stocktake, close_stocktake, count, open_stocktake
from gotuto.ids import ActorId, Sku, StocktakeId, new_id
from gotuto.paging import PageRequest
from tests.factories import CategoryFactory, ProductFactory, StockItemFactory
from tests.inventory.builders import (
    NOW,
    an_order,
    counters,
    lies,
    location,
    product,
    reserve,
    stocked,
    stocked_at,
    told,
)

KEEPER = ActorId(new_id())
TEA = Sku("TEA")


@pytest.fixture(autouse=True)
def warehouse(db):
    stocked(10)
    stocked(4, "CUP")


def begin(*skus, **scope):
    return open_stocktake(skus=[Sku(sku) for sku in skus], **scope, actor=KEEPER, now=NOW)


def counted(stocktake, *more, **pieces):
    counts = [Count(sku=Sku(sku), quantity=quantity) for sku, quantity in pieces.items()]
    return count(stocktake_id=stocktake.id, counts=[*counts, *more], actor=KEEPER, now=NOW)


def close(stocktake):
    return close_stocktake(stocktake_id=stocktake.id, actor=KEEPER, now=NOW)


def lines_of(stocktake, **filters):
    page = list_lines(stocktake_id=stocktake.id, filters=LineFilter(**filters), page=PageRequest())
    return {line.sku: line for line in page.items}


def test_what_differs_is_booked_with_its_paper():
    shelf = begin("TEA", "CUP")
    assert (shelf.lines, shelf.counted, shelf.state, shelf.location) == (2, 0, "open", "MAIN")
    assert counted(shelf, TEA=8, CUP=5).counted == 2
    assert counters() == (10, 0, 10)
    closed = close(shelf)
    assert (closed.state, closed.booked, closed.closed_at) == ("closed", 2, NOW)
    assert (counters(), counters("CUP")) == ((8, 0, 8), (5, 0, 5))
    moved = list_movements(sku=TEA, filters=MovementFilter(), page=PageRequest()).items[0]
    assert (moved.kind, moved.delta_on_hand, moved.reference, moved.actor) == ("count", -2, shelf.reference, KEEPER)
    assert find_discrepancies() == ()
    assert [event["reference"] for event in told("inventory.stocktake_closed")] == [shelf.reference]


def test_sales_after_the_count_do_not_matter():
    shelf = begin("TEA")
    counted(shelf, TEA=9)
    order = an_order()
    reserve(order, TEA=3)
    commit_stock(order_id=order, now=NOW)
    receive_stock(sku=TEA, quantity=5, actor=None, now=NOW)
    close(shelf)
    assert counters() == (11, 0, 11)


def test_counted_again_the_last_count_holds():
    shelf = begin("TEA")
    counted(shelf, TEA=1)
    counted(shelf, TEA=10)
    assert lines_of(shelf)[TEA].difference == 0
    close(shelf)
    assert counters() == (10, 0, 10)
    assert lines_of(shelf)[TEA].state is CountState.BOOKED


def test_what_lies_in_two_places_of_a_shelf_is_added_up():
    shelf = begin("TEA")
    counted(shelf, Count(sku=TEA, quantity=4), TEA=7)
    assert (lines_of(shelf)[TEA].counted, lines_of(shelf)[TEA].expected) == (11, 10)


def test_a_line_that_would_cut_into_reservations_stays_open_and_says_so():
    order = an_order()
    reserve(order, TEA=6)
    shelf = begin("TEA", "CUP")
    counted(shelf, TEA=5, CUP=3)
    still = close(shelf)
    assert (still.state, still.booked, still.blocked, still.counted) == ("open", 1, 1, 2)
    [blocked] = lines_of(shelf, state=CountState.BLOCKED).values()
    assert blocked.problem == "5 would be left, and 6 are kept for orders. Count again, or cancel an order."
    assert (counters(), counters("CUP")) == ((10, 6, 4), (3, 0, 3))
    release_stock(order_id=order, now=NOW)
    assert close(shelf).state is StocktakeState.CLOSED
    assert (counters(), counters("CUP")) == ((5, 0, 5), (3, 0, 3))
    assert lines_of(shelf)[TEA].problem == ""


def test_exactly_what_is_kept_may_be_left():
    reserve(an_order(), TEA=6)
    shelf = begin("TEA")
    counted(shelf, TEA=6)
    assert close(shelf).state is StocktakeState.CLOSED
    assert counters() == (6, 6, 0)


def test_what_was_not_counted_is_left_as_it_is():
    shelf = begin("TEA", "CUP")
    counted(shelf, CUP=4)
    assert (close(shelf).booked, counters()) == (1, (10, 0, 10))
    assert lines_of(shelf)[TEA].state is CountState.OPEN


def test_a_further_location_is_counted_by_itself():
    location("HAMBURG")
    stocked_at("HAMBURG", 3)
    shelf = begin(location="HAMBURG")
    assert lines_of(shelf).keys() == {TEA}
    counted(shelf, TEA=2)
    close(shelf)
    assert lies() == {"MAIN": (10, 0), "HAMBURG": (2, 0)}
    found = begin("CUP", location="HAMBURG")
    counted(found, CUP=2)
    close(found)
    assert lies("CUP") == {"MAIN": (4, 0), "HAMBURG": (2, 0)}
    assert find_discrepancies() == ()


def test_without_a_word_all_that_lies_there_is_counted():
    product("PLATE")
    assert lines_of(begin()).keys() == {"CUP", "TEA"}


def test_a_category_is_counted_with_all_below_it():
    above = CategoryFactory(name="Drinks")
    below = CategoryFactory(name="Herbs", parent_id=above.id)
    for sku, shelf in (("MATE", above), ("MINT", below)):
        StockItemFactory(sku=ProductFactory(sku=sku, category_id=shelf.id).sku, quantity=1)
    assert lines_of(begin(category="drinks")).keys() == {"MATE", "MINT"}
    assert lines_of(begin("TEA", category="herbs")).keys() == {"MINT", "TEA"}


@pytest.mark.parametrize("scope", [{"category": "nobody-knows"}, {"skus": ("NOTHING",)}])
def test_a_stocktake_counts_something(scope):
    with pytest.raises(StocktakeOutOfRange, match="not 0"):
        begin(*scope.pop("skus", ()), **scope)


def test_a_stocktake_is_no_longer_than_a_shelf():
    with pytest.raises(StocktakeOutOfRange, match="not 2001"):
        begin(*(f"S{number}" for number in range(2001)))
    with pytest.raises(LocationNotFound):
        begin("TEA", location="NOWHERE")


@pytest.mark.parametrize("quantity", [-1, 1_000_001])
def test_a_count_is_of_a_sensible_number(quantity):
    with pytest.raises(CountOutOfRange):
        counted(begin("TEA"), TEA=quantity)


def test_many_sensible_counts_may_not_make_a_senseless_one():
    with pytest.raises(CountOutOfRange):
        counted(begin("TEA"), Count(sku=TEA, quantity=1), TEA=1_000_000)


def test_only_what_is_on_the_list_is_counted_and_only_until_it_is_booked():
    reserve(an_order(), TEA=10)
    shelf = begin("TEA", "CUP")
    with pytest.raises(NotInStocktake, match="PLATE"):
        counted(shelf, PLATE=1)
    counted(shelf, TEA=9, CUP=4)
    close(shelf)
    with pytest.raises(NotInStocktake, match="CUP"):
        counted(shelf, CUP=3)


def test_what_has_ended_stays_so():
    shelf = begin("TEA")
    closed = close(shelf)
    assert close(shelf) == closed
    for act in (lambda: counted(shelf, TEA=1), lambda: cancel_stocktake(stocktake_id=shelf.id, now=NOW)):
        with pytest.raises(StocktakeEnded, match="is closed"):
            act()
    other = begin("TEA")
    counted(other, TEA=1)
    given_up = cancel_stocktake(stocktake_id=other.id, now=NOW)
    assert (given_up.state, counters()) == (StocktakeState.CANCELLED, (10, 0, 10))
    assert cancel_stocktake(stocktake_id=other.id, now=NOW) == given_up
    with pytest.raises(StocktakeEnded, match="is cancelled"):
        close(other)


def test_stocktakes_are_listed_and_found():
    first, second = begin("TEA"), begin("CUP")
    close(first)
    nobody = StocktakeId(new_id())
    page = PageRequest()
    assert [one.id for one in list_stocktakes(filters=StocktakeFilter(), page=page).items] == [second.id, first.id]
    only = StocktakeFilter(state=StocktakeState.OPEN)
    assert list_stocktakes(filters=only, page=page).items == (second,)
    for ask in (
        lambda: get_stocktake(stocktake_id=nobody),
        lambda: list_lines(stocktake_id=nobody, filters=LineFilter(), page=page),
        lambda: cancel_stocktake(stocktake_id=nobody, now=NOW),
    ):
        with pytest.raises(StocktakeNotFound):
            ask()


def test_many_lines_cost_as_many_statements_as_one(django_assert_num_queries):
    for number in range(20):
        stocked(5, f"SKU{number}")
    few, many = begin("TEA"), begin(*(f"SKU{number}" for number in range(20)))
    counted(few, TEA=9)
    counted(many, **{f"SKU{number}": 4 for number in range(20)})
    with django_assert_num_queries(11):
        close(few)
    with django_assert_num_queries(11):
        close(many)
