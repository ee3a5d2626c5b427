"""What a receipt costs, and what is worth what is found, comes back or is lost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.costs.errors import UnitCostInvalid, UnitCostMissing
from contexts.inventory.stock.dto import Cause
from contexts.inventory.stock.use_cases import adjust_stock, open_stock_item, receive_stock
from contexts.inventory.stocktakes.dto import Count, CountState, LineFilter
from contexts.inventory.stocktakes.queries import list_lines
from contexts.inventory.stocktakes.use_cases import close_stocktake, count, open_stocktake
from contexts.inventory.transfers.dto import Arrival
from contexts.inventory.transfers.use_cases import create_transfer, receive_transfer, send_transfer
from gotuto.ids import ProductId, new_id
from gotuto.money import Money
from gotuto.paging import PageRequest
from tests.inventory.builders import lines, location, product, stocked
from tests.inventory.valuation.builders import TEA, amount, booked, bought, euros, later, sold, worth
from tests.inventory.valuation.builders import valued as valued


def adjust(delta, cause=Cause.ADJUSTMENT, **more):
    return adjust_stock(sku=TEA, delta=delta, cause=cause, reason="Seen", actor=None, now=later(), **more)


@pytest.fixture
def tea(valued):
    product("TEA")
    bought(3, "1.00")
    bought(3, "2.00")


def test_the_last_piece_takes_the_rest(valued):
    product("TEA")
    bought(3, "3.33")
    bought(4, "0.01")
    for _ in range(7):
        sold(TEA=1)
    gone = [value for kind, value in booked() if kind == "commit"]
    assert sum(gone) == amount("-10.03")
    assert set(gone) == {amount("-1.43"), amount("-1.44")}
    assert worth() == (0, 0)


def test_a_receipt_says_what_a_piece_cost(tea):
    for cost, words in (
        (None, "What does a piece of TEA cost"),
        (Money.of("1", "USD"), "Say what a piece cost in EUR"),
    ):
        with pytest.raises((UnitCostMissing, UnitCostInvalid), match=words):
            receive_stock(sku=TEA, quantity=1, unit_cost=cost, actor=None, now=later())
    for beyond in ("-0.01", "1000000.01"):
        with pytest.raises(UnitCostInvalid, match="between 0 and 1000000"):
            bought(1, beyond)
    assert worth() == (6, 9)


def test_gifts_cost_nothing(tea):
    bought(3, "0")
    assert worth() == (9, 9)


def test_where_stock_is_not_valued_no_cost_is_kept(db):
    stocked(2)
    with pytest.raises(UnitCostInvalid, match="not valued here"):
        bought(1, "1.00")
    assert worth() == (None, None)
    assert booked() == []


def test_what_breaks_takes_its_share_and_what_comes_back_brings_the_average(tea):
    adjust(-1, Cause.SCRAP)
    adjust(-1, Cause.WRITE_OFF)
    adjust(2, Cause.RETURN)
    adjust(1)
    assert [str(value) for _, value in booked()[2:]] == ["-1.5000", "-1.5000", "3.0000", "1.5000"]
    assert worth() == (7, amount("10.50"))


def test_what_is_found_may_have_a_cost_of_its_own_and_what_is_lost_may_not(tea):
    adjust(1, unit_cost=euros("0.40"))
    assert worth() == (7, amount("9.40"))
    with pytest.raises(UnitCostInvalid, match="What goes is worth the average"):
        adjust(-1, unit_cost=euros("0.40"))


def test_of_nothing_the_last_piece_says_what_one_is_worth_that_comes_back(tea):
    sold(TEA=6)
    adjust(1, Cause.RETURN)
    assert worth() == (1, amount("1.50"))


def test_what_never_had_a_value_comes_in_at_a_cost_only(valued):
    product("TEA")
    with pytest.raises(UnitCostMissing):
        adjust(1)
    adjust(1, unit_cost=euros("2.00"))
    assert worth() == (1, 2)


def test_a_transfer_changes_nothing_until_something_is_missing(tea):
    location("HAMBURG")
    made = create_transfer(to_location="HAMBURG", lines=lines(TEA=4), actor=None, now=later())
    send_transfer(transfer_id=made.id, actor=None, now=later())
    assert worth() == (6, 9)
    receive_transfer(transfer_id=made.id, arrivals=[Arrival(sku=TEA, quantity=2, missing=1)], actor=None, now=later())
    assert worth() == (5, amount("7.50"))
    assert booked()[-1] == ("transfer_loss", amount("-1.50"))
    receive_transfer(transfer_id=made.id, actor=None, now=later())
    assert find_discrepancies() == ()
    sold(TEA=5)
    assert worth() == (0, 0)


def test_an_order_from_several_places_takes_what_its_pieces_are_worth(tea):
    for place in ("HAMBURG", "KIEL"):
        location(place)
        bought(1, "0.02", at=place)
    sold(TEA=8)
    assert sum(value for _, value in booked()) == 0
    assert worth() == (0, 0)


class Counting:
    """A stocktake of the tea."""

    def __init__(self, pieces):
        self.id = open_stocktake(skus=[TEA], actor=None, now=later()).id
        count(stocktake_id=self.id, counts=[Count(sku=TEA, quantity=pieces)], actor=None, now=later())

    def close(self):
        close_stocktake(stocktake_id=self.id, actor=None, now=later())
        [line] = list_lines(stocktake_id=self.id, filters=LineFilter(), page=PageRequest()).items
        return line


def test_what_a_stocktake_finds_is_worth_the_average(tea):
    assert Counting(8).close().state is CountState.BOOKED
    assert worth() == (8, 12)
    Counting(5).close()
    assert worth() == (5, amount("7.50"))


def test_what_a_stocktake_finds_of_nothing_is_worth_what_the_last_piece_was(tea):
    sold(TEA=6)
    assert Counting(2).close().state is CountState.BOOKED
    assert worth() == (2, 3)


def test_what_nobody_knows_the_worth_of_is_not_booked_and_says_so(valued):
    product("TEA")
    bought(1, "1.00", sku=product("CUP"))
    open_stock_item(sku=TEA, product_id=ProductId(new_id()), now=later())
    line = Counting(2).close()
    assert (line.state, line.problem.split(".")[0]) == (CountState.BLOCKED, "Nobody knows what a piece is worth")
    assert Counting(0).close().state is CountState.BOOKED


def test_a_currency_without_cents_is_rounded_to_the_whole(settings, db):
    settings.GOTUTO_STOCK_VALUATION = "JPY"
    product("TEA")
    receive_stock(sku=TEA, quantity=3, unit_cost=Money.of("33", "JPY"), actor=None, now=later())
    receive_stock(sku=TEA, quantity=4, unit_cost=Money.of("34", "JPY"), actor=None, now=later())
    sold(TEA=1)
    assert worth() == (6, Decimal(201))


def test_valued_or_not_it_is_as_many_statements(settings, db):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            sold(TEA=2)
        return [one["sql"] for one in asked]

    stocked(9)
    location("HAMBURG")
    plain = statements()
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    valued = statements()
    assert len(valued) == len(plain)
    assert not any("value_amount" in sql for sql in plain if "inventory_movement" in sql)
    assert any("value_amount" in sql for sql in valued if "inventory_movement" in sql)
