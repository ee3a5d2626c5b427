"""The events of an order's stream: stored, read again, lifted, and told to the buyer in words."""

import json

import pytest

from contexts.order.history import domain as history
from contexts.order.orders.domain import stream
from contexts.order.orders.domain.stream import (
    OrderShipped,
)
from gotuto.events import UnknownEvent
from tests.order.orders.test_domain import (
    CANCELLED,
    CONFIRMED,
    DELIVERED,
    INVOICED,
    NOW,
    ONE,
    PACKED,
    PAID,
    PART,
    PLACED,
    REFUSED,
    REQUESTED,
    RESERVED,
    REVERSED,
    SCHEMA_1,
    SHIPPED,
)

ALL = [
    *(PLACED, RESERVED, INVOICED, CONFIRMED, PART, REVERSED, PACKED, SHIPPED, DELIVERED),
    *(REQUESTED, REFUSED, CANCELLED),
]


def test_every_kind_of_event_is_looked_at_here():
    assert sorted({type(event).__name__ for event in ALL}) == sorted(stream.names())


@pytest.mark.parametrize("event", ALL, ids=lambda event: type(event).__name__)
def test_an_event_is_stored_and_read_again(event):
    assert stream.unpack(*stream.pack(event)) == event


TOLD = {
    PLACED: ("Order A-001001 was placed.", {"number": "A-001001"}),
    RESERVED: ("The goods are reserved.", {}),
    INVOICED: ("The invoice is being made out.", {"invoice_id": str(ONE)}),
    CONFIRMED: ("The order is confirmed and the invoice is on its way.", {}),
    PART: ("11.90 EUR came in; the order is paid in part.", {"in_full": False}),
    PAID: ("11.90 EUR came in; the order is paid.", {"in_full": True}),
    REVERSED: ("11.90 EUR of what was paid did not stay.", {"cause": "charged_back"}),
    REQUESTED: ("The order is being cancelled.", {}),
    REFUSED: ("The order was not cancelled: It has left.", {"code": "shipping.not_cancellable"}),
    PACKED: ("The parcel is being packed.", {"shipment_id": str(ONE)}),
    SHIPPED: ("The carrier has the parcel.", {"shipment_id": str(ONE)}),
    DELIVERED: ("The parcel was delivered.", {"shipment_id": str(ONE)}),
    CANCELLED: ("The order was cancelled: No.", {"code": "order.cancelled_on_request"}),
}


@pytest.mark.parametrize("event", TOLD, ids=lambda event: type(event).__name__)
def test_every_event_is_told_to_the_buyer_in_words(event):
    entry = history.told(7, event, cancellation=None)
    assert (entry.version, entry.type, entry.occurred_at) == (7, type(event).__name__, NOW)
    assert (entry.text, entry.details) == TOLD[event]


@pytest.mark.parametrize("event", ALL, ids=lambda event: type(event).__name__)
def test_events_of_the_first_schema_are_read(event):
    name = type(event).__name__
    packed_name, schema, data = stream.pack(event)
    stored = json.loads(json.dumps(data))
    # What an earlier release reads of it; what it does not know, it passes over.
    assert (packed_name, schema, {key: stored[key] for key in SCHEMA_1[name]}) == (name, 1, SCHEMA_1[name])
    assert stream.unpack(name, 1, SCHEMA_1[name]) == event


def test_an_older_schema_is_lifted_to_the_present_one(monkeypatch):
    monkeypatch.setattr(OrderShipped, "schema", 2)
    monkeypatch.setitem(stream.UPCASTERS, ("OrderShipped", 1), lambda data: {**data, "shipment_id": data["parcel"]})
    told = stream.unpack("OrderShipped", 1, {"occurred_at": "2026-03-02T09:30:00Z", "parcel": str(ONE)})
    assert told == SHIPPED


def test_what_this_release_does_not_know_is_refused():
    with pytest.raises(UnknownEvent):
        stream.unpack("OrderEaten", 1, {})
    with pytest.raises(UnknownEvent):
        stream.unpack("OrderShipped", 2, {})
