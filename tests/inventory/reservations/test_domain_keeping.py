"""The rules of keeping stock for orders: what is free, what is waited for, and what may leave."""

from decimal import Decimal
from uuid import UUID

import pytest

from contexts.inventory.dto import Allowance, Reservation, ReservationState, StockLine
from contexts.inventory.reservations import domain
from contexts.inventory.reservations.dto import Piece, Shelf
from gotuto.ids import LocationId
from tests.refusals import refused

ORDER = UUID(int=1)
TEA, CUP = StockLine(sku="TEA", quantity=2), StockLine(sku="CUP", quantity=1)
HELD, WAITING, RELEASED, COMMITTED = ReservationState


def reservation(state):
    return Reservation(id=UUID(int=2), order_id=ORDER, state=state, lines=(CUP, TEA))


def test_lines_of_one_sku_become_one_in_sku_order():
    twice = StockLine(sku="TEA", quantity=4)
    assert domain.merged([TEA, CUP, TEA]) == (CUP, twice)


def test_neither_a_line_nor_the_lines_of_a_sku_together_may_be_out_of_range():
    with refused("inventory.quantity_out_of_range"):
        domain.merged([TEA, StockLine(sku="TEA", quantity=-1)])
    with refused("inventory.quantity_out_of_range"):
        domain.merged([TEA, StockLine(sku="TEA", quantity=1_000_000)])


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


def test_what_an_order_takes_is_not_free_for_the_next():
    berlin = LocationId(UUID(int=5))
    shelves = [Shelf(location_id=None, free={"TEA": 5, "CUP": 2}), Shelf(location_id=berlin, free={"TEA": 4})]
    pieces = [
        Piece(sku="TEA", location_id=None, quantity=3),
        Piece(sku="TEA", location_id=berlin, quantity=4),
        Piece(sku="JUG", location_id=None, quantity=1),
    ]
    assert domain.left_on(shelves, pieces) == [
        Shelf(location_id=None, free={"TEA": 2, "CUP": 2}),
        Shelf(location_id=berlin, free={"TEA": 0}),
    ]


def test_of_what_nobody_has_a_share_is_nothing():
    with refused("inventory.allowance_exceeded", "at most 0 of CUP"):
        domain.check_allowance([CUP], {}, Allowance(pieces=0, share=Decimal(1)))
