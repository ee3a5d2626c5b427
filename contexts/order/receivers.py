"""What order hears: payments from billing, parcels from shipping."""

from datetime import datetime

from contexts.billing.signals import PaymentReceived, payment_received
from contexts.order import lifecycle
from contexts.shipping.signals import ShipmentDelivered, ShipmentDispatched, shipment_delivered, shipment_dispatched
from gotuto.outbox import receiver


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


@receiver(shipment_dispatched, name="order.on_shipment_dispatched")
def on_shipment_dispatched(event: ShipmentDispatched, *, now: datetime, **_: object) -> None:
    lifecycle.ship_order(order_id=event.order_id, shipment_id=event.shipment_id, now=now)


@receiver(shipment_delivered, name="order.on_shipment_delivered")
def on_shipment_delivered(event: ShipmentDelivered, *, now: datetime, **_: object) -> None:
    lifecycle.deliver_order(order_id=event.order_id, shipment_id=event.shipment_id, now=now)
