"""Notification's table."""

from django.db import models
from django.db.models import Q

from contexts.notification import dto
from contexts.notification.dto import Kind, State
from gotuto.claimable import Claimable
from gotuto.ids import CustomerId, NotificationId, OrderId, new_id


class Notification(Claimable):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event_id = models.UUIDField()
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in Kind])
    recipient = models.CharField(max_length=254)
    customer_id = models.UUIDField(null=True)
    order_id = models.UUIDField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in State])
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "recipient", "kind"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="notification_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "due_at", "id"], name="notification_due", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["created_at", "id"], name="notification_by_time"),
            # Only those that a person looks for by state: each mail passes through the others, and would leave entries.
            models.Index(
                fields=["state", "created_at", "id"],
                name="notification_by_state",
                condition=Q(state__in=["failed", "unknown"]),
            ),
            models.Index(fields=["customer_id", "created_at", "id"], name="notification_of_customer"),
            models.Index(fields=["order_id", "created_at", "id"], name="notification_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"

    def to_dto(self) -> dto.Notification:
        return dto.Notification(
            id=NotificationId(self.id),
            kind=Kind(self.kind),
            recipient=self.recipient,
            customer_id=None if self.customer_id is None else CustomerId(self.customer_id),
            order_id=OrderId(self.order_id),
            subject=self.subject,
            body=self.body,
            state=State(self.state),
            attempts=self.attempts,
            created_at=self.created_at,
            sent_at=self.sent_at,
        )
