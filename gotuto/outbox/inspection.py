"""Looking at events and deliveries: what is dead, what is late, what nobody here knows how to handle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from gotuto import leases
from gotuto.outbox import models
from gotuto.outbox.errors import EventNotFound
from gotuto.outbox.handlers import handlers


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """An event on its way to a handler."""

    sequence: int
    event: str
    handler: str
    state: str
    attempts: int
    due_at: datetime
    correlation_id: str
    last_error: str


@dataclass(frozen=True, kw_only=True)
class Event:
    """A published event with its envelope and facts."""

    sequence: int
    event_id: UUID
    name: str
    schema: int
    aggregate_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    correlation_id: str
    causation_id: UUID | None
    actor: UUID | None
    data: dict[str, Any]
    deliveries: tuple[Delivery, ...]


def troubled(*, now: datetime, limit: int) -> list[Delivery]:
    """Deliveries that are dead, failing or late, oldest first."""
    dead, pending = Q(state=models.Delivery.State.DEAD), Q(state=models.Delivery.State.PENDING)
    failing, late = ~Q(last_error=""), Q(due_at__lt=now - leases.late())
    return _shown(models.Delivery.objects.filter(dead | (pending & (failing | late))).order_by("id")[:limit])


def recent(*, limit: int) -> list[Delivery]:
    """The latest deliveries, whatever became of them."""
    return _shown(models.Delivery.objects.order_by("-id")[:limit])


def unknown(*, limit: int) -> list[Delivery]:
    """Deliveries that wait for a handler which this release does not have, oldest first."""
    waiting = models.Delivery.objects.filter(state=models.Delivery.State.PENDING)
    return _shown(waiting.exclude(handler__in=handlers.names()).order_by("id")[:limit])


def show(sequence: int) -> Event:
    """An event and what became of it at each handler. Raises EventNotFound."""
    row = models.Event.objects.filter(sequence=sequence).first()
    if row is None:
        raise EventNotFound(sequence=sequence)
    return Event(
        sequence=row.sequence,
        event_id=row.event_id,
        name=row.name,
        schema=row.schema,
        aggregate_id=row.aggregate_id,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        correlation_id=row.correlation_id,
        causation_id=row.causation_id,
        actor=row.actor,
        data=row.data,
        deliveries=tuple(_shown(row.deliveries.order_by("id"))),
    )


def _shown(rows: QuerySet[models.Delivery]) -> list[Delivery]:
    return [
        Delivery(
            sequence=row.event.sequence,
            event=row.event.name,
            handler=row.handler,
            state=row.state,
            attempts=row.attempts,
            due_at=row.due_at,
            correlation_id=row.event.correlation_id,
            last_error=row.last_error,
        )
        for row in rows.select_related("event")
    ]


def held(*, name: str, aggregates: Sequence[UUID]) -> list[tuple[UUID, datetime, dict[str, Any]]]:
    """What is kept of an event's kind about some things, as it happened: of which, when, and its facts."""
    rows = models.Event.objects.filter(name=name, aggregate_id__in=aggregates).order_by("sequence")
    return list(rows.values_list("aggregate_id", "occurred_at", "data"))


def held_since(*, now: datetime) -> datetime | None:
    """From when on no event is missing here; None while there is none."""
    oldest = models.Event.objects.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    return oldest and max(oldest, now - timedelta(days=settings.GOTUTO_KEEP_DAYS))
