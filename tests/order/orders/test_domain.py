"""The order's decisions in every state: plain Python, no database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from contexts.billing.dto import Quote
from contexts.billing.lines.dto import at_home
from contexts.order.errors import InvalidOrderTransition, NotCancellable
from contexts.order.orders import dto
from contexts.order.orders.domain.order import ALLOWED_FROM, evolve, fold
from contexts.order.orders.domain.stream import (
    CancellationRefused,
    CancellationRequested,
    InvoiceOpened,
    Line,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderPlaced,
    OrderShipped,
    PaymentReceived,
    PaymentReversed,
    ShipmentRequested,
    StockReserved,
)
from contexts.order.orders.domain.summary import summary
from contexts.order.orders.dto import OrderStatus
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
REVERSED = PaymentReversed(payment_id=UUID(int=3), amount=PRICE, cause="charged_back", occurred_at=NOW)
REQUESTED = CancellationRequested(occurred_at=NOW)
REFUSED = CancellationRefused(code="shipping.not_cancellable", reason="It has left.", occurred_at=NOW)
CANCELLED = OrderCancelled(code="order.cancelled_on_request", reason="No.", occurred_at=NOW)
RESERVED = StockReserved(reservation_id=ONE, occurred_at=NOW)
INVOICED = InvoiceOpened(invoice_id=ONE, occurred_at=NOW)

QUOTE = Quote(
    lines=(at_home(Decimal("0.19")),),
    tax_lines=(),
    net=Money.of("20.00", "EUR"),
    tax=Money.of("3.79", "EUR"),
    total=Money.of("23.79", "EUR"),
    home_rate=Decimal("0.19"),
)

LIVES = {
    "pending": [PLACED],
    "confirmed": [PLACED, RESERVED, INVOICED, CONFIRMED],
    "paid in part": [PLACED, CONFIRMED, PART],
    "processing": [PLACED, CONFIRMED, PAID, PACKED],
    "charged back": [PLACED, CONFIRMED, PAID, PACKED, REVERSED],
    "being cancelled": [PLACED, CONFIRMED, PAID, PACKED, REQUESTED],
    "cancelled in vain": [PLACED, CONFIRMED, PAID, PACKED, REQUESTED, REFUSED],
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
    "reverse": lambda order: order.reverse_payment(payment_id=UUID(int=8), amount=PRICE, cause="reversed", now=NOW),
    "call off": lambda order: order.request_cancellation(now=NOW),
    "end": lambda order: order.end_cancellation(code="c", reason="r", now=NOW),
}  # fmt: skip
MONEY = {
    "receive a part": ["PaymentReceived"],
    "receive the rest": ["PaymentReceived"],
    "reverse": ["PaymentReversed"],
}
PACKING = {
    **MONEY,
    "ship": ["OrderShipped"],
    "deliver": ["OrderShipped", "OrderDelivered"],
    "call off": ["CancellationRequested"],
    "end": ["OrderCancelled"],
}
ANSWERS = {
    "pending": {
        "confirm": ["OrderConfirmed"],
        "cancel": ["OrderCancelled"],
        "reverse": ["PaymentReversed"],
        "end": ["OrderCancelled"],
    },
    "confirmed": {
        **MONEY,
        "cancel": ["OrderCancelled"],
        "call off": ["CancellationRequested"],
        "end": ["OrderCancelled"],
    },
    "paid in part": {**MONEY, "call off": ["CancellationRequested"], "end": ["OrderCancelled"]},
    "processing": PACKING,
    "charged back": PACKING,
    "being cancelled": {**PACKING, "call off": []},
    "cancelled in vain": PACKING,
    "shipped": {**MONEY, "ship": [], "deliver": ["OrderDelivered"]},
    "delivered": {**MONEY, "ship": [], "deliver": []},
    "cancelled": {"receive a part": [], "receive the rest": [], "reverse": []},
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
    status = {
        "paid in part": "confirmed",
        "charged back": "processing",
        "being cancelled": "processing",
        "cancelled in vain": "processing",
    }.get(life, life)
    order = fold(LIVES[life])
    assert (order.status, order.is_cancelling) == (status, life == "being cancelled")


def test_the_order_remembers_what_it_was_told():
    order = fold([*LIVES["confirmed"], PART, PAID, PACKED])
    assert (order.reservation_id, order.invoice_id, order.confirmed_at) == (ONE, ONE, NOW)
    assert (order.payments, order.shipment_ids) == ((ONE, TWO), (ONE,))
    assert order.total == Money.of("23.80", "EUR")
    assert fold([PLACED, CANCELLED]).cancellation.code == CANCELLED.code


def test_a_part_that_is_told_late_does_not_turn_the_order_back():
    order = fold([*LIVES["shipped"], PART])
    assert order.status == "shipped"


def test_what_did_not_stay_is_not_paid_any_more_and_what_is_paid_again_goes_on():
    order = fold(LIVES["charged back"])
    assert (order.paid, order.is_cancellable, order.is_revocable) == (0, False, True)
    assert order.reverse_payment(payment_id=UUID(int=3), amount=PRICE, cause="charged_back", now=NOW) == []
    again = evolve(order, PaymentReceived(payment_id=UUID(int=7), amount=PRICE, in_full=True, occurred_at=NOW))
    assert (again.status, again.paid) == ("processing", PRICE.amount)
    parted = fold([*LIVES["paid in part"], REVERSED])
    assert (parted.is_part_paid, parted.is_cancellable) == (False, True)


def test_why_an_order_cannot_be_cancelled_is_told():
    with pytest.raises(NotCancellable, match="this one is paid in part"):
        fold(LIVES["paid in part"]).cancel(code="c", reason="r", now=NOW)
    with pytest.raises(NotCancellable, match="this one is processing"):
        fold(LIVES["processing"]).cancel(code="c", reason="r", now=NOW)


def test_what_was_cancelled_is_not_being_cancelled_any_more():
    order = fold([*LIVES["being cancelled"], CANCELLED])
    assert (order.status, order.is_cancelling) == ("cancelled", False)


def test_an_order_costs_what_was_quoted_and_tells_its_taxes():
    order = fold([replace(PLACED, taxes=QUOTE)])
    assert order.total == QUOTE.total
    shown = summary(order, email="", version=1)
    assert (shown.net, shown.tax, shown.tax_lines) == (QUOTE.net, QUOTE.tax, ())


def test_a_parcel_is_awaited_by_what_is_paid_and_goes_on():
    paid = fold([PLACED, CONFIRMED, PAID])
    assert paid.awaits_parcel
    assert not evolve(paid, REQUESTED).awaits_parcel
    assert fold([REFUSED], evolve(paid, REQUESTED)).awaits_parcel
    assert not evolve(paid, PACKED).awaits_parcel


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


def test_the_order_knows_when_it_last_changed_and_all_its_parcels():
    later = NOW + timedelta(hours=1)
    order = fold([*LIVES["processing"], ShipmentRequested(shipment_id=TWO, occurred_at=later)])
    assert (order.changed_at, order.shipment_ids) == (later, (ONE, TWO))


def test_what_has_arrived_has_left_before():
    assert ALLOWED_FROM[OrderStatus.DELIVERED] == (OrderStatus.SHIPPED,)


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
        is_cancelling=False,
        allowed_actions=("cancel",),
        version=4,
    )


def test_what_is_paid_is_called_off_by_the_same_action():
    assert summary(fold(LIVES["processing"]), email="", version=5).allowed_actions == ("cancel",)


def test_what_cannot_be_cancelled_is_shown_without_that_action():
    shown = summary(fold(LIVES["shipped"]), email="", version=6)
    assert (shown.allowed_actions, shown.shipment_ids) == ((), (ONE,))
    assert summary(fold(LIVES["cancelled"]), email="", version=2).cancellation.reason == "No."
