"""The order's decisions in every state: plain Python, no database."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from contexts.order.errors import InvalidOrderTransition, NotCancellable
from contexts.order.history import domain as history
from contexts.order.orders import dto
from contexts.order.orders.domain import stream
from contexts.order.orders.domain.order import evolve, fold
from contexts.order.orders.domain.stream import (
    InvoiceOpened,
    Line,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderShipped,
    PaymentReceived,
    ShipmentRequested,
    StockReserved,
)
from contexts.order.orders.domain.summary import summary
from contexts.order.orders.dto import OrderStatus
from gotuto.events import UnknownEvent
from gotuto.money import Money

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ONE, TWO = UUID(int=1), UUID(int=2)
PRICE = Money.of("11.90", "EUR")

PLACED = OrderPlaced(
    order_id=ONE,
    number="A-001001",
    cart_id=ONE,
    customer_id=None,
    currency="EUR",
    lines=(Line(sku="TEA", product_id=ONE, name="Tea", quantity=2, unit_price=PRICE),),
    occurred_at=NOW,
)
CONFIRMED = OrderConfirmed(occurred_at=NOW)
PART = PaymentReceived(payment_id=ONE, amount=PRICE, in_full=False, occurred_at=NOW)
PAID = PaymentReceived(payment_id=TWO, amount=PRICE, in_full=True, occurred_at=NOW)
PACKED = ShipmentRequested(shipment_id=ONE, occurred_at=NOW)
SHIPPED = OrderShipped(shipment_id=ONE, occurred_at=NOW)
DELIVERED = OrderDelivered(shipment_id=ONE, occurred_at=NOW)
CANCELLED = OrderCancelled(code="order.cancelled_on_request", reason="No.", occurred_at=NOW)
RESERVED = StockReserved(reservation_id=ONE, occurred_at=NOW)
INVOICED = InvoiceOpened(invoice_id=ONE, occurred_at=NOW)

LIVES = {
    "pending": [PLACED],
    "confirmed": [PLACED, RESERVED, INVOICED, CONFIRMED],
    "paid in part": [PLACED, CONFIRMED, PART],
    "processing": [PLACED, CONFIRMED, PAID, PACKED],
    "shipped": [PLACED, CONFIRMED, PAID, PACKED, SHIPPED],
    "delivered": [PLACED, CONFIRMED, PAID, PACKED, SHIPPED, DELIVERED],
    "cancelled": [PLACED, CANCELLED],
}
DECISIONS = {
    "confirm": lambda order: order.confirm(now=NOW),
    "receive a part": lambda order: order.receive_payment(payment_id=UUID(int=9), amount=PRICE, in_full=False, now=NOW),
    "receive the rest": lambda order: order.receive_payment(payment_id=UUID(int=9), amount=PRICE, in_full=True, now=NOW),
    "ship": lambda order: order.ship(ONE, now=NOW),
    "deliver": lambda order: order.deliver(ONE, now=NOW),
    "cancel": lambda order: order.cancel(code="c", reason="r", now=NOW),
}  # fmt: skip
ANSWERS = {
    "pending": {"confirm": ["OrderConfirmed"], "cancel": ["OrderCancelled"]},
    "confirmed": {
        "receive a part": ["PaymentReceived"],
        "receive the rest": ["PaymentReceived"],
        "cancel": ["OrderCancelled"],
    },
    "paid in part": {"receive a part": ["PaymentReceived"], "receive the rest": ["PaymentReceived"]},
    "processing": {
        "receive a part": ["PaymentReceived"],
        "ship": ["OrderShipped"],
        "deliver": ["OrderShipped", "OrderDelivered"],
    },
    "shipped": {"receive a part": ["PaymentReceived"], "ship": [], "deliver": ["OrderDelivered"]},
    "delivered": {"receive a part": ["PaymentReceived"], "ship": [], "deliver": []},
    "cancelled": {},
}


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("decision", DECISIONS)
def test_each_decision_in_each_state(life, decision):
    order = fold(LIVES[life])
    answer = ANSWERS[life].get(decision)
    if answer is None:
        with pytest.raises((InvalidOrderTransition, NotCancellable)):
            DECISIONS[decision](order)
    else:
        assert [type(event).__name__ for event in DECISIONS[decision](order)] == answer


@pytest.mark.parametrize("life", LIVES)
def test_a_stream_leads_to_its_state(life):
    status = {"paid in part": "confirmed"}.get(life, life)
    assert fold(LIVES[life]).status == status


def test_the_order_remembers_what_it_was_told():
    order = fold([*LIVES["confirmed"], PART, PAID, PACKED])
    assert (order.reservation_id, order.invoice_id, order.confirmed_at) == (ONE, ONE, NOW)
    assert (order.payments, order.shipment_ids) == ((ONE, TWO), (ONE,))
    assert order.total == Money.of("23.80", "EUR")
    assert fold([PLACED, CANCELLED]).cancellation.code == CANCELLED.code


def test_a_part_that_is_told_late_does_not_turn_the_order_back():
    order = fold([*LIVES["shipped"], PART])
    assert order.status == "shipped"


def test_the_same_payment_and_the_same_parcel_count_once():
    order = fold(LIVES["processing"])
    assert order.receive_payment(payment_id=TWO, amount=PRICE, in_full=True, now=NOW) == []
    assert order.request_shipment(ONE, now=NOW) == []
    assert order.request_shipment(TWO, now=NOW) == [ShipmentRequested(shipment_id=TWO, occurred_at=NOW)]


def test_a_stream_begins_with_the_placement():
    with pytest.raises(ValueError, match="never empty"):
        fold([])
    with pytest.raises(ValueError, match="begins with OrderPlaced"):
        fold([CONFIRMED])


def test_an_order_is_placed_once():
    with pytest.raises(ValueError, match="placed once"):
        fold([PLACED, PLACED])


ALL = [PLACED, RESERVED, INVOICED, CONFIRMED, PART, PACKED, SHIPPED, DELIVERED, CANCELLED]


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


def test_the_order_knows_when_it_last_changed_and_all_its_parcels():
    later = NOW + timedelta(hours=1)
    order = fold([*LIVES["processing"], ShipmentRequested(shipment_id=TWO, occurred_at=later)])
    assert (order.changed_at, order.shipment_ids) == (later, (ONE, TWO))


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
    "ShipmentRequested": {"occurred_at": "2026-03-02T09:30:00Z", "shipment_id": str(ONE)},
    "OrderShipped": {"occurred_at": "2026-03-02T09:30:00Z", "shipment_id": str(ONE)},
    "OrderDelivered": {"occurred_at": "2026-03-02T09:30:00Z", "shipment_id": str(ONE)},
    "OrderCancelled": {
        "occurred_at": "2026-03-02T09:30:00Z",
        "code": "order.cancelled_on_request",
        "reason": "No.",
    },
}


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


def test_evolve_does_not_touch_the_order_that_it_is_given():
    order = fold([PLACED])
    assert evolve(order, CONFIRMED).status == "confirmed"
    assert order.status == "pending"


def test_a_placed_order_is_shown_as_its_stream_tells_it():
    shown = summary(fold(LIVES["confirmed"]), email="ada@example.com", version=4)
    line = dto.OrderLine(
        sku="TEA", product_id=ONE, name="Tea", quantity=2, unit_price=PRICE, total=Money.of("23.80", "EUR")
    )
    assert shown == dto.Order(
        id=ONE,
        number="A-001001",
        token=None,
        status=OrderStatus.CONFIRMED,
        email="ada@example.com",
        vat_id="",
        currency="EUR",
        lines=(line,),
        net=None,
        tax=None,
        tax_lines=None,
        total=Money.of("23.80", "EUR"),
        invoice_id=ONE,
        shipment_ids=(),
        placed_at=NOW,
        confirmed_at=NOW,
        cancellation=None,
        allowed_actions=("cancel",),
        version=4,
    )


def test_what_cannot_be_cancelled_is_shown_without_that_action():
    shown = summary(fold(LIVES["shipped"]), email="", version=6)
    assert (shown.allowed_actions, shown.shipment_ids) == ((), (ONE,))
    assert summary(fold(LIVES["cancelled"]), email="", version=2).cancellation.reason == "No."
