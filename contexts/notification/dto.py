"""What notification tells: messages to customers and how far they got."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from gotuto.filters import Period
from gotuto.ids import CustomerId, InvoiceId, NotificationId, OrderId
from gotuto.text.email_address import EmailAddress


class Kind(StrEnum):
    ORDER_CONFIRMED = "order_confirmed"
    PAYMENT_RECEIVED = "payment_received"
    REFUND_SENT = "refund_sent"
    ORDER_SHIPPED = "order_shipped"
    ORDER_CANCELLED = "order_cancelled"
    EMAIL_REPLACED = "email_replaced"
    INVOICE_ISSUED = "invoice_issued"
    CREDIT_NOTE_ISSUED = "credit_note_issued"
    PAYMENT_REMINDER = "payment_reminder"


class State(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Notification:
    """A mail to one recipient about one event, which may concern no order; it may have the document of an invoice with it.

    `unknown` means that nobody knows whether it went out.
    """

    id: NotificationId
    kind: Kind
    recipient: str
    customer_id: CustomerId | None
    order_id: OrderId | None
    invoice_id: InvoiceId | None
    subject: str
    body: str
    state: State
    attempts: int
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class NotificationFilter:
    """Which notifications to list."""

    state: State | None = None
    kind: Kind | None = None
    recipient: Annotated[EmailAddress, Meta(description="Upper and lower case are the same.")] | None = None
    order_id: OrderId | None = None
    created_at: Period[datetime] | None = None
