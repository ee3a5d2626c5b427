"""What others ask of a saga's row without holding its claim: start, cancel, wake. Each in the asker's own unit of work."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from gotuto import trace, wakeups
from gotuto.db import execute, fetch_all, in_unit, wakes
from gotuto.ids import new_id
from gotuto.sagas import history
from gotuto.sagas.errors import SagaAlreadyOpen, SagaExcluded
from gotuto.sagas.runs import QUEUE, Refusal

# One statement, whether it is new or a repeat: the unique keys (subject, name, key) and (subject, name) of open ones say.
_START = """
INSERT INTO gotuto_sagas_sagarun
    (id, name, version, subject_id, key, state, step, stop, refusal_code, refusal_reason, needs_attention, attempts,
     fencing_token, due_at, deadline_at, last_error, correlation_id, actor, traceparent, started_at)
VALUES (%s, %s, %s, %s, %s, 'running', 0, false, '', '', false, 0, 0, clock_timestamp(), %s, '', %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('saga of ' || %s::uuid, 0))"
_BESIDE = """
SELECT id, name, key FROM gotuto_sagas_sagarun
WHERE subject_id = %(subject)s
  AND (name = %(name)s AND key = %(key)s OR name = ANY(%(names)s) AND state IN ('running', 'compensating'))
ORDER BY id
"""

_REQUEST_CANCELLATION = """
UPDATE gotuto_sagas_sagarun
SET stop = true, due_at = clock_timestamp(), attempts = 0, needs_attention = false, deadline_at = NULL,
    refusal_code = CASE WHEN stop THEN refusal_code ELSE %(code)s END,
    refusal_reason = CASE WHEN stop THEN refusal_reason ELSE %(reason)s END,
    history = CASE WHEN stop THEN history ELSE history || %(entry)s::jsonb END
WHERE subject_id = %(subject)s AND name = %(name)s AND state = 'running' AND id = coalesce(%(id)s::uuid, id)
"""

# A worker that holds it (attempts > 0) is not disturbed; it sees `woken` when it is about to wait.
_WAKE = """
UPDATE gotuto_sagas_sagarun
SET woken = waiting_since IS NULL OR attempts > 0,
    due_at = CASE WHEN waiting_since IS NOT NULL AND attempts = 0 THEN clock_timestamp() ELSE due_at END
WHERE subject_id = %(subject)s AND name = %(name)s AND state IN ('running', 'compensating')
"""


def start(
    name: str,
    version: int,
    subject_id: UUID,
    *,
    key: str,
    deadline_at: datetime | None,
    excluded: Sequence[str],
    now: datetime,
) -> UUID:
    """Write the row in the unit of work of its subject. Raises SagaAlreadyOpen, SagaExcluded, RuntimeError outside of a unit."""
    _check_unit()
    if excluded:
        # Two that start at once would not see each other's row.
        execute(_LOCK, [subject_id])
        first = _first(name, subject_id, key, excluded)
        if first is not None:
            return first
    saga_id = new_id()
    made = execute(
        _START,
        [saga_id, name, version, subject_id, key, deadline_at, *_asked_by(), now],
    )
    if not made:
        first = _first(name, subject_id, key, ())
        if first is None:
            raise SagaAlreadyOpen(name=name)
        return first
    wakeups.notify_on_commit(QUEUE)
    wakes(name, subject_id)
    return saga_id


def request_cancellation(name: str, subject_id: UUID, *, refusal: Refusal, saga_id: UUID | None = None) -> bool:
    """Set the flag that the fence and the next claim look at, if it is this saga or none is named; whether there was one."""
    entry = history.as_json([history.by_a_person("cancellation requested", str(refusal))])
    hit = execute(
        _REQUEST_CANCELLATION,
        {
            "id": saga_id,
            "subject": subject_id,
            "name": name,
            "code": refusal.code,
            "reason": refusal.reason,
            "entry": entry,
        },
    )
    wakeups.notify_on_commit(QUEUE)
    wakes(name, subject_id)
    return hit == 1


def wake(name: str, subject_id: UUID) -> bool:
    """Make a waiting saga due. Raises RuntimeError outside of a unit: a wake-up before its news would find nothing new."""
    _check_unit()
    hit = execute(_WAKE, {"subject": subject_id, "name": name})
    wakeups.notify_on_commit(QUEUE)
    wakes(name, subject_id)
    return hit == 1


def _first(name: str, subject_id: UUID, key: str, excluded: Sequence[str]) -> UUID | None:
    """The saga that an earlier start with this key has made. Raises SagaExcluded."""
    rows = fetch_all(_BESIDE, {"subject": subject_id, "name": name, "key": key, "names": list(excluded)})
    for saga_id, found, its_key in rows:
        if found == name and its_key == key:
            return UUID(str(saga_id))
    if rows:
        raise SagaExcluded(name=name, other=rows[0][1])
    return None


def _asked_by() -> tuple[object, ...]:
    return trace.correlation_id(), trace.actor(), trace.traceparent()


def _check_unit() -> None:
    if not in_unit():
        raise RuntimeError("Sagas start and are woken within the unit of work that makes or changes their subject.")
