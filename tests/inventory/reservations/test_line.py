"""Who waits for goods that are sold out is served in order of arrival, by whatever brings them."""

from datetime import timedelta

import pytest

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.dto import ReservationState
from contexts.inventory.errors import NotEnoughStock, ReservationWaits
from contexts.inventory.reservations.models import Reservation
from contexts.inventory.reservations.use_cases import (
    commit_stock,
    release_stock,
    release_stock_of_orders,
    reserve_stock,
)
from contexts.inventory.stock.queries import get_stock_item
from contexts.inventory.stock.use_cases import adjust_stock
from contexts.inventory.stocktakes import use_cases as stocktakes
from contexts.inventory.stocktakes.dto import Count
from contexts.inventory.transfers import use_cases as transfers
from tests.inventory.builders import (
    NOW,
    an_order,
    counters,
    lies,
    lines,
    location,
    product,
    reserve,
    stocked,
    stocked_at,
    told,
    waited_for,
)
from tests.inventory.reservations.in_line import CUP, LATER, TEA, queue, receive, served, state_of

pytestmark = pytest.mark.django_db


def test_without_a_word_what_is_sold_out_is_refused():
    stocked(1)
    with pytest.raises(NotEnoughStock):
        reserve(an_order(), TEA=2)


def test_an_order_waits_for_what_is_not_there_and_nobody_passes_it():
    stocked(1)
    waited_for()
    first, second = an_order(), an_order()
    assert reserve(first, TEA=2).state is ReservationState.WAITING
    # The piece that is there would be enough for the second, but it is the first one's.
    assert reserve(second, TEA=1).is_waiting
    item = get_stock_item(sku=TEA)
    assert (item.on_hand, item.reserved, item.available, item.waiting) == (1, 0, 0, 3)
    assert queue() == [(1, first, 2), (2, second, 1)]
    assert find_discrepancies() == ()


def test_a_receipt_serves_them_in_order_of_arrival_and_tells_of_each():
    product()
    waited_for()
    orders = [an_order() for _ in range(3)]
    for order in orders:
        reserve(order, TEA=2)
    after = receive(5)
    assert (after.on_hand, after.reserved, after.available, after.waiting) == (5, 4, 0, 2)
    assert [state_of(order) for order in orders] == ["held", "held", "waiting"]
    assert served() == [str(order) for order in orders[:2]]
    receive(1)
    assert counters() == (6, 6, 0)
    assert served() == [str(order) for order in orders]
    assert queue() == []
    assert receive(3).available == 3
    assert find_discrepancies() == ()


def test_the_world_hears_who_waits_and_for_what():
    stocked(5)
    product("CUP")
    waited_for("CUP")
    order = an_order()
    reserve(order, TEA=2, CUP=1)
    [awaited] = told("inventory.stock_awaited")
    assert awaited["lines"] == [{"sku": "CUP", "quantity": 1}]
    assert told("inventory.stock_reserved") == []
    receive(1, CUP)
    [held] = told("inventory.reservation_held")
    assert held["lines"] == [{"sku": "CUP", "quantity": 1}, {"sku": "TEA", "quantity": 2}]


def test_an_order_in_line_keeps_what_it_has_got_and_gives_all_back():
    stocked(2)
    product("CUP")
    waited_for("CUP")
    order, next_one = an_order(), an_order()
    reserve(order, TEA=2, CUP=3)
    reserve(next_one, CUP=1)
    assert counters() == (2, 2, 0)
    receive(1, CUP)
    assert state_of(next_one) == "waiting"
    release_stock(order_id=order, now=NOW)
    assert (state_of(order), state_of(next_one)) == ("released", "held")
    assert counters() == (2, 0, 2)
    assert counters("CUP") == (1, 1, 0)
    [back] = told("inventory.stock_released")
    assert back["lines"] == [{"sku": "TEA", "quantity": 2}]
    assert find_discrepancies() == ()


def test_who_got_nothing_gives_nothing_back():
    product()
    waited_for()
    order = an_order()
    reserve(order, TEA=1)
    assert release_stock(order_id=order, now=NOW).state == "released"
    assert release_stock(order_id=order, now=NOW).state == "released"
    assert told("inventory.stock_released") == []
    assert get_stock_item(sku=TEA).waiting == 0


def test_what_is_given_back_serves_the_line_alone_and_for_many_at_once():
    stocked(3)
    waited_for()
    holders = [an_order() for _ in range(3)]
    for order in holders:
        reserve(order, TEA=1)
    waiting = [an_order() for _ in range(3)]
    for order in waiting:
        reserve(order, TEA=1)
    release_stock(order_id=holders[0], now=NOW)
    assert [state_of(order) for order in waiting] == ["held", "waiting", "waiting"]
    # Whoever waits has not been confirmed, and does not end with those that nobody pays.
    release_stock_of_orders(order_ids=[holders[1], waiting[2]], now=NOW)
    assert [state_of(order) for order in waiting] == ["held", "held", "waiting"]
    assert find_discrepancies() == ()


def test_corrections_returns_counts_and_transfers_serve_it_too():
    product()
    waited_for()
    location("HAMBURG")
    orders = [an_order() for _ in range(4)]
    for order in orders:
        reserve(order, TEA=2)
    adjust_stock(sku=TEA, delta=2, reason="found", actor=None, now=NOW)
    assert state_of(orders[0]) == "held"
    shelf = stocktakes.open_stocktake(skus=[TEA], actor=None, now=NOW)
    stocktakes.count(stocktake_id=shelf.id, counts=[Count(sku=TEA, quantity=4)], actor=None, now=NOW)
    stocktakes.close_stocktake(stocktake_id=shelf.id, actor=None, now=NOW)
    assert state_of(orders[1]) == "held"
    stocked(4, "CUP")
    stocked_at("HAMBURG", 1)
    sent = transfers.create_transfer(from_location="HAMBURG", lines=lines(TEA=1), actor=None, now=NOW)
    transfers.send_transfer(transfer_id=sent.id, actor=None, now=NOW)
    receive(1)
    assert state_of(orders[2]) == "waiting"
    transfers.receive_transfer(transfer_id=sent.id, actor=None, now=NOW)
    assert [state_of(order) for order in orders] == ["held", "held", "held", "waiting"]
    assert find_discrepancies() == ()


def test_pieces_of_several_places_serve_it():
    product()
    waited_for()
    location("HAMBURG")
    first, second = an_order(), an_order()
    reserve(first, TEA=2)
    reserve(second, TEA=3)
    receive(1)
    stocked_at("HAMBURG", 1)
    assert lies() == {"MAIN": (1, 1), "HAMBURG": (1, 1)}
    receive(2)
    stocked_at("HAMBURG", 4)
    assert lies() == {"MAIN": (3, 1), "HAMBURG": (5, 4)}
    assert find_discrepancies() == ()
    release_stock(order_id=first, now=NOW)
    commit_stock(order_id=second, now=NOW)
    assert lies() == {"MAIN": (3, 0), "HAMBURG": (2, 0)}
    assert find_discrepancies() == ()


def test_an_order_that_waits_for_two_goods_is_told_of_once_it_has_both():
    product()
    product("CUP")
    waited_for()
    waited_for("CUP")
    order = an_order()
    reserve(order, TEA=1, CUP=1)
    receive(1)
    assert (state_of(order), served()) == ("waiting", [])
    receive(1, CUP)
    assert (state_of(order), served()) == ("held", [str(order)])


def test_nothing_leaves_while_some_of_it_is_waited_for():
    product()
    waited_for()
    order = an_order()
    reserve(order, TEA=1)
    with pytest.raises(ReservationWaits):
        commit_stock(order_id=order, now=NOW)


def test_asked_again_it_stands_where_it_stood_and_once_served_has_its_time_to_pay():
    product()
    waited_for()
    order, wanted = an_order(), lines(TEA=1)
    asked = {"order_id": order, "lines": wanted, "until": NOW + timedelta(days=21), "waits_until": LATER}
    assert reserve_stock(**asked, now=NOW).is_waiting
    reserve(an_order(), TEA=1)
    assert reserve_stock(**asked, now=NOW).is_waiting
    assert queue(order_id=order) == [(1, order, 1)]
    assert Reservation.objects.get(order_id=order).held_until == LATER
    receive(1)
    again = reserve_stock(**asked, now=NOW + timedelta(days=10))
    assert (again.state, again.stood_in_line) == ("held", True)
    assert Reservation.objects.get(order_id=order).held_until == NOW + timedelta(days=31)
    reserve_stock(order_id=order, lines=wanted, now=NOW)
    assert Reservation.objects.get(order_id=order).held_until is None
