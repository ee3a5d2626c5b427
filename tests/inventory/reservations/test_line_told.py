"""For what orders may wait, and what is told of those who do."""

from decimal import Decimal

import pytest

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.audits.use_cases import correct_counters
from contexts.inventory.availability.use_cases import availability
from contexts.inventory.dto import Allowance
from contexts.inventory.errors import AllowanceExceeded, NotEnoughStock, WaitingLineFull
from contexts.inventory.facade import places_in_line
from contexts.inventory.reservations.dto import HoldFilter, HoldState, TurnFilter
from contexts.inventory.reservations.queries import list_holds, list_turns
from contexts.inventory.reservations.use_cases import (
    commit_stock,
    release_stock,
    reserve_stock,
)
from contexts.inventory.stock.dto import SoldOut, StockItemFilter
from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.queries import list_stock_items
from contexts.inventory.stock.use_cases import update_stock_item
from gotuto.ids import Sku
from gotuto.paging import PageRequest
from tests.inventory.builders import (
    NOW,
    an_order,
    lines,
    location,
    product,
    reserve,
    stocked,
    waited_for,
)
from tests.inventory.reservations.in_line import LATER, TEA, receive, state_of

pytestmark = pytest.mark.django_db


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
    update_stock_item(sku=TEA, when_sold_out=SoldOut.REFUSE, now=NOW)
    receive(1)
    with pytest.raises(NotEnoughStock, match="Only 0 of 1"):
        reserve(an_order(), TEA=1)
    receive(1)
    assert state_of(order) == "held"


def test_what_becomes_of_orders_is_said_also_of_a_product_that_never_lay_there():
    product("MUG")
    after = update_stock_item(sku=Sku("MUG"), when_sold_out=SoldOut.WAIT, waiting_limit=7, expected_at=LATER, now=NOW)
    assert (after.when_sold_out, after.waiting_limit, after.expected_at, after.version) == ("wait", 7, LATER, 2)
    assert update_stock_item(sku=Sku("MUG"), waiting_limit=7, now=NOW).version == 2
    assert update_stock_item(sku=Sku("MUG"), waiting_limit=None, now=NOW).waiting_limit is None
    assert reserve(an_order(), MUG=1).is_waiting
    with pytest.raises(SkuUnknown):
        update_stock_item(sku=Sku("NOTHING"), now=NOW)


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
