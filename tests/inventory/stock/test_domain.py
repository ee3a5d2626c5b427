"""The rules of counting stock: quantities, corrections, and when more is to be ordered."""

from dataclasses import replace

import pytest

from contexts.inventory.stock import domain as counting
from contexts.inventory.stock.dto import Cause, SoldOut, StockItem, Terms
from contexts.inventory.stock.errors import WrongDirection
from gotuto.ids import ProductId, Sku, new_id
from tests.refusals import refused

TERMS = Terms(
    when_sold_out=SoldOut.REFUSE, waiting_limit=None, expected_at=None, reorder_point=None, reorder_quantity=None
)


@pytest.mark.parametrize("quantity", [1, 2, 1_000_000])
def test_a_quantity_is_one_piece_to_a_million(quantity):
    counting.check_quantity(quantity)


@pytest.mark.parametrize("quantity", [-1, 0, 1_000_001])
def test_any_other_quantity_is_refused(quantity):
    with refused("inventory.quantity_out_of_range", f"{quantity} is not a number of pieces between 1 and 1000000"):
        counting.check_quantity(quantity)


@pytest.mark.parametrize("delta", [-1_000_000, -1, 1, 1_000_000])
def test_a_count_is_corrected_upwards_or_downwards_with_a_reason(delta):
    counting.check_adjustment(delta=delta, reason="damaged")


@pytest.mark.parametrize("delta", [-1_000_001, 0, 1_000_001])
def test_a_correction_by_nothing_or_by_too_much_is_refused(delta):
    with refused("inventory.delta_out_of_range", f"between -1000000 and 1000000 and not 0; {delta} is not"):
        counting.check_adjustment(delta=delta, reason="damaged")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_without_a_reason_is_refused(reason):
    with refused("inventory.reason_missing"):
        counting.check_adjustment(delta=1, reason=reason)


@pytest.mark.parametrize("limit", [None, 1, 1_000_000])
def test_orders_wait_for_any_number_or_for_one_piece_to_a_million(limit):
    counting.check_terms(replace(TERMS, waiting_limit=limit))


@pytest.mark.parametrize("limit", [0, 1_000_001])
def test_no_other_limit_makes_sense(limit):
    with refused("inventory.waiting_limit_out_of_range", f"{limit} is neither"):
        counting.check_terms(replace(TERMS, waiting_limit=limit))


@pytest.mark.parametrize("known", [{}, {"reorder_point": 0, "reorder_quantity": 1}, {"reorder_point": 1_000_000}])
def test_more_is_ordered_down_at_any_number_of_pieces(known):
    counting.check_terms(replace(TERMS, **known))


@pytest.mark.parametrize("known", [{"reorder_point": -1}, {"reorder_quantity": 0}, {"reorder_quantity": 1_000_001}])
def test_no_other_number_of_pieces_makes_sense(known):
    [name] = known
    with refused("inventory.reorder_out_of_range", f"{name}: between"):
        counting.check_terms(replace(TERMS, **known))


@pytest.mark.parametrize(
    ("cause", "delta", "words"),
    [
        (Cause.RETURN, -1, "A return has a delta above zero; -1 is not"),
        (Cause.SCRAP, 1, "A scrap has a delta below zero; 1 is not"),
        (Cause.WRITE_OFF, 1, "A write-off has a delta below zero; 1 is not"),
    ],
)
def test_what_broke_is_not_more_afterwards_and_what_came_back_is_not_less(cause, delta, words):
    with pytest.raises(WrongDirection, match=words):
        counting.check_adjustment(delta=delta, reason="It fell.", cause=cause)
    counting.check_adjustment(delta=-delta, reason="It fell.", cause=cause)
    counting.check_adjustment(delta=delta, reason="It fell.", cause=Cause.ADJUSTMENT)
    counting.check_adjustment(delta=delta, reason="It fell.")


def item(reorder_point, **counters):
    counted = {"on_hand": 10, "reserved": 0, "waiting": 0, **counters}
    return StockItem(
        id=new_id(), sku=Sku("TEA"), product_id=ProductId(new_id()), available=0, is_low=False, version=1,
        **counted, **vars(replace(TERMS, reorder_point=reorder_point)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("point", "counters", "by", "was_low"),
    [
        (None, {}, 100, False),
        (0, {"on_hand": 0}, 0, True),
        (5, {}, 5, True),
        (5, {}, 4, False),
        (5, {"reserved": 3, "waiting": 2}, 0, True),
        (5, {"reserved": 3, "waiting": 1}, 0, False),
        # One has left meanwhile, so that it was one more before.
        (5, {"on_hand": 5}, -1, False),
        (5, {"on_hand": 4}, -1, True),
    ],
)
def test_it_was_low_where_no_more_than_the_reorder_point_was_left(point, counters, by, was_low):
    assert counting.was_low(item(point, **counters), by) is was_low
