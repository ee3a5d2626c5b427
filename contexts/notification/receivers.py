"""What notification hears: everything a customer wants to know."""

from datetime import datetime

from contexts.billing import signals as billing
from contexts.billing.dto import RefundStatus
from contexts.billing.signals import DocumentSendRequested, DocumentStored, PaymentReceived, RefundSettled, ReminderDue
from contexts.customer import signals as customer
from contexts.customer.signals import EmailReplaced
from contexts.notification import use_cases
from contexts.order import signals as order
from contexts.order.signals import OrderCancelled, OrderConfirmed, OrderShipped
from gotuto.events import Envelope
from gotuto.outbox import receiver


@receiver(order.order_confirmed, name="notification.on_order_confirmed")
def on_order_confirmed(event: OrderConfirmed, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_confirmation(order_id=event.order_id, event_id=envelope.event_id, now=now)


@receiver(billing.payment_received, name="notification.on_payment_received")
def on_payment_received(event: PaymentReceived, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_payment(
        order_id=event.order_id,
        amount=event.amount,
        amount_due=event.amount_due,
        event_id=envelope.event_id,
        now=now,
    )


@receiver(billing.refund_settled, name="notification.on_refund_settled")
def on_refund_settled(event: RefundSettled, *, now: datetime, envelope: Envelope, **_: object) -> None:
    if event.status is RefundStatus.SUCCEEDED:
        use_cases.announce_refund(
            refund_id=event.refund_id, order_id=event.order_id, event_id=envelope.event_id, now=now
        )


@receiver(billing.document_stored, name="notification.on_document_stored")
def on_document_stored(event: DocumentStored, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_document(
        invoice_id=event.invoice_id, order_id=event.order_id, is_asked_for=False, event_id=envelope.event_id, now=now
    )


@receiver(billing.document_send_requested, name="notification.on_document_send_requested")
def on_document_send_requested(event: DocumentSendRequested, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_document(
        invoice_id=event.invoice_id, order_id=event.order_id, is_asked_for=True, event_id=envelope.event_id, now=now
    )


@receiver(billing.reminder_due, name="notification.on_reminder_due")
def on_reminder_due(event: ReminderDue, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_reminder(
        invoice_id=event.invoice_id,
        order_id=event.order_id,
        tone=event.tone,
        wording=event.wording,
        days_overdue=event.days_overdue,
        fee=event.fee,
        event_id=envelope.event_id,
        now=now,
    )


@receiver(order.order_shipped, name="notification.on_order_shipped")
def on_order_shipped(event: OrderShipped, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_shipment(
        order_id=event.order_id, shipment_id=event.shipment_id, event_id=envelope.event_id, now=now
    )


@receiver(order.order_cancelled, name="notification.on_order_cancelled")
def on_order_cancelled(event: OrderCancelled, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_cancellation(order_id=event.order_id, reason=event.reason, event_id=envelope.event_id, now=now)


@receiver(customer.email_replaced, name="notification.on_email_replaced")
def on_email_replaced(event: EmailReplaced, *, now: datetime, envelope: Envelope, **_: object) -> None:
    use_cases.announce_new_email(former_email_id=event.former_email_id, event_id=envelope.event_id, now=now)
