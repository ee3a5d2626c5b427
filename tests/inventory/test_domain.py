"""The rules of stock: plain Python, no database."""

from decimal import Decimal
from uuid import UUID

import pytest

from contexts.inventory.dto import Allowance, Reservation, ReservationState, StockLine
from contexts.inventory.reservations import domain
from contexts.inventory.stock import domain as counting
from contexts.inventory.stock.dto import Cause
from contexts.inventory.stock.errors import WrongDirection
from tests.refusals import refused

ORDER = UUID(int=1)
TEA, CUP = StockLine(sku="TEA", quantity=2), StockLine(sku="CUP", quantity=1)
HELD, WAITING, RELEASED, COMMITTED = ReservationState


def reservation(state):
    return Reservation(id=UUID(int=2), order_id=ORDER, state=state, lines=(CUP, TEA))


def test_lines_of_one_sku_become_one_in_sku_order():
    twice = StockLine(sku="TEA", quantity=4)
    assert domain.merged([TEA, CUP, TEA]) == (CUP, twice)


@pytest.mark.parametrize("quantity", [1, 2, 1_000_000])
def test_a_quantity_is_one_piece_to_a_million(quantity):
    counting.check_quantity(quantity)


@pytest.mark.parametrize("quantity", [-1, 0, 1_000_001])
def test_any_other_quantity_is_refused(quantity):
    with refused("inventory.quantity_out_of_range", f"{quantity} is not a number of pieces between 1 and 1000000"):
        counting.check_quantity(quantity)


def test_neither_a_line_nor_the_lines_of_a_sku_together_may_be_out_of_range():
    with refused("inventory.quantity_out_of_range"):
        domain.merged([TEA, StockLine(sku="TEA", quantity=-1)])
    with refused("inventory.quantity_out_of_range"):
        domain.merged([TEA, StockLine(sku="TEA", quantity=1_000_000)])


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


def test_all_lines_must_be_free_to_the_last_piece():
    assert domain.check_free([TEA, CUP], {"TEA": 2, "CUP": 5}, {}) == []
    with refused("inventory.not_enough_stock", "Only 0 of 1 pieces of CUP are free"):
        domain.check_free([TEA, CUP], {"TEA": 2, "CUP": 0}, {"TEA": 5})


def test_where_orders_wait_what_is_not_free_is_waited_for_as_far_as_there_is_room():
    assert domain.check_free([TEA, CUP], {"TEA": 2, "CUP": 0}, {"CUP": 1}) == [CUP]
    assert domain.check_free([TEA], {"TEA": 1}, {"TEA": 2}) == [TEA]
    with refused("inventory.waiting_line_full", "for 1 more pieces; this one is over 2"):
        domain.check_free([TEA], {"TEA": 0}, {"TEA": 1})
    with refused("inventory.waiting_line_full", "for 0 more pieces"):
        domain.check_free([TEA], {"TEA": 0}, {"TEA": -3})


@pytest.mark.parametrize("limit", [None, 1, 1_000_000])
def test_orders_wait_for_any_number_or_for_one_piece_to_a_million(limit):
    counting.check_waiting_limit(limit)


@pytest.mark.parametrize("limit", [0, 1_000_001])
def test_no_other_limit_makes_sense(limit):
    with refused("inventory.waiting_limit_out_of_range", f"{limit} is neither"):
        counting.check_waiting_limit(limit)


def test_what_never_lay_in_the_warehouse_is_sold_out():
    with refused("inventory.not_enough_stock", "Only 0 of 1 pieces of CUP are free"):
        domain.check_free([CUP], {}, {})


@pytest.mark.parametrize(
    ("free", "most"), [(5, 10), (100, 10), (109, 10), (110, 11), (994, 99)], ids=lambda number: f"{number}"
)
def test_one_order_gets_so_many_pieces_or_a_share_of_what_is_free(free, most):
    allowance = Allowance(pieces=10, share=Decimal("0.1"))
    domain.check_allowance([StockLine(sku="TEA", quantity=most)], {"TEA": free}, allowance)
    with refused("inventory.allowance_exceeded", f"at most {most} of TEA"):
        domain.check_allowance([CUP, StockLine(sku="TEA", quantity=most + 1)], {"TEA": free}, allowance)


@pytest.mark.parametrize("state", [HELD, WAITING, COMMITTED])
def test_the_same_order_may_ask_again_for_the_same_pieces(state):
    domain.check_repeat(reservation(state), (CUP, TEA))


def test_the_same_order_may_not_ask_for_other_pieces_nor_for_released_ones():
    with refused("inventory.reservation_differs", str(ORDER)):
        domain.check_repeat(reservation(HELD), (TEA,))
    with refused("inventory.reservation_released", str(ORDER)):
        domain.check_repeat(reservation(RELEASED), (CUP, TEA))


def test_pieces_are_never_given_back_after_they_left():
    domain.check_releasable(reservation(HELD))
    domain.check_releasable(reservation(RELEASED))
    with refused("inventory.reservation_committed", str(ORDER)):
        domain.check_releasable(reservation(COMMITTED))


def test_nothing_leaves_as_long_as_some_of_it_is_waited_for():
    with refused("inventory.reservation_waits", str(ORDER)):
        domain.check_committable(reservation(WAITING))


def test_pieces_never_leave_after_they_were_given_back():
    domain.check_committable(reservation(HELD))
    domain.check_committable(reservation(COMMITTED))
    with refused("inventory.reservation_released", str(ORDER)):
        domain.check_committable(reservation(RELEASED))


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
