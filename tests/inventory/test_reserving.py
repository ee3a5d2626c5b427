"""An order gets all its pieces or none, once."""

import pytest

from contexts.inventory import dto
from contexts.inventory.dto import ReservationState
from contexts.inventory.errors import (
    NotEnoughStock,
    QuantityOutOfRange,
    ReservationAlreadyCommitted,
    ReservationAlreadyReleased,
    ReservationDiffers,
    ReservationNotFound,
)
from contexts.inventory.reservations.queries import get_reservation
from contexts.inventory.reservations.use_cases import commit_stock, release_stock, reserve_stock
from gotuto.ids import Sku
from tests.inventory.builders import NOW, an_order, counters, lines, reserve, stocked, told


def test_reserved_pieces_lie_there_but_cannot_be_bought(db):
    stocked(5)
    reservation = reserve(an_order(), TEA=2)
    assert reservation.state is ReservationState.HELD
    assert counters() == (5, 2, 3)


def test_one_short_line_refuses_the_whole_order(db):
    stocked(5, "TEA")
    stocked(1, "CUP")
    with pytest.raises(NotEnoughStock, match="Only 1 of 2 pieces of CUP are free") as refusal:
        reserve(an_order(), TEA=2, CUP=2)
    assert (refusal.value.sku, refusal.value.wanted, refusal.value.available) == ("CUP", 2, 1)


def test_a_refused_order_leaves_nothing_behind_and_may_try_again(transactional_db):
    stocked(1)
    order = an_order()
    with pytest.raises(NotEnoughStock):
        reserve(order, TEA=2)
    assert counters() == (1, 0, 1)
    with pytest.raises(ReservationNotFound):
        get_reservation(order_id=order)
    assert reserve(order, TEA=1).state is ReservationState.HELD


def test_a_sku_that_never_came_in_is_sold_out(db):
    with pytest.raises(NotEnoughStock, match="Only 0 of 1 pieces of NOTHING are free"):
        reserve(an_order(), NOTHING=1)


def test_lines_of_one_sku_are_counted_together(db):
    stocked(5)
    twice = [*lines(TEA=3), *lines(TEA=3)]
    with pytest.raises(NotEnoughStock, match="Only 5 of 6"):
        reserve_stock(order_id=an_order(), lines=twice, now=NOW)


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
def test_a_line_has_a_sensible_number_of_pieces(db, quantity):
    with pytest.raises(QuantityOutOfRange):
        reserve(an_order(), TEA=quantity)


def test_many_sensible_lines_may_not_make_a_senseless_one(db):
    with pytest.raises(QuantityOutOfRange):
        reserve_stock(order_id=an_order(), lines=[*lines(TEA=1_000_000), *lines(TEA=1)], now=NOW)


def test_asking_twice_reserves_once(db):
    stocked(5, "TEA")
    stocked(5, "CUP")
    order = an_order()
    assert reserve(order, TEA=2, CUP=1) == reserve(order, CUP=1, TEA=2)
    assert counters() == (5, 2, 3)
    assert len(told("inventory.stock_reserved")) == 1


def test_the_same_order_cannot_ask_for_other_pieces(db):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    with pytest.raises(ReservationDiffers):
        reserve(order, TEA=3)


def test_the_world_hears_of_a_reservation_in_one_event(db):
    stocked(5, "TEA")
    stocked(5, "CUP")
    order = an_order()
    reservation = reserve(order, TEA=2, CUP=1)
    [event] = told("inventory.stock_reserved")
    assert event["order_id"] == str(order)
    assert event["reservation_id"] == str(reservation.id)
    assert event["lines"] == [{"sku": "CUP", "quantity": 1}, {"sku": "TEA", "quantity": 2}]


def test_an_order_of_many_lines_costs_as_many_statements_as_one_of_one_line(db, django_assert_num_queries):
    for number in range(20):
        stocked(5, f"SKU{number}")
    with django_assert_num_queries(3 + 2):  # and the savepoint that stands for the transaction
        reserve(an_order(), SKU0=1)
    with django_assert_num_queries(3 + 2):
        reserve(an_order(), **{f"SKU{number}": 1 for number in range(20)})


def test_released_pieces_can_be_bought_again(db):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    assert release_stock(order_id=order, now=NOW).state is ReservationState.RELEASED
    assert counters() == (5, 0, 5)


def test_releasing_twice_releases_once(db):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    first = release_stock(order_id=order, now=NOW)
    assert release_stock(order_id=order, now=NOW) == first
    assert counters() == (5, 0, 5)
    assert len(told("inventory.stock_released")) == 1


def test_a_released_order_gets_no_pieces_again(db):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    release_stock(order_id=order, now=NOW)
    with pytest.raises(ReservationAlreadyReleased):
        reserve(order, TEA=2)


def test_a_release_that_comes_first_is_remembered(db):
    stocked(5)
    order = an_order()
    early = release_stock(order_id=order, now=NOW)
    assert (early.state, early.lines) == (ReservationState.RELEASED, ())
    with pytest.raises(ReservationAlreadyReleased):
        reserve(order, TEA=2)
    assert release_stock(order_id=order, now=NOW) == early


def test_committed_pieces_have_left_the_warehouse(db):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    assert commit_stock(order_id=order, now=NOW).state is ReservationState.COMMITTED
    assert counters() == (3, 0, 3)


def test_committing_twice_takes_the_pieces_once(db):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    first = commit_stock(order_id=order, now=NOW)
    assert commit_stock(order_id=order, now=NOW) == first
    assert counters() == (3, 0, 3)
    assert len(told("inventory.stock_committed")) == 1


def test_only_reserved_pieces_can_leave(db):
    with pytest.raises(ReservationNotFound):
        commit_stock(order_id=an_order(), now=NOW)


def test_released_pieces_cannot_leave(db):
    order = an_order()
    release_stock(order_id=order, now=NOW)
    with pytest.raises(ReservationAlreadyReleased):
        commit_stock(order_id=order, now=NOW)


def test_pieces_that_left_cannot_be_released(db):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    commit_stock(order_id=order, now=NOW)
    with pytest.raises(ReservationAlreadyCommitted):
        release_stock(order_id=order, now=NOW)
    assert reserve(order, TEA=2).state is ReservationState.COMMITTED


def test_a_reservation_can_be_looked_up_by_its_order(db):
    stocked(5)
    order = an_order()
    reservation = reserve(order, TEA=2)
    assert get_reservation(order_id=order) == reservation
    assert reservation.lines == (dto.StockLine(sku=Sku("TEA"), quantity=2),)
