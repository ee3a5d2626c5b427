"""Writing events and their deliveries, whatever their number, in one statement."""

from collections.abc import Sequence

from gotuto import trace, tracing, wakeups
from gotuto.db import as_json, execute
from gotuto.events import DomainEvent
from gotuto.ids import new_id
from gotuto.outbox.handlers import handlers

QUEUE = "events"

_EVENTS = """
INSERT INTO gotuto_outbox_event
    (event_id, name, schema, aggregate_id, data, occurred_at, recorded_at, correlation_id, causation_id, actor,
     traceparent)
SELECT event_id, name, schema, aggregate_id, data, occurred_at, clock_timestamp(),
       %(correlation_id)s::text, %(causation_id)s::uuid, %(actor)s::uuid, %(traceparent)s::text
FROM jsonb_to_recordset(%(events)s::jsonb)
    AS fact (place int, event_id uuid, name text, schema smallint, aggregate_id uuid, data jsonb,
             occurred_at timestamptz)
ORDER BY place
"""

_EVENTS_AND_DELIVERIES = f"""
WITH event AS ({_EVENTS} RETURNING sequence, event_id, aggregate_id)
INSERT INTO gotuto_outbox_delivery
    (event_id, handler, aggregate_id, state, attempts, due_at, fencing_token, last_error)
SELECT event.sequence, addressee.handler, event.aggregate_id, 'pending', 0, clock_timestamp(), 0, ''
FROM event JOIN jsonb_to_recordset(%(deliveries)s::jsonb) AS addressee (event_id uuid, handler text) USING (event_id)
ORDER BY event.sequence, addressee.handler
"""  # noqa: S608  put together from two constants


def record(events: Sequence[DomainEvent]) -> None:
    """Write events with one delivery for each handler, within the transaction of the change that they tell of."""
    named = [(new_id(), event) for event in events]
    rows = [
        {
            "place": place,
            "event_id": event_id,
            "name": event.name,
            "schema": event.schema,
            "aggregate_id": event.aggregate_id,
            "data": event,
            "occurred_at": event.occurred_at,
        }
        for place, (event_id, event) in enumerate(named)
    ]
    deliveries = [
        {"event_id": event_id, "handler": handler}
        for event_id, event in named
        for handler in handlers.names_for(type(event))
    ]
    with tracing.span("publish", "producer", {"gotuto.events": ", ".join(event.name for event in events)}):
        facts = {
            "events": as_json(rows),
            "correlation_id": trace.correlation_id(),
            "causation_id": trace.causation_id(),
            "actor": trace.actor(),
            "traceparent": trace.traceparent(),
        }
        if deliveries:
            execute(_EVENTS_AND_DELIVERIES, {**facts, "deliveries": as_json(deliveries)})
        else:
            execute(_EVENTS, facts)
    if deliveries:
        wakeups.notify_on_commit(QUEUE)
