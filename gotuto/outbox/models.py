"""Tables of the outbox: each event once, and one delivery for each of its handlers."""

from django.db import models
from django.db.models import Q

from gotuto.claimable import Claimable


class Event(models.Model):
    """A domain event as it was published; never changed."""

    sequence = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=100)
    schema = models.SmallIntegerField()
    aggregate_id = models.UUIDField()
    data = models.JSONField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    correlation_id = models.CharField(max_length=64)
    causation_id = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)
    # Where in a distributed trace it was published; empty outside of one.
    traceparent = models.CharField(max_length=55, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["aggregate_id", "sequence"], name="outbox_event_aggregate"),
            models.Index(fields=["correlation_id"], name="outbox_event_correlation"),
            models.Index(fields=["recorded_at"], name="outbox_event_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.sequence}"


class Delivery(Claimable):
    """One event on its way to one handler."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        DEAD = "dead"

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    handler = models.CharField(max_length=100)
    # Copied from the event, so that the order of an aggregate is kept by one index.
    aggregate_id = models.UUIDField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.PENDING)
    # How often a worker came too late and was rolled back.
    fenced = models.SmallIntegerField(db_default=0, default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="outbox_delivery_due", condition=Q(state="pending")),
            models.Index(
                fields=["handler", "aggregate_id", "id"], name="outbox_delivery_order", condition=Q(state="pending")
            ),
            models.Index(fields=["id"], name="outbox_delivery_fenced", condition=Q(fenced__gt=0)),
            models.Index(fields=["id"], name="outbox_delivery_dead", condition=Q(state="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"
