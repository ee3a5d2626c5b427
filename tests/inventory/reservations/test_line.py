"""Who waits for goods that are sold out is served in order of arrival, by whatever brings them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.audits.use_cases import correct_counters
from contexts.inventory.dto import Allowance, ReservationState
from contexts.inventory.errors import AllowanceExceeded, NotEnoughStock, ReservationWaits, WaitingLineFull
from contexts.inventory.facade import places_in_line
from contexts.inventory.reservations.dto import HoldFilter, HoldState, TurnFilter
from contexts.inventory.reservations.models import Reservation
from contexts.inventory.reservations.queries import get_reservation, list_holds, list_turns
from contexts.inventory.reservations.use_cases import (
    commit_stock,
    release_stock,
    release_stock_of_orders,
    reserve_stock,
)
from contexts.inventory.stock.dto import SoldOut, StockItemFilter
from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.queries import get_stock_item, list_stock_items
from contexts.inventory.stock.use_cases import adjust_stock, availability, receive_stock, set_sold_out
from contexts.inventory.stocktakes import use_cases as stocktakes
from contexts.inventory.stocktakes.dto import Count
from contexts.inventory.transfers import use_cases as transfers
from gotuto.ids import Sku
from gotuto.paging import PageRequest
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

pytestmark = pytest.mark.django_db
TEA, CUP = Sku("TEA"), Sku("CUP")
LATER = NOW + timedelta(days=30)


def queue(sku=TEA, **filters):
    page = list_turns(sku=sku, filters=TurnFilter(**filters), page=PageRequest())
    return [(one.position, one.order_id, one.quantity) for one in page.items]


def state_of(order):
    return get_reservation(order_id=order).state


def receive(pieces, sku=TEA, where=None):
    return receive_stock(sku=sku, quantity=pieces, location=where, actor=None, now=NOW)


def served():
    return [event["order_id"] for event in told("inventory.reservation_held")]


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


def test_for_how_many_pieces_orders_wait_is_limited():
    product()
    waited_for(limit=3)
    reserve(an_order(), TEA=2)
    with pytest.raises(WaitingLineFull, match="may wait for 1 more pieces; this one is over 2"):
        reserve(an_order(), TEA=2)
    reserve(an_order(), TEA=1)
    assert not availability(skus=[TEA])[0].can_wait


def test_a_guest_waits_for_no_more_than_a_guest_may_have():
    product()
    waited_for()
    allowance = Allowance(pieces=3, share=Decimal("0.1"))
    with pytest.raises(AllowanceExceeded):
        reserve_stock(order_id=an_order(), lines=lines(TEA=4), allowance=allowance, now=NOW)
    assert reserve_stock(order_id=an_order(), lines=lines(TEA=3), allowance=allowance, now=NOW).is_waiting


def test_who_waits_stays_in_line_when_the_shop_waits_no_more():
    product()
    waited_for()
    order = an_order()
    reserve(order, TEA=2)
    set_sold_out(sku=TEA, when_sold_out=SoldOut.REFUSE, now=NOW)
    receive(1)
    with pytest.raises(NotEnoughStock, match="Only 0 of 1"):
        reserve(an_order(), TEA=1)
    receive(1)
    assert state_of(order) == "held"


def test_what_becomes_of_orders_is_said_also_of_a_product_that_never_lay_there():
    product("MUG")
    after = set_sold_out(sku=Sku("MUG"), when_sold_out=SoldOut.WAIT, waiting_limit=7, expected_at=LATER, now=NOW)
    assert (after.when_sold_out, after.waiting_limit, after.expected_at, after.version) == ("wait", 7, LATER, 2)
    assert set_sold_out(sku=Sku("MUG"), waiting_limit=7, now=NOW).version == 2
    assert set_sold_out(sku=Sku("MUG"), waiting_limit=None, now=NOW).waiting_limit is None
    assert reserve(an_order(), MUG=1).is_waiting
    with pytest.raises(SkuUnknown):
        set_sold_out(sku=Sku("NOTHING"), now=NOW)


def test_buyers_learn_that_they_may_wait_and_until_when():
    stocked(1)
    waited_for(expected_at=LATER)
    [there] = availability(skus=[TEA])
    assert (there.available, there.can_wait, there.expected_at) == (1, False, None)
    reserve(an_order(), TEA=1)
    [gone] = availability(skus=[TEA])
    assert (gone.is_available, gone.can_wait, gone.expected_at) == (False, True, LATER)


def test_who_waits_is_told_apart_from_who_holds():
    stocked(3)
    waited_for()
    location("HAMBURG")
    holder, waiter = an_order(), an_order()
    reserve(holder, TEA=2)
    reserve_stock(order_id=waiter, lines=lines(TEA=2), waits_until=LATER, now=NOW)

    def holds(**filters):
        found = list_holds(sku=TEA, filters=HoldFilter(**filters), page=PageRequest()).items
        return [(one.state, one.order_id, one.location, one.until) for one in found]

    assert holds(state=HoldState.HELD) == [("held", holder, "MAIN", None)]
    assert holds(state=HoldState.WAITING) == [("waiting", waiter, None, LATER)]
    assert len(holds()) == 2


def test_pages_of_a_line_hold_together():
    product()
    waited_for()
    orders = [an_order() for _ in range(5)]
    for order in orders:
        reserve(order, TEA=1)
    first = list_turns(sku=TEA, filters=TurnFilter(), page=PageRequest(size=3))
    rest = list_turns(sku=TEA, filters=TurnFilter(), page=PageRequest(size=3, cursor=first.next))
    assert [one.order_id for one in (*first.items, *rest.items)] == orders
    assert [one.position for one in rest.items] == [4, 5]
    with pytest.raises(SkuUnknown):
        list_turns(sku=Sku("NOTHING"), filters=TurnFilter(), page=PageRequest())


def test_an_order_learns_its_place_in_one_statement(django_assert_num_queries):
    product()
    product("CUP")
    waited_for(expected_at=LATER)
    waited_for("CUP")
    first, both = an_order(), an_order()
    reserve(first, TEA=1)
    reserve_stock(order_id=both, lines=lines(TEA=1, CUP=1), waits_until=LATER, now=NOW)
    with django_assert_num_queries(1):
        places = places_in_line(order_ids=[first, both, an_order()])
    assert {order: (one.position, one.expected_at, one.until) for order, one in places.items()} == {
        first: (1, LATER, None),
        both: (2, None, LATER),
    }


def test_a_sku_without_a_line_costs_what_it_did(django_assert_num_queries):
    stocked(5)
    order, other = an_order(), an_order()
    reserve(other, TEA=1)
    with django_assert_num_queries(3 + 2):
        reserve(order, TEA=1)
    with django_assert_num_queries(7 + 2):
        release_stock(order_id=order, now=NOW)
    with django_assert_num_queries(6 + 2):
        commit_stock(order_id=other, now=NOW)
    with django_assert_num_queries(3 + 2):
        receive(1)


def test_an_audit_mends_the_counter_of_who_waits_and_serves_them():
    product()
    waited_for()
    order = an_order()
    reserve(order, TEA=1)
    StockItem.objects.filter(sku="TEA").update(waiting=0)
    [missed] = find_discrepancies()
    assert (missed.counter, missed.counted, missed.expected) == ("waiting, by its line", 0, 1)
    receive(1)
    assert "free, though the first in line wants no more" in {one.counter for one in find_discrepancies()}
    [mended] = correct_counters(sku=TEA, reason="lost", who="Ada", now=NOW)
    assert (mended.counter, mended.before, mended.after) == ("waiting", 0, 1)
    assert state_of(order) == "held"
    assert find_discrepancies() == ()


def test_lists_tell_who_waits_for_what():
    product()
    waited_for()
    reserve(an_order(), TEA=4)
    [item] = list_stock_items(filters=StockItemFilter(), page=PageRequest()).items
    assert (item.waiting, item.available, item.when_sold_out) == (4, 0, "wait")
