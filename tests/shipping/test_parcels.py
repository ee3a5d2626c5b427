"""A parcel is packed, sent and delivered; its goods leave the stock when the carrier takes it."""

import pytest

from contexts.inventory.errors import ReservationAlreadyReleased, ReservationNotFound
from contexts.inventory.reservations.use_cases import release_stock
from contexts.shipping import dto
from contexts.shipping.dto import ShipmentState
from contexts.shipping.errors import (
    NotCancellable,
    NotCorrectable,
    NotDeliverable,
    NotDispatchable,
    NothingToShip,
    ShipmentAlreadyCancelled,
    ShipmentDiffers,
    ShipmentNotFound,
)
from contexts.shipping.queries import get_shipment, list_shipments, shipments_of
from contexts.shipping.use_cases import cancel_shipment, correct_shipment, create_shipment
from gotuto.errors import Stale
from gotuto.ids import ShipmentId, new_id
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, an_order, counters, told
from tests.shipping.builders import HOME, OFFICE, contents, deliver, dispatch, parcel, reserved_order


def test_a_paid_order_gets_a_pending_parcel(db):
    shipment = parcel()
    assert shipment.state is ShipmentState.PENDING
    assert shipment.address == HOME
    assert shipment.lines == tuple(contents(TEA=2))
    assert get_shipment(shipment_id=shipment.id) == shipment


def test_asking_twice_makes_one_parcel(db):
    order = an_order()
    assert parcel(order) == parcel(order)
    assert len(shipments_of(order_id=order)) == 1
    assert len(told("shipping.shipment_created")) == 1


@pytest.mark.parametrize(("address", "pieces"), [(OFFICE, 2), (HOME, 3)])
def test_the_same_order_cannot_ask_for_another_parcel(db, address, pieces):
    order = an_order()
    parcel(order)
    with pytest.raises(ShipmentDiffers):
        create_shipment(order_id=order, address=address, lines=contents(TEA=pieces), now=NOW)


@pytest.mark.parametrize("lines", [[], contents(TEA=0)])
def test_an_empty_parcel_is_not_sent(db, lines):
    with pytest.raises(NothingToShip):
        create_shipment(order_id=an_order(), address=HOME, lines=lines, now=NOW)


def test_dispatch_takes_the_reserved_goods_out_of_stock(db):
    shipment = parcel(reserved_order(2, in_stock=5))
    sent = dispatch(shipment.id)
    assert (sent.state, sent.carrier, sent.tracking_number, sent.dispatched_at) == ("dispatched", "DHL", "4711", NOW)
    assert counters() == (3, 0, 3)
    [event] = told("shipping.shipment_dispatched")
    assert (event["order_id"], event["tracking_number"]) == (str(shipment.order_id), "4711")


def test_the_same_dispatch_twice_happens_once(db):
    shipment = parcel()
    assert dispatch(shipment.id) == dispatch(shipment.id)
    assert counters() == (3, 0, 3)
    assert len(told("shipping.shipment_dispatched")) == 1


def test_a_parcel_cannot_be_handed_to_two_carriers(db):
    shipment = parcel()
    dispatch(shipment.id)
    with pytest.raises(NotDispatchable, match="this one is dispatched"):
        dispatch(shipment.id, "UPS")


def test_goods_that_nobody_reserved_cannot_be_sent(db):
    shipment = parcel(an_order())
    with pytest.raises(ReservationNotFound):
        dispatch(shipment.id)


def test_goods_that_were_released_cannot_be_sent(transactional_db):
    order = reserved_order()
    shipment = parcel(order)
    release_stock(order_id=order, now=NOW)
    with pytest.raises(ReservationAlreadyReleased):
        dispatch(shipment.id)
    assert get_shipment(shipment_id=shipment.id).state is ShipmentState.PENDING


def test_a_parcel_on_its_way_is_delivered_once(db):
    shipment = parcel()
    dispatch(shipment.id)
    delivered = deliver(shipment.id)
    assert (delivered.state, delivered.delivered_at) == ("delivered", NOW)
    assert deliver(shipment.id) == delivered
    assert len(told("shipping.shipment_delivered")) == 1


def test_a_parcel_that_never_left_cannot_arrive(db):
    with pytest.raises(NotDeliverable, match="this one is pending"):
        deliver(parcel().id)


def test_a_delivered_parcel_still_answers_to_its_dispatch(db):
    shipment = parcel()
    dispatch(shipment.id)
    delivered = deliver(shipment.id)
    assert dispatch(shipment.id) == delivered


def test_who_decides_on_an_old_version_is_told(db):
    shipment = parcel()
    with pytest.raises(Stale):
        dispatch(shipment.id, version=shipment.version + 1)
    sent = dispatch(shipment.id, version=shipment.version)
    with pytest.raises(Stale):
        deliver(shipment.id, version=shipment.version)
    assert deliver(shipment.id, version=sent.version).state is ShipmentState.DELIVERED


def test_an_unknown_parcel_is_not_found(db):
    unknown = ShipmentId(new_id())
    for ask in (dispatch, deliver, lambda shipment_id: get_shipment(shipment_id=shipment_id)):
        with pytest.raises(ShipmentNotFound):
            ask(unknown)


def test_a_pending_parcel_can_be_called_off_for_good(db):
    order = reserved_order()
    shipment = parcel(order)
    cancelled = cancel_shipment(order_id=order, now=NOW)
    assert (cancelled.id, cancelled.state) == (shipment.id, "cancelled")
    assert cancel_shipment(order_id=order, now=NOW) == cancelled
    with pytest.raises(NotDispatchable):
        dispatch(shipment.id)
    with pytest.raises(ShipmentAlreadyCancelled):
        parcel(order)


def test_a_cancellation_that_comes_first_is_remembered(db):
    order = an_order()
    assert cancel_shipment(order_id=order, now=NOW).address is None
    with pytest.raises(ShipmentAlreadyCancelled):
        parcel(order)


def test_a_parcel_that_left_cannot_be_called_off(db):
    shipment = parcel()
    dispatch(shipment.id)
    with pytest.raises(NotCancellable):
        cancel_shipment(order_id=shipment.order_id, now=NOW)


def test_parcels_are_listed_by_order_and_state(db, django_assert_num_queries):
    first, second = parcel(reserved_order()), parcel(an_order())
    dispatch(first.id)
    with django_assert_num_queries(1):
        everything = list_shipments(filters=dto.ShipmentFilter(), page=PageRequest())
    assert {shipment.id for shipment in everything.items} == {first.id, second.id}
    pending = list_shipments(filters=dto.ShipmentFilter(state=ShipmentState.PENDING), page=PageRequest())
    assert [shipment.id for shipment in pending.items] == [second.id]
    of_order = list_shipments(filters=dto.ShipmentFilter(order_id=first.order_id), page=PageRequest())
    assert [shipment.id for shipment in of_order.items] == [first.id]


def test_no_event_carries_the_address(db):
    shipment = parcel()
    dispatch(shipment.id)
    deliver(shipment.id)
    for name in ("created", "dispatched", "delivered"):
        [event] = told(f"shipping.shipment_{name}")
        assert not set(event) & {"address", "name", "line1", "city", "phone"}


def test_a_label_is_corrected_once_the_carrier_has_the_parcel_and_the_others_are_told(db):
    shipment = parcel()
    with pytest.raises(NotCorrectable, match="this one is pending"):
        correct_shipment(shipment_id=shipment.id, carrier="UPS", now=NOW)
    dispatch(shipment.id)
    corrected = correct_shipment(shipment_id=shipment.id, tracking_number="4712", now=NOW)
    assert (corrected.carrier, corrected.tracking_number, corrected.version) == ("DHL", "4712", 3)
    assert [event["tracking_number"] for event in told("shipping.shipment_corrected")] == ["4712"]
    deliver(shipment.id)
    assert correct_shipment(shipment_id=shipment.id, carrier="UPS", now=NOW).state is ShipmentState.DELIVERED


def test_a_correction_that_changes_nothing_tells_nobody(db):
    shipment = parcel()
    sent = dispatch(shipment.id)
    assert correct_shipment(shipment_id=shipment.id, carrier="DHL", tracking_number="4711", now=NOW) == sent
    assert told("shipping.shipment_corrected") == []


def test_a_correction_of_an_old_version_is_refused(db):
    shipment = parcel()
    dispatch(shipment.id)
    with pytest.raises(Stale):
        correct_shipment(shipment_id=shipment.id, carrier="UPS", expected_version=1, now=NOW)
    with pytest.raises(ShipmentNotFound):
        correct_shipment(shipment_id=ShipmentId(new_id()), carrier="UPS", now=NOW)
