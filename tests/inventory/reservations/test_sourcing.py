"""From where an order is served, and where its pieces go back to."""

import pytest

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.availability.use_cases import availability
from contexts.inventory.locations.use_cases import update_location
from contexts.inventory.movements.dto import MovementFilter
from contexts.inventory.movements.queries import list_movements
from contexts.inventory.reservations import models
from contexts.inventory.reservations.use_cases import (
    commit_stock,
    release_stock,
    release_stock_of_orders,
    reserve_stock,
)
from contexts.inventory.stock.errors import NotEnoughStock
from contexts.inventory.stock.use_cases import adjust_stock
from gotuto.ids import Sku
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, an_order, counters, lies, lines, location, reserve, stocked, stocked_at


@pytest.fixture
def two_places(db):
    stocked(5)
    stocked(5, "CUP")
    location("HAMBURG", priority=10)
    stocked_at("HAMBURG", 3)


def test_what_lies_elsewhere_can_be_bought(two_places):
    [tea] = availability(skus=[Sku("TEA")])
    assert tea.available == 8
    assert counters() == (8, 0, 8)


def test_an_order_is_served_from_the_main_location_as_long_as_it_has_all(two_places):
    reserve(an_order(), TEA=5)
    assert lies() == {"MAIN": (5, 5), "HAMBURG": (3, 0)}
    assert models.Allocation.objects.count() == 0


def test_a_line_is_split_where_no_place_has_all(two_places):
    order = an_order()
    reserve(order, TEA=7, CUP=1)
    assert lies() == {"MAIN": (5, 5), "HAMBURG": (3, 2)}
    assert counters() == (8, 7, 1)
    assert find_discrepancies() == ()
    with pytest.raises(NotEnoughStock, match="Only 1 of 2"):
        reserve(an_order(), TEA=2)


def test_a_place_with_a_smaller_priority_serves_before_the_main_one(db):
    stocked(5)
    location("SHOP", priority=0)
    stocked_at("SHOP", 5)
    reserve(an_order(), TEA=2)
    assert lies() == {"MAIN": (5, 2), "SHOP": (5, 0)}  # of equal ones the code decides


def test_the_priority_of_the_main_location_can_be_said(two_places):
    update_location(location="MAIN", priority=20, now=NOW)
    reserve(an_order(), TEA=2)
    assert lies() == {"MAIN": (5, 0), "HAMBURG": (3, 2)}


def test_released_pieces_go_back_to_where_they_lie(two_places):
    order = an_order()
    reserve(order, TEA=7)
    release_stock(order_id=order, now=NOW)
    assert lies() == {"MAIN": (5, 0), "HAMBURG": (3, 0)}
    assert find_discrepancies() == ()


def test_many_orders_give_back_at_once(two_places):
    orders = [an_order() for _ in range(3)]
    reserve(orders[0], TEA=4, CUP=1)
    reserve(orders[1], TEA=2)
    reserve(orders[2], TEA=1)
    release_stock_of_orders(order_ids=orders, now=NOW)
    assert lies() == {"MAIN": (5, 0), "HAMBURG": (3, 0)}
    assert counters("CUP") == (5, 0, 5)
    assert find_discrepancies() == ()


def test_the_parcel_takes_the_pieces_from_all_their_places(two_places):
    order = an_order()
    reserve(order, TEA=7)
    commit_stock(order_id=order, now=NOW)
    assert lies() == {"MAIN": (0, 0), "HAMBURG": (1, 0)}
    assert find_discrepancies() == ()


def test_the_ledger_says_where(two_places):
    order = an_order()
    reserve(order, TEA=7)
    moved = list_movements(sku=Sku("TEA"), filters=MovementFilter(order_id=order), page=PageRequest()).items
    assert {(one.location, one.delta_reserved) for one in moved} == {("MAIN", 5), ("HAMBURG", 2)}


def test_no_adjustment_cuts_into_what_is_kept_at_a_place(two_places):
    reserve(an_order(), TEA=7)
    with pytest.raises(NotEnoughStock, match="Only 1 of 2"):
        adjust_stock(sku=Sku("TEA"), delta=-2, reason="broken", location="HAMBURG", actor=None, now=NOW)
    with pytest.raises(NotEnoughStock, match="Only 0 of 1"):
        adjust_stock(sku=Sku("TEA"), delta=-1, reason="broken", actor=None, now=NOW)


def test_what_never_lay_at_a_place_cannot_be_lost_there(two_places):
    with pytest.raises(NotEnoughStock, match="Only 0 of 1"):
        adjust_stock(sku=Sku("CUP"), delta=-1, reason="broken", location="HAMBURG", actor=None, now=NOW)


def test_an_order_over_two_places_costs_two_statements_more_and_its_repeat_none(two_places, django_assert_num_queries):
    order = an_order()
    with django_assert_num_queries(3 + 2 + 3):
        reserve(order, TEA=7, CUP=1)
    with django_assert_num_queries(2 + 3):
        reserve_stock(order_id=order, lines=lines(TEA=7, CUP=1), now=NOW)
