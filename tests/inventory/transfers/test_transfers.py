"""Goods that go from one location to another, and lie on nobody's shelf meanwhile."""

import pytest
from django.db import IntegrityError, transaction

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.locations.errors import LocationClosed, LocationNotFound
from contexts.inventory.locations.use_cases import update_location
from contexts.inventory.movements.dto import MovementFilter
from contexts.inventory.movements.queries import list_movements
from contexts.inventory.reservations.dto import StockLine
from contexts.inventory.stock.errors import NotEnoughStock, QuantityOutOfRange, SkuUnknown
from contexts.inventory.transfers import models
from contexts.inventory.transfers.dto import Arrival, TransferFilter, TransferState
from contexts.inventory.transfers.errors import (
    NotInTransit,
    SamePlace,
    TransferEmpty,
    TransferMoved,
    TransferNotFound,
)
from contexts.inventory.transfers.queries import get_transfer, list_transfers
from contexts.inventory.transfers.use_cases import (
    cancel_transfer,
    create_transfer,
    receive_transfer,
    send_transfer,
)
from gotuto.errors import Stale
from gotuto.ids import ActorId, Sku, TransferId, new_id
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, an_order, counters, lies, lines, location, reserve, stocked, stocked_at, told

KEEPER = ActorId(new_id())


@pytest.fixture(autouse=True)
def warehouse(db):
    stocked(10)
    stocked(4, "CUP")
    location("HAMBURG")


def draft(*, start=None, to="HAMBURG", **pieces):
    return create_transfer(from_location=start, to_location=to, lines=lines(**pieces), actor=KEEPER, now=NOW)


def send(transfer, **more):
    return send_transfer(transfer_id=transfer.id, actor=KEEPER, now=NOW, **more)


def receive(transfer, *arrivals, **more):
    return receive_transfer(transfer_id=transfer.id, arrivals=arrivals, actor=KEEPER, now=NOW, **more)


def come(sku="TEA", quantity=0, missing=0):
    return Arrival(sku=Sku(sku), quantity=quantity, missing=missing)


def test_a_draft_moves_nothing():
    transfer = draft(TEA=3)
    assert (transfer.from_location, transfer.to_location, transfer.state) == ("MAIN", "HAMBURG", "draft")
    assert (transfer.created_by, transfer.version, transfer.sent_at) == (KEEPER, 1, None)
    assert counters() == (10, 0, 10)


def test_what_is_on_its_way_lies_nowhere_and_cannot_be_bought():
    sent = send(draft(TEA=3, CUP=1))
    assert (sent.state, sent.sent_at, sent.version) == ("sent", NOW, 2)
    assert counters() == (7, 0, 7)
    assert lies() == {"MAIN": (7, 0)}
    with pytest.raises(NotEnoughStock, match="Only 7 of 8"):
        reserve(an_order(), TEA=8)
    assert [line.in_transit for line in sent.lines] == [1, 3]
    assert find_discrepancies() == ()


def test_what_has_come_lies_at_its_new_place():
    transfer = receive(send(draft(TEA=3, CUP=1)))
    assert (transfer.state, transfer.received_at) == ("received", NOW)
    assert lies() == {"MAIN": (7, 0), "HAMBURG": (3, 0)}
    assert lies("CUP") == {"MAIN": (3, 0), "HAMBURG": (1, 0)}
    assert find_discrepancies() == ()


def test_goods_come_in_parts_and_some_are_missing():
    sent = send(draft(TEA=5))
    first = receive(sent, come(quantity=2))
    assert (first.state, first.lines[0].received, first.lines[0].in_transit) == ("sent", 2, 3)
    second = receive(sent, come(quantity=1), come(missing=1))
    assert (second.state, second.lines[0].received, second.lines[0].missing) == ("sent", 3, 1)
    last = receive(sent, come(missing=1))
    assert (last.state, last.lines[0].missing, last.lines[0].in_transit) == ("received", 2, 0)
    assert lies() == {"MAIN": (5, 0), "HAMBURG": (3, 0)}
    assert [event["is_complete"] for event in told("inventory.transfer_received")] == [False, False, True]
    assert find_discrepancies() == ()


def test_goods_come_back_to_the_main_location():
    stocked_at("HAMBURG", 4)
    receive(send(draft(start="HAMBURG", to=None, TEA=4)))
    assert lies() == {"MAIN": (14, 0)}
    assert counters() == (14, 0, 14)


def test_the_ledger_names_the_transfer_and_who_moved_it():
    transfer = receive(send(draft(TEA=3)))
    moved = list_movements(sku=Sku("TEA"), filters=MovementFilter(), page=PageRequest(size=2)).items
    assert {(one.kind, one.location, one.delta_on_hand) for one in moved} == {
        ("transfer_out", "MAIN", -3),
        ("transfer_in", "HAMBURG", 3),
    }
    assert {(one.reference, one.actor) for one in moved} == {(transfer.reference, KEEPER)}


def test_the_world_hears_what_leaves_and_what_comes():
    transfer = receive(send(draft(TEA=3)))
    [left] = told("inventory.transfer_sent")
    assert (left["from_location"], left["to_location"]) == ("MAIN", "HAMBURG")
    [arrived] = told("inventory.transfer_received")
    assert arrived["arrivals"] == [{"sku": "TEA", "quantity": 3, "missing": 0}]
    assert arrived["reference"] == transfer.reference


def test_what_is_kept_for_orders_does_not_leave():
    reserve(an_order(), TEA=8)
    with pytest.raises(NotEnoughStock, match="Only 2 of 3"):
        send(draft(TEA=3))
    assert counters() == (10, 8, 2)


def test_sent_twice_the_goods_leave_once():
    transfer = draft(TEA=3)
    assert send(transfer) == send(transfer)
    assert counters() == (7, 0, 7)
    assert send(receive(transfer)).state == "received"


@pytest.mark.parametrize(
    "arrivals", [(come(quantity=4),), (come(quantity=3), come(missing=1)), (come("CUP", quantity=1),)]
)
def test_no_more_comes_than_is_on_its_way(arrivals):
    transfer = send(draft(TEA=3))
    with pytest.raises(NotInTransit):
        receive(transfer, *arrivals)
    assert counters() == (7, 0, 7)


@pytest.mark.parametrize("arrival", [come(), come(quantity=2, missing=-1), come(quantity=-1, missing=2)])
def test_an_arrival_is_of_a_sensible_number(arrival):
    with pytest.raises(QuantityOutOfRange):
        receive(send(draft(TEA=3)), arrival)


def test_what_has_not_left_cannot_come_and_what_has_come_is_there():
    transfer = draft(TEA=3)
    with pytest.raises(TransferMoved, match="is draft; this can be done to one that is sent"):
        receive(transfer)
    receive(send(transfer))
    with pytest.raises(TransferMoved, match="is received"):
        receive(transfer)


def test_a_draft_is_given_up_once_and_never_sent():
    transfer = draft(TEA=3)
    with pytest.raises(Stale):
        cancel_transfer(transfer_id=transfer.id, expected_version=9, now=NOW)
    given_up = cancel_transfer(transfer_id=transfer.id, now=NOW)
    assert given_up.state is TransferState.CANCELLED
    assert cancel_transfer(transfer_id=transfer.id, now=NOW) == given_up
    with pytest.raises(TransferMoved):
        send(transfer)
    with pytest.raises(TransferMoved):
        cancel_transfer(transfer_id=send(draft(TEA=1)).id, now=NOW)


def test_a_transfer_goes_somewhere_else_and_takes_something_along():
    with pytest.raises(SamePlace):
        draft(start="main", to=None, TEA=1)
    with pytest.raises(TransferEmpty):
        draft()
    many = [StockLine(sku=Sku(f"S{number}"), quantity=1) for number in range(501)]
    with pytest.raises(TransferEmpty):
        create_transfer(to_location="HAMBURG", lines=many, actor=None, now=NOW)
    with pytest.raises(SkuUnknown):
        draft(PLATE=1)
    with pytest.raises(LocationNotFound):
        draft(to="NOWHERE", TEA=1)


def test_goods_for_a_place_that_was_closed_wait_until_it_is_opened():
    transfer = send(draft(TEA=3))
    update_location(location="HAMBURG", is_closed=True, now=NOW)
    with pytest.raises(LocationClosed):
        receive(transfer)
    update_location(location="HAMBURG", is_closed=False, now=NOW)
    assert receive(transfer).state is TransferState.RECEIVED


def test_who_decides_on_an_old_version_is_refused():
    transfer = draft(TEA=3)
    with pytest.raises(Stale):
        send(transfer, expected_version=2)
    with pytest.raises(Stale):
        receive(send(transfer, expected_version=1), expected_version=1)


def test_transfers_are_listed_and_found():
    first, second = draft(TEA=1), send(draft(TEA=2))
    nobody = TransferId(new_id())
    assert list_transfers(filters=TransferFilter(), page=PageRequest()).items == (second, first)
    assert list_transfers(filters=TransferFilter(state=TransferState.SENT), page=PageRequest()).items == (second,)
    assert list_transfers(filters=TransferFilter(sku=Sku("POT")), page=PageRequest()).items == ()
    assert first in list_transfers(filters=TransferFilter(sku=Sku("TEA")), page=PageRequest()).items
    for act in (lambda: get_transfer(transfer_id=nobody), lambda: cancel_transfer(transfer_id=nobody, now=NOW)):
        with pytest.raises(TransferNotFound):
            act()


def test_the_database_itself_lets_no_more_come_than_left():
    send(draft(TEA=3))
    with transaction.atomic(), pytest.raises(IntegrityError, match="inventory_transferline_pieces"):
        models.TransferLine.objects.update(received=4)


def test_a_transfer_of_many_lines_costs_as_many_statements_as_one_of_one(django_assert_num_queries):
    for number in range(20):
        stocked(5, f"SKU{number}")
    one, many = draft(TEA=1), draft(**{f"SKU{number}": 1 for number in range(20)})
    for transfer in (one, many):
        with django_assert_num_queries(9):
            send(transfer)
    for transfer in (one, many):
        with django_assert_num_queries(13):
            receive(transfer)
