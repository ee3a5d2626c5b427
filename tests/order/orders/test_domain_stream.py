"""The events of an order's stream: stored, read again, lifted, and told to the buyer in words."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from contexts.order.history import domain as history
from contexts.order.orders.domain import stream
from contexts.order.orders.domain.order import CANCELLED_ON_REQUEST, ON_REQUEST
from contexts.order.orders.domain.stream import OrderShipped
from contexts.order.orders.dto import Cancellation
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
    QUOTE,
    REFUSED,
    REQUESTED,
    RESERVED,
    REVERSED,
    SHIPPED,
)

# What was written by the first release must be readable for ever.
SCHEMA_1 = {
    "OrderPlaced": {
        "occurred_at": "2026-03-02T09:30:00Z",
        "order_id": str(ONE),
        "number": "A-001001",
        "cart_id": str(ONE),
        "customer_id": None,
        "currency": "EUR",
        "lines": [
            {
                "sku": "TEA",
                "product_id": str(ONE),
                "name": "Tea",
                "quantity": 2,
                "unit_price": {"amount": "11.90", "currency": "EUR"},
            }
        ],
    },
    "StockReserved": {"occurred_at": "2026-03-02T09:30:00Z", "reservation_id": str(ONE)},
    "InvoiceOpened": {"occurred_at": "2026-03-02T09:30:00Z", "invoice_id": str(ONE)},
    "OrderConfirmed": {"occurred_at": "2026-03-02T09:30:00Z"},
    "PaymentReceived": {
        "occurred_at": "2026-03-02T09:30:00Z",
        "payment_id": str(ONE),
        "amount": {"amount": "11.90", "currency": "EUR"},
        "in_full": False,
    },
    "PaymentReversed": {
        "occurred_at": "2026-03-02T09:30:00Z",
        "payment_id": str(UUID(int=3)),
        "amount": {"amount": "11.90", "currency": "EUR"},
        "cause": "charged_back",
    },
    "CancellationRequested": {"occurred_at": "2026-03-02T09:30:00Z"},
    "CancellationRefused": {
        "occurred_at": "2026-03-02T09:30:00Z",
        "code": "shipping.not_cancellable",
        "reason": "It has left.",
    },
    "ShipmentRequested": {"occurred_at": "2026-03-02T09:30:00Z", "shipment_id": str(ONE)},
    "OrderShipped": {"occurred_at": "2026-03-02T09:30:00Z", "shipment_id": str(ONE)},
    "OrderDelivered": {"occurred_at": "2026-03-02T09:30:00Z", "shipment_id": str(ONE)},
    "OrderCancelled": {
        "occurred_at": "2026-03-02T09:30:00Z",
        "code": "order.cancelled_on_request",
        "reason": "No.",
    },
}


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


def test_taxes_that_say_no_more_are_written_so_that_the_release_before_reads_them():
    plain, told = replace(PLACED, taxes=QUOTE), replace(PLACED, taxes=replace(QUOTE, deliver_to="FR"))
    assert [stream.pack(event)[1] for event in (PLACED, plain, told)] == [1, 1, 2]
    assert [stream.unpack(*stream.pack(event)) for event in (plain, told)] == [plain, told]


def test_what_a_wish_leaves_in_a_stream_is_the_same_for_ever():
    assert (CANCELLED.code, "Called off on request.") == (CANCELLED_ON_REQUEST, ON_REQUEST)


def test_why_an_order_was_cancelled_is_told_as_the_order_tells_it():
    own = Cancellation(code=CANCELLED.code, reason="I ordered twice.")
    assert history.told(7, CANCELLED, cancellation=own).text == "The order was cancelled: I ordered twice."


def test_an_older_schema_is_lifted_to_the_present_one(monkeypatch):
    monkeypatch.setattr(OrderShipped, "schema", 2)
    monkeypatch.setitem(stream.UPCASTERS, ("OrderShipped", 1), lambda data: {**data, "shipment_id": data["parcel"]})
    told = stream.unpack("OrderShipped", 1, {"occurred_at": "2026-03-02T09:30:00Z", "parcel": str(ONE)})
    assert told == SHIPPED


def test_what_this_release_does_not_know_is_refused():
    with pytest.raises(UnknownEvent, match="No event of an order's stream is called OrderEaten"):
        stream.unpack("OrderEaten", 1, {})
    with pytest.raises(UnknownEvent, match="has schema 2"):
        stream.unpack("OrderShipped", 2, {})
