"""What may happen to a parcel: plain Python, no database."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from contexts.shipping import domain
from contexts.shipping.dto import Shipment, ShipmentLine, ShipmentState
from gotuto.address import Address
from tests.refusals import refused

HOME = Address(name="Ada Lovelace", line1="Square 1", postal_code="10115", city="Berlin", country="DE")
TEA, CUP = ShipmentLine(sku="TEA", quantity=2), ShipmentLine(sku="CUP", quantity=1)
PENDING, DISPATCHED, DELIVERED, CANCELLED = ShipmentState
PARCEL = Shipment(
    id=UUID(int=1),
    order_id=UUID(int=2),
    state=PENDING,
    carrier="DHL",
    tracking_number="4711",
    address=HOME,
    lines=(CUP, TEA),
    created_at=datetime(2026, 3, 2, tzinfo=UTC),
    dispatched_at=None,
    delivered_at=None,
    version=1,
)
STEPS = {
    DISPATCHED: ({PENDING}, "shipping.not_dispatchable"),
    DELIVERED: ({DISPATCHED}, "shipping.not_deliverable"),
    CANCELLED: ({PENDING}, "shipping.not_cancellable"),
}


def test_a_parcel_is_packed_in_sku_order_and_within_a_sku_by_number():
    one, many = ShipmentLine(sku="TEA", quantity=1), ShipmentLine(sku="CUP", quantity=9)
    assert domain.packed([TEA, many, one]) == (many, one, TEA)


@pytest.mark.parametrize("lines", [[], [replace(TEA, quantity=0)], [TEA, replace(CUP, quantity=-1)]])
def test_an_empty_parcel_and_an_empty_line_are_refused(lines):
    with refused("shipping.nothing_to_ship"):
        domain.packed(lines)


@pytest.mark.parametrize("state", [PENDING, DISPATCHED, DELIVERED])
def test_the_same_order_may_ask_again_for_the_same_parcel(state):
    domain.check_repeat(replace(PARCEL, state=state), address=HOME, lines=(CUP, TEA))


def test_the_same_order_may_not_ask_for_another_parcel_nor_for_a_cancelled_one():
    with refused("shipping.shipment_differs", str(PARCEL.order_id)):
        domain.check_repeat(PARCEL, address=replace(HOME, line1="Tower 9"), lines=(CUP, TEA))
    with refused("shipping.shipment_differs", str(PARCEL.order_id)):
        domain.check_repeat(PARCEL, address=HOME, lines=(TEA,))
    with refused("shipping.shipment_cancelled", str(PARCEL.order_id)):
        domain.check_repeat(replace(PARCEL, state=CANCELLED), address=HOME, lines=(CUP, TEA))


@pytest.mark.parametrize("state", ShipmentState)
@pytest.mark.parametrize(("carrier", "number"), [("DHL", "4711"), ("UPS", "4711"), ("DHL", "0815")])
def test_a_dispatch_is_a_repeat_when_this_carrier_has_it_under_this_number(state, carrier, number):
    repeated = domain.is_repeated_dispatch(replace(PARCEL, state=state), carrier=carrier, tracking_number=number)
    assert repeated is (state in (DISPATCHED, DELIVERED) and (carrier, number) == ("DHL", "4711"))


@pytest.mark.parametrize("state", ShipmentState)
@pytest.mark.parametrize("wish", STEPS)
def test_a_parcel_goes_its_way_step_by_step(state, wish):
    allowed, code = STEPS[wish]
    if state in allowed:
        assert domain.transition(state, wish) is wish
    else:
        with refused(code, f"this one is {state}"):
            domain.transition(state, wish)
