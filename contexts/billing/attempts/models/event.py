"""What gateways have told, as it came; it is kept for a while, for whoever wonders."""

from django.db import models

from contexts.billing.attempts.models.attempt import PaymentAttempt
from gotuto.ids import new_id


class GatewayEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=20)
    event_id = models.CharField(max_length=255)
    # None when it is about what was not begun here.
    attempt = models.ForeignKey(
        PaymentAttempt, on_delete=models.CASCADE, related_name="events", null=True, db_index=False
    )
    body = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_id"], name="billing_gatewayevent_once"),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="billing_gatewayevent_by_time"),
            models.Index(fields=["attempt", "received_at"], name="billing_gatewayevent_of"),
        ]

    def __str__(self) -> str:
        return self.event_id
