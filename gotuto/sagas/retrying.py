"""Sagas that a person has looked after try again."""

from uuid import UUID

from gotuto import wakeups
from gotuto.db import execute, unit_of_work
from gotuto.sagas import history, lookup
from gotuto.sagas.errors import SagaEnded
from gotuto.sagas.runs import QUEUE

# A deadline that has passed was told to the person who now lets it go on; a step that waits gets its whole time again.
_RETRY = """
UPDATE gotuto_sagas_sagarun
SET due_at = clock_timestamp(), attempts = 0, needs_attention = false, waiting_since = NULL,
    deadline_at = CASE WHEN deadline_at > clock_timestamp() THEN deadline_at END, history = history || %(entry)s::jsonb
WHERE {which} AND state IN ('running', 'compensating')
"""
_ONE, _PARKED = _RETRY.format(which="id = %(id)s"), _RETRY.format(which="needs_attention")


@unit_of_work
def retry(*, saga_id: UUID | str) -> UUID:
    """Make a saga, named by its own id or its subject's id or number, due now with all its attempts; its id.

    Raises SagaNotFound, SagaAmbiguous, SagaEnded.
    """
    row = lookup.find(saga_id)
    if not execute(_ONE, {"id": row.id, "entry": _entry()}):
        raise SagaEnded(saga_id=row.id, state=row.state)
    wakeups.notify_on_commit(QUEUE)
    return row.id


@unit_of_work
def retry_all() -> int:
    """Make every saga that needs attention due now with all its attempts; how many."""
    hit = execute(_PARKED, {"entry": _entry()})
    wakeups.notify_on_commit(QUEUE)
    return hit


def _entry() -> str:
    return history.as_json([history.by_a_person("retried")])
