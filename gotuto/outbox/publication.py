"""Writing events and their deliveries, whatever their number, in one statement."""

from collections.abc import Sequence

from django.db import transaction

from gotuto import trace, work
from gotuto.db import as_json, execute
from gotuto.events import DomainEvent
from gotuto.ids import new_id
from gotuto.outbox.handlers import handlers

_RECORD = """
WITH fact AS (
    SELECT * FROM jsonb_to_recordset(%(facts)s::jsonb)
        AS fact (place int, event_id uuid, name text, schema smallint, aggregate_id uuid, data jsonb,
                 occurred_at timestamptz, handlers text[])
), event AS (
    INSERT INTO gotuto_outbox_event
        (event_id, name, schema, aggregate_id, data, occurred_at, recorded_at, correlation_id, causation_id, actor)
    SELECT event_id, name, schema, aggregate_id, data, occurred_at, clock_timestamp(),
           %(correlation_id)s::text, %(causation_id)s::uuid, %(actor)s::uuid
    FROM fact
    ORDER BY place
    RETURNING sequence, event_id, aggregate_id
)
INSERT INTO gotuto_outbox_delivery
    (event_id, handler, aggregate_id, state, attempts, due_at, token, last_error)
SELECT event.sequence, handler, event.aggregate_id, 'pending', 0, clock_timestamp(), 0, ''
FROM event JOIN fact USING (event_id), unnest(fact.handlers) AS handler
ORDER BY event.sequence
"""


def record(events: Sequence[DomainEvent]) -> None:
    """Write events with one delivery for each handler, within the transaction of the change that they tell of."""
    facts = [
        {
            "place": place,
            "event_id": new_id(),
            "name": event.name,
            "schema": event.schema,
            "aggregate_id": event.aggregate_id,
            "data": event,
            "occurred_at": event.occurred_at,
            "handlers": handlers.names_for(type(event)),
        }
        for place, event in enumerate(events)
    ]
    deliveries = execute(
        _RECORD,
        {
            "facts": as_json(facts),
            "correlation_id": trace.correlation_id(),
            "causation_id": trace.causation_id(),
            "actor": trace.actor(),
        },
    )
    if deliveries:
        transaction.on_commit(work.ring)
