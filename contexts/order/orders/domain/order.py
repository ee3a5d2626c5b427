"""The order: decisions return events, `evolve` only remembers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import assert_never

from contexts.billing.dto import Quote
from contexts.order.orders.domain.stream import (
    CancellationRefused,
    CancellationRequested,
    InvoiceOpened,
    Line,
    OrderCancelled,
    OrderConfirmed,
    OrderDelivered,
    OrderEvent,
    OrderPlaced,
    OrderShipped,
    PaymentReceived,
    PaymentReversed,
    ShipmentRequested,
    StockReserved,
)
from contexts.order.orders.dto import Cancellation, OrderStatus
from contexts.order.orders.errors import InvalidOrderTransition, NotCancellable
from gotuto.ids import CartId, CustomerId, InvoiceId, OrderId, PaymentId, ReservationId, ShipmentId
from gotuto.money import Money, total

# The transition table: what an order must be to become something else.
ALLOWED_FROM = {
    OrderStatus.CONFIRMED: (OrderStatus.PENDING,),
    OrderStatus.PROCESSING: (OrderStatus.CONFIRMED,),
    OrderStatus.SHIPPED: (OrderStatus.PROCESSING,),
    OrderStatus.DELIVERED: (OrderStatus.SHIPPED,),
    OrderStatus.CANCELLED: (OrderStatus.PENDING, OrderStatus.CONFIRMED, OrderStatus.PROCESSING),
}

UNPAID = (OrderStatus.PENDING, OrderStatus.CONFIRMED)
PAID = (OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED)

# Codes of cancellations that are no refusals: the wish of a person.
CANCELLED_ON_REQUEST = "order.cancelled_on_request"
# What the stream, the saga, the invoice and the world know of it; the words of whoever wished it stay with their address.
ON_REQUEST = "Called off on request."


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order as its stream tells it."""

    id: OrderId
    number: str
    cart_id: CartId
    customer_id: CustomerId | None
    currency: str
    lines: tuple[Line, ...]
    placed_at: datetime
    changed_at: datetime
    status: OrderStatus = OrderStatus.PENDING
    reservation_id: ReservationId | None = None
    invoice_id: InvoiceId | None = None
    # When it got its goods, if it had to wait for them.
    served_at: datetime | None = None
    confirmed_at: datetime | None = None
    # Entries that booked money on its invoice, or took it off, and what they come to.
    payments: tuple[PaymentId, ...] = ()
    paid: Decimal = Decimal(0)
    is_cancelling: bool = False
    shipment_ids: tuple[ShipmentId, ...] = ()
    cancellation: Cancellation | None = None
    # As they were quoted when it was placed; one of a release without taxes has none.
    taxes: Quote | None = None
    # Whose prices the buyer was asked.
    customer_group: str = ""

    @property
    def total(self) -> Money:
        """What is to be paid: as it was quoted, or the prices of all lines."""
        return self.taxes.total if self.taxes else total((line.total for line in self.lines), self.currency)

    @property
    def is_cancellable(self) -> bool:
        """At once, until money has come in."""
        return self.status in UNPAID and not self.paid and not self.is_cancelling

    @property
    def is_revocable(self) -> bool:
        """By a saga that sends the money back, as far as this order knows where its parcel is."""
        return is_revocable(self.status, is_cancelling=self.is_cancelling)

    @property
    def is_part_paid(self) -> bool:
        """Some of the money has come in, and not all of it."""
        return self.status is OrderStatus.CONFIRMED and bool(self.paid)

    @property
    def awaits_parcel(self) -> bool:
        """It is paid, and nobody has asked for its parcel."""
        return self.status is OrderStatus.PROCESSING and not self.shipment_ids and not self.is_cancelling

    def confirm(self, *, now: datetime) -> list[OrderEvent]:
        """Raises InvalidOrderTransition unless the order is pending."""
        self._check_transition(OrderStatus.CONFIRMED)
        return [OrderConfirmed(occurred_at=now)]

    def receive_payment(
        self, *, payment_id: PaymentId, amount: Money, in_full: bool, now: datetime
    ) -> list[OrderEvent]:
        """The same payment twice counts once. Raises InvalidOrderTransition for an order that is not confirmed yet.

        The news of a part may come after that of the last one, and of a payment after the order was cancelled and its money
        sent back.
        """
        if payment_id in self.payments or self.status is OrderStatus.CANCELLED:
            return []
        if self.status not in PAID:
            self._check_transition(OrderStatus.PROCESSING)
        return [PaymentReceived(payment_id=payment_id, amount=amount, in_full=in_full, occurred_at=now)]

    def reverse_payment(self, *, payment_id: PaymentId, amount: Money, cause: str, now: datetime) -> list[OrderEvent]:
        """Money did not stay; the same news twice counts once, and an ended order does not care."""
        if payment_id in self.payments or self.status is OrderStatus.CANCELLED:
            return []
        return [PaymentReversed(payment_id=payment_id, amount=amount, cause=cause, occurred_at=now)]

    def request_shipment(self, shipment_id: ShipmentId, *, now: datetime) -> list[OrderEvent]:
        if shipment_id in self.shipment_ids:
            return []
        return [ShipmentRequested(shipment_id=shipment_id, occurred_at=now)]

    def ship(self, shipment_id: ShipmentId, *, now: datetime) -> list[OrderEvent]:
        """Raises InvalidOrderTransition unless the order is paid."""
        if self.status in (OrderStatus.SHIPPED, OrderStatus.DELIVERED):
            return []
        self._check_transition(OrderStatus.SHIPPED)
        return [OrderShipped(shipment_id=shipment_id, occurred_at=now)]

    def deliver(self, shipment_id: ShipmentId, *, now: datetime) -> list[OrderEvent]:
        """Raises InvalidOrderTransition unless the order is paid.

        Two handlers bring the news of a parcel, and either may be faster: what has arrived must have left before.
        """
        if self.status is OrderStatus.DELIVERED:
            return []
        left = self.ship(shipment_id, now=now)
        return [*left, OrderDelivered(shipment_id=shipment_id, occurred_at=now)]

    def cancel(self, *, code: str, reason: str, now: datetime) -> list[OrderEvent]:
        """Raises NotCancellable once the order is paid or has ended."""
        if not self.is_cancellable:
            raise NotCancellable(current="paid in part" if self.is_part_paid else self.status)
        return [OrderCancelled(code=code, reason=reason, occurred_at=now)]

    def request_cancellation(self, *, now: datetime) -> list[OrderEvent]:
        """Raises NotCancellable once the parcel has left, or the order has ended; asked again, it stays so."""
        if self.is_cancelling:
            return []
        if not self.is_revocable:
            raise NotCancellable(current=self.status)
        return [CancellationRequested(occurred_at=now)]

    def end_cancellation(self, *, code: str, reason: str, now: datetime) -> list[OrderEvent]:
        """Raises InvalidOrderTransition unless the order is paid, in full or in part."""
        self._check_transition(OrderStatus.CANCELLED)
        return [OrderCancelled(code=code, reason=reason, occurred_at=now)]

    def _check_transition(self, wanted: OrderStatus) -> None:
        if self.status not in ALLOWED_FROM[wanted]:
            raise InvalidOrderTransition(current=self.status, wanted=wanted)


def evolve(order: Order | None, event: OrderEvent) -> Order:
    """The order after one more event; the first event makes it. Raises ValueError for a stream that makes no sense."""
    return _placed(event) if order is None else replace(_changed(order, event), changed_at=event.occurred_at)


def fold(events: Iterable[OrderEvent], order: Order | None = None) -> Order:
    """The order that a stream tells of. Raises ValueError for an empty one."""
    for event in events:
        order = evolve(order, event)
    if order is None:
        raise ValueError("An order's stream is never empty.")
    return order


def _placed(event: OrderEvent) -> Order:
    if not isinstance(event, OrderPlaced):
        raise ValueError("An order's stream begins with OrderPlaced.")
    return Order(
        id=event.order_id,
        number=event.number,
        cart_id=event.cart_id,
        customer_id=event.customer_id,
        customer_group=event.customer_group,
        currency=event.currency,
        lines=event.lines,
        placed_at=event.occurred_at,
        changed_at=event.occurred_at,
        taxes=event.taxes,
    )


def is_revocable(status: OrderStatus, *, is_cancelling: bool) -> bool:
    """Whether an order ends by a saga that sends its money back."""
    return status in (OrderStatus.CONFIRMED, OrderStatus.PROCESSING) and not is_cancelling


def _booked(order: Order, payment_id: PaymentId, amount: Money) -> Order:
    return replace(order, payments=(*order.payments, payment_id), paid=order.paid + amount.amount)


def _changed(order: Order, event: OrderEvent) -> Order:
    match event:
        case StockReserved():
            served_at = event.occurred_at if event.waited else None
            return replace(order, reservation_id=event.reservation_id, served_at=served_at)
        case InvoiceOpened():
            return replace(order, invoice_id=event.invoice_id)
        case OrderConfirmed():
            return replace(order, status=OrderStatus.CONFIRMED, confirmed_at=event.occurred_at)
        case PaymentReceived():
            # What is paid once more goes on from where it stands.
            begins = event.in_full and order.status not in PAID
            status = OrderStatus.PROCESSING if begins else order.status
            return replace(_booked(order, event.payment_id, event.amount), status=status)
        case PaymentReversed():
            return _booked(order, event.payment_id, -event.amount)
        case CancellationRequested():
            return replace(order, is_cancelling=True)
        case CancellationRefused():
            return replace(order, is_cancelling=False)
        case ShipmentRequested():
            return replace(order, shipment_ids=(*order.shipment_ids, event.shipment_id))
        case OrderShipped():
            return replace(order, status=OrderStatus.SHIPPED)
        case OrderDelivered():
            return replace(order, status=OrderStatus.DELIVERED)
        case OrderCancelled():
            cancellation = Cancellation(code=event.code, reason=event.reason)
            return replace(order, status=OrderStatus.CANCELLED, cancellation=cancellation, is_cancelling=False)
        case OrderPlaced():
            raise ValueError("An order is placed once; a second OrderPlaced stands in its stream.")
        case _:
            assert_never(event)
