"""What order hears: payments from billing, goods from inventory, parcels from shipping."""

from datetime import datetime

from contexts.billing.dto import Cause
from contexts.billing.signals import (
    PaymentReceived,
    PaymentTakenOff,
    RefundSettled,
    payment_received,
    payment_taken_off,
    refund_settled,
)
from contexts.inventory.signals import ReservationHeld, reservation_held
from contexts.order import lifecycle
from contexts.shipping.signals import ShipmentDelivered, ShipmentDispatched, shipment_delivered, shipment_dispatched
from gotuto.ids import PaymentId
from gotuto.outbox import receiver


@receiver(reservation_held, name="order.on_reservation_held")
def on_reservation_held(event: ReservationHeld, **_: object) -> None:
    lifecycle.hear_of_goods(order_id=event.order_id)


@receiver(payment_received, name="order.on_payment_received")
def on_payment_received(event: PaymentReceived, *, now: datetime, **_: object) -> None:
    if event.order_id is not None:
        lifecycle.receive_payment(
            order_id=event.order_id,
            payment_id=event.payment_id,
            amount=event.amount,
            in_full=event.amount_due.is_zero,
            now=now,
        )


@receiver(payment_taken_off, name="order.on_payment_taken_off")
def on_payment_taken_off(event: PaymentTakenOff, *, now: datetime, **_: object) -> None:
    # What is credited is not owed any more; a credit note moves no order.
    if event.order_id is not None and event.cause is not Cause.CREDITED:
        lifecycle.reverse_payment(
            order_id=event.order_id,
            payment_id=PaymentId(event.allocation_id),
            amount=event.amount,
            cause=event.cause,
            now=now,
        )


@receiver(refund_settled, name="order.on_refund_settled")
def on_refund_settled(event: RefundSettled, **_: object) -> None:
    if event.order_id is not None:
        lifecycle.hear_of_refund(order_id=event.order_id)


@receiver(shipment_dispatched, name="order.on_shipment_dispatched")
def on_shipment_dispatched(event: ShipmentDispatched, *, now: datetime, **_: object) -> None:
    lifecycle.ship_order(order_id=event.order_id, shipment_id=event.shipment_id, now=now)


@receiver(shipment_delivered, name="order.on_shipment_delivered")
def on_shipment_delivered(event: ShipmentDelivered, *, now: datetime, **_: object) -> None:
    lifecycle.deliver_order(order_id=event.order_id, shipment_id=event.shipment_id, now=now)
