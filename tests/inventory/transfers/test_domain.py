"""The rules of transfers."""

import pytest

from contexts.inventory.reservations.dto import StockLine
from contexts.inventory.stock.errors import QuantityOutOfRange
from contexts.inventory.transfers import domain
from contexts.inventory.transfers.dto import Arrival, TransferLine, TransferState
from contexts.inventory.transfers.errors import NotInTransit, SamePlace, TransferEmpty, TransferMoved
from gotuto.ids import Sku


def line(sku="TEA", quantity=5, received=0, missing=0):
    return TransferLine(sku=Sku(sku), quantity=quantity, received=received, missing=missing)


def come(sku="TEA", quantity=0, missing=0):
    return Arrival(sku=Sku(sku), quantity=quantity, missing=missing)


def wanted(number):
    return [StockLine(sku=Sku(f"S{place:04}"), quantity=1) for place in range(number)]


def test_what_has_neither_come_nor_gone_missing_is_on_its_way():
    assert line(quantity=5, received=2, missing=1).in_transit == 2


@pytest.mark.parametrize("number", [1, 500])
def test_a_transfer_takes_so_many_skus(number):
    assert len(domain.packed(wanted(number))) == number


@pytest.mark.parametrize("number", [0, 501])
def test_a_transfer_takes_no_fewer_and_no_more(number):
    with pytest.raises(TransferEmpty, match="between 1 and 500 SKUs"):
        domain.packed(wanted(number))


def test_lines_of_one_sku_are_one_line():
    tea = StockLine(sku=Sku("TEA"), quantity=2)
    assert domain.packed([tea, tea]) == (StockLine(sku=Sku("TEA"), quantity=4),)


def test_goods_go_somewhere_else():
    domain.check_places(from_location="MAIN", to_location="HAMBURG")
    with pytest.raises(SamePlace, match="From MAIN to MAIN"):
        domain.check_places(from_location="MAIN", to_location="MAIN")


def test_each_step_has_its_state():
    domain.check_state(TransferState.SENT, TransferState.SENT)
    with pytest.raises(TransferMoved, match="is draft; this can be done to one that is sent"):
        domain.check_state(TransferState.DRAFT, TransferState.SENT)


def test_said_of_none_all_that_is_on_its_way_has_come():
    lines = [line("TEA", 5, received=1, missing=1), line("CUP", 2, received=2)]
    assert domain.arrived(lines, []) == {"TEA": come("TEA", 3)}


def test_what_is_said_of_one_sku_is_added_up():
    found = domain.arrived([line()], [come(quantity=2), come(quantity=1, missing=1), come(missing=1)])
    assert found == {"TEA": come("TEA", 3, 2)}


@pytest.mark.parametrize(
    ("arrivals", "pieces", "most"),
    [([come(quantity=6)], 6, 5), ([come(quantity=3), come(missing=3)], 6, 5), ([come("CUP", quantity=1)], 1, 0)],
)
def test_no_more_comes_than_is_on_its_way(arrivals, pieces, most):
    with pytest.raises(NotInTransit) as refusal:
        domain.arrived([line()], arrivals)
    assert (refusal.value.pieces, refusal.value.in_transit) == (pieces, most)


@pytest.mark.parametrize("arrival", [come(), come(quantity=3, missing=-1), come(quantity=-1, missing=3)])
def test_an_arrival_is_of_a_sensible_number(arrival):
    with pytest.raises(QuantityOutOfRange) as refusal:
        domain.arrived([line()], [arrival])
    assert refusal.value.quantity in (0, -1)
    assert refusal.value.most in (2, 1_000_000)


def test_the_lines_tell_what_has_come():
    lines = [line("TEA", 5, received=1, missing=1), line("CUP", 2)]
    assert domain.after(lines, {Sku("TEA"): come("TEA", 2, 1)}) == (line("TEA", 5, 3, 2), line("CUP", 2))
