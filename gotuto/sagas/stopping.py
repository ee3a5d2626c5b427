"""A person stops a saga and has it undone, or lets one whose way back is blocked go forward after all, and says why."""

from uuid import UUID

from gotuto import wakeups
from gotuto.db import execute, unit_of_work
from gotuto.sagas import history, lookup, requests
from gotuto.sagas.errors import SagaAlreadyCompensating, SagaEnded, SagaNotStuck
from gotuto.sagas.models import SagaRun
from gotuto.sagas.runs import QUEUE, Refusal

STOPPED = "sagas.stopped"

# What was undone already might not be done a second time.
_GO_FORWARD = """
UPDATE gotuto_sagas_sagarun
SET state = 'running', stop = false, refusal_code = '', refusal_reason = '', needs_attention = false, attempts = 0,
    last_error = '', waiting_since = NULL, waits_for = '', deadline_at = NULL, due_at = clock_timestamp(),
    history = history || %(entry)s::jsonb
WHERE id = %(id)s AND state = 'compensating' AND needs_attention AND NOT history @> '[{"outcome": "undone"}]'
"""


@unit_of_work
def stop(*, saga_id: UUID | str, reason: str) -> UUID:
    """Ask a saga, named by its own id or its subject's id or number, to undo what it has done; its id.

    Raises SagaNotFound, SagaAmbiguous, SagaEnded, SagaAlreadyCompensating.
    """
    row = lookup.find(saga_id)
    refusal = Refusal(STOPPED, reason)
    if not requests.request_cancellation(row.name, row.subject_id, refusal=refusal, saga_id=row.id):
        row.refresh_from_db()
        if row.state == SagaRun.State.COMPENSATING:
            raise SagaAlreadyCompensating(saga_id=row.id)
        raise SagaEnded(saga_id=row.id, state=row.state)
    return row.id


@unit_of_work
def go_forward(*, saga_id: UUID | str, reason: str) -> UUID:
    """Let a saga that could not be undone do the rest of its steps instead; its id.

    An order whose cancellation was refused, and whose parcel cannot be put back, ends by it. Raises SagaNotFound, SagaAmbiguous,
    SagaNotStuck.
    """
    row = lookup.find(saga_id)
    entry = history.as_json([history.by_a_person("goes forward after all", reason)])
    if not execute(_GO_FORWARD, {"id": row.id, "entry": entry}):
        raise SagaNotStuck(saga_id=row.id, state=row.state)
    wakeups.notify_on_commit(QUEUE)
    return row.id
