"""Writing events and their deliveries, whatever their number, in one statement."""

from collections.abc import Sequence

import msgspec
from django.db import transaction

from gotuto import trace, work
from gotuto.db import execute
from gotuto.events import DomainEvent, encode
from gotuto.ids import new_id
from gotuto.outbox.handlers import handlers

_RECORD = """
WITH event AS (
    INSERT INTO gotuto_outbox_event
        (event_id, name, schema, aggregate_id, data, occurred_at, recorded_at, correlation_id, causation_id, actor)
    SELECT fact.event_id, fact.name, fact.schema, fact.aggregate_id, fact.data, fact.occurred_at, clock_timestamp(),
           %(correlation_id)s::text, %(causation_id)s::uuid, %(actor)s::uuid
    FROM unnest(%(ids)s::uuid[], %(names)s::text[], %(schemas)s::smallint[], %(aggregates)s::uuid[],
                %(data)s::text[]::jsonb[], %(times)s::timestamptz[])
         WITH ORDINALITY AS fact (event_id, name, schema, aggregate_id, data, occurred_at, place)
    ORDER BY fact.place
    RETURNING sequence, event_id, aggregate_id
)
INSERT INTO gotuto_outbox_delivery
    (event_id, handler, aggregate_id, state, attempts, due_at, token, last_error)
SELECT event.sequence, addressee.handler, event.aggregate_id, 'pending', 0, clock_timestamp(), 0, ''
FROM event
JOIN unnest(%(addressed)s::uuid[], %(handlers)s::text[]) AS addressee (event_id, handler) USING (event_id)
ORDER BY event.sequence
"""


def record(events: Sequence[DomainEvent]) -> None:
    """Write events with one delivery for each handler, within the transaction of the change that they tell of."""
    ids = [new_id() for _ in events]
    addressees = [
        (event_id, handler)
        for event_id, event in zip(ids, events, strict=True)
        for handler in handlers.names_for(type(event))
    ]
    execute(
        _RECORD,
        {
            "ids": ids,
            "names": [event.name for event in events],
            "schemas": [event.schema for event in events],
            "aggregates": [event.aggregate_id for event in events],
            "data": [msgspec.json.encode(encode(event)).decode() for event in events],
            "times": [event.occurred_at for event in events],
            "addressed": [event_id for event_id, _ in addressees],
            "handlers": [handler for _, handler in addressees],
            "correlation_id": trace.correlation_id(),
            "causation_id": trace.causation_id(),
            "actor": trace.actor(),
        },
    )
    if addressees:
        transaction.on_commit(work.ring)
