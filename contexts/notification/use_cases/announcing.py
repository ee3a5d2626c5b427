"""Writing to a customer: the mail is put in words and queued, once per event and recipient."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from contexts.billing import facade as billing
from contexts.billing.dto import InvoiceKind, Tone
from contexts.customer import facade as customer
from contexts.notification import models, statements
from contexts.notification.dto import Kind
from contexts.notification.gateways import mail_server
from contexts.order import facade as order
from contexts.shipping import facade as shipping
from gotuto import trace
from gotuto.db import unit_of_work
from gotuto.ids import CustomerId, InvoiceId, OrderId, RefundId, ShipmentId, new_id
from gotuto.money import Money

SUBJECTS = {
    Kind.ORDER_CONFIRMED: "Your order",
    Kind.INVOICE_ISSUED: "Your invoice",
    Kind.CREDIT_NOTE_ISSUED: "Your credit note",
    Kind.PAYMENT_RECEIVED: "Your receipt",
    Kind.REFUND_SENT: "Your refund",
    Kind.ORDER_SHIPPED: "On its way",
    Kind.ORDER_CANCELLED: "Your order was cancelled",
    Kind.EMAIL_REPLACED: "Your account has another e-mail address",
    Kind.PAYMENT_REMINDER: "Payment reminder",
}

# What anybody can cause who knows an address, by ordering for it: an address that its owner has proved stands in the orders of
# others, too. The others follow from money, from staff, or from a password.
CAUSED_BY_ANYBODY = (Kind.ORDER_CONFIRMED, Kind.ORDER_CANCELLED, Kind.INVOICE_ISSUED, Kind.CREDIT_NOTE_ISSUED)

_DOCUMENTS = {InvoiceKind.INVOICE: Kind.INVOICE_ISSUED, InvoiceKind.CREDIT_NOTE: Kind.CREDIT_NOTE_ISSUED}

# Whoever reads another language gets English.
_ENGLISH = "en"
_REMINDERS = {
    "en": {
        Tone.NOTICE: "Your invoice {number} will be due",
        Tone.REMINDER: "Reminder: your invoice {number} is overdue",
        Tone.FINAL: "Last reminder: your invoice {number}",
    },
    "de": {
        Tone.NOTICE: "Ihre Rechnung {number} wird bald fällig",
        Tone.REMINDER: "Zahlungserinnerung: Ihre Rechnung {number}",
        Tone.FINAL: "Letzte Mahnung: Ihre Rechnung {number}",
    },
}


@unit_of_work
def announce_confirmation(*, order_id: OrderId, event_id: UUID, now: datetime) -> None:
    """Tell the customer that the order stands, and what to pay by when to whom. Raises order's OrderNotFound."""
    _queue(Kind.ORDER_CONFIRMED, order_id, event_id, now, pay=billing.get_payment_request(order_id=order_id, now=now))


@unit_of_work
def announce_document(
    *, invoice_id: InvoiceId, order_id: OrderId | None, is_asked_for: bool, event_id: UUID, now: datetime
) -> None:
    """Send the paper of an invoice or credit note; by itself only to those who want it by mail. Raises billing's InvoiceNotFound."""
    to = billing.get_addressee(invoice_id=invoice_id)
    pay = billing.get_payment_request(invoice_id=invoice_id, now=now)
    if pay is None or not to.email or not (to.by_mail or is_asked_for):
        return
    _write(_DOCUMENTS[pay.kind], to.email, to.customer_id, order_id, event_id, now, {"pay": pay}, invoice_id=invoice_id)


@unit_of_work
def announce_payment(
    *, order_id: OrderId | None, amount: Money, amount_due: Money, event_id: UUID, now: datetime
) -> None:
    """Send a receipt for a payment on an order; other invoices have no mail of their own. Raises order's OrderNotFound."""
    if order_id is not None:
        _queue(Kind.PAYMENT_RECEIVED, order_id, event_id, now, amount=amount, amount_due=amount_due)


@unit_of_work
def announce_refund(*, refund_id: RefundId, order_id: OrderId | None, event_id: UUID, now: datetime) -> None:
    """Tell whoever paid that money is on its way back. Raises billing's RefundNotFound."""
    notice = billing.get_refund_notice(refund_id=refund_id)
    # Whoever asked to be forgotten has no address any more.
    if notice.email:
        _write(Kind.REFUND_SENT, notice.email, notice.customer_id, order_id, event_id, now, {"notice": notice})


@unit_of_work
def announce_shipment(*, order_id: OrderId, shipment_id: ShipmentId, event_id: UUID, now: datetime) -> None:
    """Tell the customer that the carrier has his parcel. Raises order's OrderNotFound, shipping's ShipmentNotFound."""
    _queue(Kind.ORDER_SHIPPED, order_id, event_id, now, shipment=shipping.get_shipment(shipment_id=shipment_id))


@unit_of_work
def announce_cancellation(*, order_id: OrderId, reason: str, event_id: UUID, now: datetime) -> None:
    """Tell the customer that his order will not be fulfilled, why, and what money goes back. Raises order's OrderNotFound."""
    back = billing.money_back(order_id=order_id)
    _queue(Kind.ORDER_CANCELLED, order_id, event_id, now, reason=reason, back=back)


@unit_of_work
def announce_new_email(*, former_email_id: UUID, event_id: UUID, now: datetime) -> None:
    """Tell whoever reads the former address of an account that it is the former one: they may not have wished it."""
    former = customer.get_former_email(former_email_id=former_email_id)
    if former is not None:
        context = {"replaced_at": former.replaced_at, "shop": settings.DEFAULT_FROM_EMAIL}
        _write(Kind.EMAIL_REPLACED, former.email, former.customer_id, None, event_id, now, context)


@unit_of_work
def announce_reminder(
    *,
    invoice_id: InvoiceId,
    order_id: OrderId | None,
    tone: str,
    wording: str,
    days_overdue: int,
    fee: Money | None,
    event_id: UUID,
    now: datetime,
) -> None:
    """Remind the buyer of an invoice, unless it was settled since or they asked to be forgotten. Raises billing's InvoiceNotFound."""
    to = billing.get_addressee(invoice_id=invoice_id)
    pay = billing.get_payment_request(invoice_id=invoice_id, now=now)
    if pay is None or pay.amount_due.is_zero or not to.email:
        return
    language = to.language if to.language in _REMINDERS else _ENGLISH
    facts = {"pay": pay, "tone": tone, "wording": wording, "days_overdue": days_overdue, "fee": fee}
    _write(
        Kind.PAYMENT_REMINDER,
        to.email,
        to.customer_id,
        order_id,
        event_id,
        now,
        facts,
        template=f"payment_reminder_{language}",
        subject=_REMINDERS[language][Tone(tone)].format(number=pay.number),
    )


def _queue(kind: Kind, order_id: OrderId, event_id: UUID, now: datetime, **facts: object) -> None:
    addressed = order.get_addressed_order(order_id=order_id)
    party = addressed.party
    if not party.email:
        # The person asked to be forgotten.
        return
    # Not the name: a mail holds the shop's words only, and whoever orders chooses whom it goes to.
    _write(kind, party.email, party.customer_id, order_id, event_id, now, {"order": addressed.order, **facts})


def _write(
    kind: Kind,
    recipient: str,
    customer_id: CustomerId | None,
    order_id: OrderId | None,
    event_id: UUID,
    now: datetime,
    context: dict[str, Any],
    invoice_id: InvoiceId | None = None,
    template: str = "",
    subject: str = "",
) -> None:
    """Put a mail in words and queue it; the kind's own words and subject without others."""
    mail = {
        "id": new_id(),
        "event_id": event_id,
        "kind": kind.value,
        "recipient": recipient,
        "customer_id": customer_id,
        "order_id": order_id,
        "invoice_id": invoice_id,
        "subject": subject or SUBJECTS[kind],
        "body": render_to_string(f"notification/{template or kind}.txt", context).strip() + "\n",
        "destination": mail_server.name,
        "now": now,
        "correlation_id": trace.correlation_id(),
        "traceparent": trace.traceparent(),
    }
    statements.queue_mail(mail, most_an_hour=settings.GOTUTO_MAILS_PER_HOUR if kind in CAUSED_BY_ANYBODY else None)
    models.Notification.send_on_commit(mail_server.name)
