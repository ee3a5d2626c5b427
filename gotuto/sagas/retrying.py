"""A saga that a person has looked after tries again."""

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
WHERE id = %(id)s AND state IN ('running', 'compensating')
"""


@unit_of_work
def retry(*, saga_id: UUID | str) -> UUID:
    """Make a saga, named by its own id or its subject's id or number, due now with all its attempts; its id.

    Raises SagaNotFound, SagaAmbiguous, SagaEnded.
    """
    row = lookup.find(saga_id)
    if not execute(_RETRY, {"id": row.id, "entry": history.as_json([history.by_a_person("retried")])}):
        raise SagaEnded(saga_id=row.id, state=row.state)
    wakeups.notify_on_commit(QUEUE)
    return row.id
