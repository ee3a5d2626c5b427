"""Notification's table."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from contexts.notification import dto
from contexts.notification.dto import Kind, State
from gotuto.ids import CustomerId, InvoiceId, NotificationId, OrderId
from gotuto.outbound.models import OutboundCall, Status

# What a mail's call has come to, in the words that the world knows.
STATES = {
    Status.QUEUED: State.QUEUED,
    Status.SENDING: State.SENDING,
    Status.DONE: State.SENT,
    Status.REFUSED: State.FAILED,
    Status.UNKNOWN: State.UNKNOWN,
}
STATUSES = {state: status for status, state in STATES.items()}


class Notification(OutboundCall):
    event_id = models.UUIDField()
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in Kind])
    recipient = models.CharField(max_length=254)
    customer_id = models.UUIDField(null=True)
    order_id = models.UUIDField(null=True)
    # Whose document goes along; it is read when the mail goes out, and not kept twice.
    invoice_id = models.UUIDField(null=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta(OutboundCall.Meta):
        constraints = [
            *OutboundCall.Meta.constraints,
            models.UniqueConstraint(fields=["event_id", "recipient", "kind"], name="notification_once"),
        ]
        indexes = [
            *OutboundCall.Meta.indexes,
            models.Index(fields=["created_at", "id"], name="notification_by_time"),
            # Only those that a person looks for by state: each mail passes through the others, and would leave entries.
            models.Index(
                fields=["status", "created_at", "id"],
                name="notification_by_status",
                condition=Q(status__in=["refused", "unknown"]),
            ),
            models.Index(fields=["customer_id", "created_at", "id"], name="notification_of_customer"),
            models.Index(fields=["recipient", "created_at", "id"], name="notification_to"),
            models.Index(fields=["order_id", "created_at", "id"], name="notification_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"

    @property
    def state(self) -> State:
        return STATES[Status(self.status)]

    def to_dto(self) -> dto.Notification:
        return dto.Notification(
            id=NotificationId(self.id),
            kind=Kind(self.kind),
            recipient=self.recipient,
            customer_id=None if self.customer_id is None else CustomerId(self.customer_id),
            order_id=None if self.order_id is None else OrderId(self.order_id),
            invoice_id=None if self.invoice_id is None else InvoiceId(self.invoice_id),
            subject=self.subject,
            body=self.body,
            state=self.state,
            attempts=self.attempts,
            created_at=self.created_at,
            sent_at=self.done_at,
        )


class MailPace(models.Model):
    """When the latest mails to an address went out, or will, of those that anybody can cause."""

    # A keyed hash: the address itself stands in the mails only.
    recipient = models.CharField(max_length=32, primary_key=True)
    turns = ArrayField(models.DateTimeField())

    def __str__(self) -> str:
        return f"mails until {self.turns[-1]:%Y-%m-%d %H:%M}"
