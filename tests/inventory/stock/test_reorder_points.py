"""Reorder points: the moment in which a SKU is to be ordered anew is told once, and so is the one in which it is not any more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.inventory.audits.use_cases import correct_counters
from contexts.inventory.reservations.use_cases import commit_stock, release_stock, release_stock_of_orders
from contexts.inventory.stock.queries import get_stock_item
from contexts.inventory.stock.use_cases import adjust_stock, receive_stock, update_stock_item
from contexts.inventory.stocktakes import use_cases as stocktakes
from contexts.inventory.stocktakes.dto import Count
from contexts.inventory.transfers.use_cases import create_transfer, receive_transfer, send_transfer
from gotuto.db import execute
from gotuto.ids import Sku
from tests.inventory.builders import (
    NOW,
    an_order,
    counters,
    lines,
    location,
    reserve,
    stocked,
    stocked_at,
    told,
    waited_for,
)

TEA = Sku("TEA")


def watched(point=5, *, pieces=10, quantity=None):
    stocked(pieces)
    return update_stock_item(sku=TEA, reorder_point=point, reorder_quantity=quantity, now=NOW)


def is_low():
    return get_stock_item(sku=TEA).is_low


def news():
    """Low and replenished, as often as each was told."""
    return len(told("inventory.stock_low")), len(told("inventory.stock_replenished"))


pytestmark = pytest.mark.django_db


def test_down_at_its_point_a_sku_is_low_and_it_is_told_once():
    watched(quantity=20)
    reserve(an_order(), TEA=4)
    assert (is_low(), news()) == (False, (0, 0))
    reserve(an_order(), TEA=1)
    reserve(an_order(), TEA=1)
    assert (is_low(), news()) == (True, (1, 0))
    [fact] = told("inventory.stock_low")
    assert (fact["sku"], fact["left"], fact["reorder_point"], fact["reorder_quantity"]) == ("TEA", 5, 5, 20)


def test_pieces_that_come_end_it_and_that_is_told_once_too():
    watched(pieces=5)
    receive_stock(sku=TEA, quantity=1, actor=None, now=NOW)
    receive_stock(sku=TEA, quantity=1, actor=None, now=NOW)
    assert (is_low(), news()) == (False, (1, 1))
    [fact] = told("inventory.stock_replenished")
    assert (fact["sku"], fact["left"]) == ("TEA", 6)


def test_a_parcel_that_leaves_changes_nothing_of_what_is_left():
    watched()
    order = an_order()
    reserve(order, TEA=5)
    commit_stock(order_id=order, now=NOW)
    assert (counters(), is_low(), news()) == ((5, 0, 5), True, (1, 0))


@pytest.mark.parametrize("many", [False, True])
def test_what_orders_give_back_is_left_again(many):
    watched()
    order = an_order()
    reserve(order, TEA=6)
    if many:
        release_stock_of_orders(order_ids=[order], now=NOW)
    else:
        release_stock(order_id=order, now=NOW)
    assert (is_low(), news()) == (False, (1, 1))


def test_what_many_give_back_at_several_places_is_told_once():
    watched(point=7)
    location()
    stocked_at("HAMBURG", 4)
    first, second = an_order(), an_order()
    reserve(first, TEA=9)
    reserve(second, TEA=4)
    assert news() == (1, 0)
    release_stock_of_orders(order_ids=[first, second], now=NOW)
    assert (is_low(), news()) == (False, (1, 1))


def test_who_waits_wants_pieces_as_well():
    watched(point=0, pieces=2)
    waited_for()
    order = an_order()
    reserve(order, TEA=3)
    assert (is_low(), get_stock_item(sku=TEA).left, news()) == (True, -1, (1, 0))
    release_stock(order_id=order, now=NOW)
    assert (is_low(), news()) == (False, (1, 1))


def test_serving_who_waits_leaves_as_many_as_before():
    watched(point=1, pieces=1)
    waited_for()
    reserve(an_order(), TEA=3)
    assert news() == (1, 0)
    receive_stock(sku=TEA, quantity=3, actor=None, now=NOW)
    assert (counters(), is_low(), news()) == ((4, 3, 1), True, (1, 0))
    receive_stock(sku=TEA, quantity=1, actor=None, now=NOW)
    assert (is_low(), news()) == (False, (1, 1))


def test_what_breaks_is_counted_or_travels_is_not_left():
    watched(point=8)
    location()
    adjust_stock(sku=TEA, delta=-2, reason="broke", actor=None, now=NOW)
    shelf = stocktakes.open_stocktake(skus=[TEA], actor=None, now=NOW)
    stocktakes.count(stocktake_id=shelf.id, counts=[Count(sku=TEA, quantity=12)], actor=None, now=NOW)
    stocktakes.close_stocktake(stocktake_id=shelf.id, actor=None, now=NOW)
    assert news() == (1, 1)
    sent = create_transfer(to_location="HAMBURG", lines=lines(TEA=4), actor=None, now=NOW)
    send_transfer(transfer_id=sent.id, actor=None, now=NOW)
    assert (is_low(), news()) == (True, (2, 1))
    receive_transfer(transfer_id=sent.id, actor=None, now=NOW)
    assert (is_low(), news()) == (False, (2, 2))


def test_a_counter_that_is_set_right_tells_too():
    watched(point=5)
    execute("UPDATE inventory_stockitem SET on_hand = 3 WHERE sku = 'TEA'")
    assert (is_low(), news()) == (True, (0, 0))
    correct_counters(sku=TEA, reason="A disk broke.", who="Ada", now=NOW)
    assert (is_low(), news()) == (False, (0, 1))


def test_a_point_that_is_set_above_what_is_left_tells_at_once():
    watched(point=10)
    assert (is_low(), news()) == (True, (1, 0))
    update_stock_item(sku=TEA, reorder_point=None, now=NOW)
    assert (is_low(), news()) == (False, (1, 1))


def test_without_a_point_nothing_is_ever_low():
    stocked(3)
    reserve(an_order(), TEA=3)
    assert (is_low(), news()) == (False, (0, 0))


def test_a_point_costs_no_statement_until_it_is_crossed():
    stocked(10, "CUP")
    watched()
    with CaptureQueriesContext(connection) as without:
        reserve(an_order(), CUP=1)
    with CaptureQueriesContext(connection) as with_a_point:
        reserve(an_order(), TEA=1)
    assert len(with_a_point) == len(without)
