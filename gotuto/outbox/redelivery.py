"""Redelivery: dead letters once more, one event once more, and what a new handler has missed (backfill)."""

from collections.abc import Iterator
from datetime import datetime

from gotuto import wakeups
from gotuto.db import execute, fetch_all, unit_of_work
from gotuto.outbox import models
from gotuto.outbox.errors import EventNotFound, HandlerGone, HandlerNotFound, NotForHandler
from gotuto.outbox.handlers import Handler, handlers
from gotuto.outbox.publication import QUEUE

# The raised token sends away a worker that still holds it.
_AGAIN = """
UPDATE gotuto_outbox_delivery
SET state = 'pending', attempts = 0, due_at = clock_timestamp(), fencing_token = fencing_token + 1, last_error = '',
    finished_at = NULL
"""

_ADD = """
INSERT INTO gotuto_outbox_delivery (event_id, handler, aggregate_id, state, attempts, due_at, fencing_token, last_error)
SELECT sequence, %(handler)s::text, aggregate_id, 'pending', 0, clock_timestamp(), 0, ''
FROM gotuto_outbox_event WHERE sequence = ANY(%(sequences)s)
ORDER BY sequence
ON CONFLICT (event_id, handler) DO NOTHING
"""

_NEXT = """
SELECT sequence FROM gotuto_outbox_event
WHERE name = %(event)s AND recorded_at >= %(since)s AND sequence > %(after)s
ORDER BY sequence LIMIT %(limit)s
"""


@unit_of_work
def retry_dead(*, handler: str | None = None) -> int:
    """Try all dead letters again, or those of one handler; how many there were. Raises HandlerNotFound."""
    if handler is None:
        return _again("WHERE state = 'dead'", [])
    _known(handler)
    return _again("WHERE state = 'dead' AND handler = %s", [handler])


@unit_of_work
def redeliver(*, sequence: int, handler: str) -> None:
    """Hand one event to one handler once more, also when it never did. Raises EventNotFound, HandlerNotFound, NotForHandler."""
    event = models.Event.objects.filter(sequence=sequence).first()
    if event is None:
        raise EventNotFound(sequence=sequence)
    listener = _known(handler)
    if listener.event_class.name != event.name:
        raise NotForHandler(name=handler, event=event.name)
    if not _again("WHERE event_id = %s AND handler = %s", [sequence, handler]):
        execute(_ADD, {"handler": handler, "sequences": [sequence]})


@unit_of_work
def redeliver_row(delivery: models.Delivery) -> None:
    """Hand this delivery over once more. Raises HandlerGone."""
    if delivery.handler not in handlers.names():
        raise HandlerGone(name=delivery.handler)
    _again("WHERE id = %s", [delivery.id])


def backfill(*, handler: str, since: datetime, batch: int = 1_000) -> Iterator[int]:
    """Write the deliveries that a new handler has missed since a time, a batch at a time; yields how many. Raises HandlerNotFound."""
    listener = _known(handler)
    after = 0
    while sequences := _following(listener, since=since, after=after, limit=batch):
        after = sequences[-1]
        yield execute(_ADD, {"handler": handler, "sequences": sequences})
    wakeups.notify(QUEUE)


def _following(listener: Handler, *, since: datetime, after: int, limit: int) -> list[int]:
    wanted = {"event": listener.event_class.name, "since": since, "after": after, "limit": limit}
    return [sequence for (sequence,) in fetch_all(_NEXT, wanted)]


def _again(which: str, parameters: list[object]) -> int:
    hit = execute(_AGAIN + which, parameters)
    wakeups.notify_on_commit(QUEUE)
    return hit


def _known(handler: str) -> Handler:
    if handler not in handlers.names():
        raise HandlerNotFound(name=handler, known=handlers.names())
    return handlers.get(handler)
