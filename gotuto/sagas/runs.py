"""The saga's row: started with its subject, claimed for a while, moved on only by whoever holds the claim."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from gotuto import batches, leases, trace, work
from gotuto.db import execute, fetch_all, fetch_one, in_unit
from gotuto.ids import new_id

SOURCE = "sagas"

_START = """
INSERT INTO gotuto_sagas_sagarun
    (id, name, version, subject_id, state, step, stop, refusal_code, refusal_reason, needs_attention, attempts, token,
     due_at, last_error, correlation_id, actor, started_at)
VALUES (%s, %s, %s, %s, 'running', 0, false, '', '', false, 0, 0, clock_timestamp(), '', %s, %s, %s)
"""

_STOP = """
UPDATE gotuto_sagas_sagarun
SET stop = true, due_at = clock_timestamp(), attempts = 0, needs_attention = false,
    refusal_code = CASE WHEN stop THEN refusal_code ELSE %(code)s END,
    refusal_reason = CASE WHEN stop THEN refusal_reason ELSE %(reason)s END
WHERE subject_id = %(subject)s AND name = %(name)s AND state = 'running'
"""

_DUE = """
SELECT id, attempts, due_at FROM gotuto_sagas_sagarun
WHERE state IN ('running', 'compensating') AND NOT needs_attention AND due_at <= statement_timestamp()
"""

# Autocommitted: the attempt is on record even if the step kills its worker.
_CLAIM = """
WITH {held}
UPDATE gotuto_sagas_sagarun AS saga
SET token = token + 1, attempts = attempts + 1, due_at = clock_timestamp() + %(lease)s
WHERE saga.id = ANY(ARRAY(SELECT id FROM held))
RETURNING id, name, version, subject_id, state, step, stop, refusal_code, refusal_reason, attempts, token,
          correlation_id, actor, (SELECT due_at FROM due WHERE due.id = saga.id), (SELECT count(*) FROM due)
"""
_CLAIM_SOME = _CLAIM.format(held=batches.held(_DUE))
_CLAIM_ONE = _CLAIM.format(held=batches.held(f"{_DUE} AND subject_id = %(subject)s"))

# Whoever stopped it meanwhile has set its attempts to none, and wants it now.
_GIVE_BACK = """
UPDATE gotuto_sagas_sagarun AS saga SET attempts = greatest(attempts - 1, 0), due_at = back.due_at
FROM unnest(%(ids)s::uuid[], %(tokens)s::int[], %(due_at)s::timestamptz[]) AS back (id, token, due_at)
WHERE saga.id = back.id AND saga.token = back.token AND saga.state IN ('running', 'compensating')
"""

# The fence: nobody else has claimed it since, it stands where it stood, and nobody asked it to stop.
_ADVANCE = """
UPDATE gotuto_sagas_sagarun
SET state = %(state)s::text, step = %(to)s, attempts = 1, last_error = '', due_at = clock_timestamp() + %(lease)s,
    finished_at = CASE WHEN %(state)s::text IN ('done', 'undone') THEN clock_timestamp() END
WHERE id = %(id)s AND token = %(token)s AND step = %(from)s AND (state = 'compensating' OR NOT stop)
"""

_REFUSE = """
UPDATE gotuto_sagas_sagarun SET state = 'compensating', refusal_code = %(code)s, refusal_reason = %(reason)s, attempts = 1
WHERE id = %(id)s AND token = %(token)s AND state = 'running'
"""

_FAIL = """
WITH failed AS (
    UPDATE gotuto_sagas_sagarun
    SET last_error = %(error)s, needs_attention = %(park)s, due_at = clock_timestamp() + %(pause)s
    WHERE id = %(id)s AND token = %(token)s AND state IN ('running', 'compensating')
    RETURNING id)
INSERT INTO gotuto_sagas_failedattempt (saga_id, state, step, attempt, error, failed_at)
SELECT id, %(state)s::text, %(step)s::smallint, %(attempt)s::smallint, %(error)s::text, clock_timestamp() FROM failed
"""

_COUNT_FENCED = "UPDATE gotuto_sagas_sagarun SET fenced = fenced + 1 WHERE id = %s"

_RELEASE = """
UPDATE gotuto_sagas_sagarun SET due_at = clock_timestamp()
WHERE id = %(id)s AND token = %(token)s AND state IN ('running', 'compensating')
"""


@dataclass(frozen=True)
class Refusal:
    """Why a saga is being undone: a stable code and words for people."""

    code: str
    reason: str


@dataclass(frozen=True)
class Claim:
    """A saga that this worker leads until its lease ends."""

    id: UUID
    name: str
    version: int
    subject_id: UUID
    state: str
    step: int
    stop: bool
    refusal_code: str
    refusal_reason: str
    attempts: int
    token: int
    correlation_id: str
    actor: UUID | None
    was_due_at: datetime

    @property
    def compensating(self) -> bool:
        return self.state == "compensating"

    @property
    def ended(self) -> bool:
        return self.state in ("done", "undone")

    @property
    def refusal(self) -> Refusal:
        return Refusal(self.refusal_code, self.refusal_reason)


def start(name: str, version: int, subject_id: UUID, *, now: datetime) -> None:
    """Write the row in the unit of work of its subject. Raises RuntimeError outside of one."""
    if not in_unit():
        raise RuntimeError("A saga starts within the unit of work that makes its subject.")
    execute(_START, [new_id(), name, version, subject_id, trace.correlation_id(), trace.actor(), now])
    work.ring_on_commit(SOURCE)


def stop(name: str, subject_id: UUID, *, refusal: Refusal) -> bool:
    hit = execute(_STOP, {"subject": subject_id, "name": name, "code": refusal.code, "reason": refusal.reason})
    work.ring_on_commit(SOURCE)
    return hit == 1


def claim_of(subject_id: UUID) -> Claim | None:
    """Take the saga of one subject, if it is due."""
    row = fetch_one(_CLAIM_ONE, {"lease": leases.length(), "subject": subject_id})
    return None if row is None else Claim(*row[:-1])


def claim_some() -> list[Claim]:
    """Take a batch of those that have been due for longest."""
    rows = fetch_all(_CLAIM_SOME, {"lease": leases.length()})
    if batches.is_more_due(rows):
        work.ring(SOURCE)
    return sorted((Claim(*row[:-1]) for row in rows), key=lambda claim: claim.id)


def give_back(claims: Sequence[Claim]) -> None:
    """Let others lead those that this worker did not come to."""
    execute(_GIVE_BACK, batches.given_back(claims))
    work.ring(SOURCE)


def advance(held: Claim, *, state: str, step: int) -> Claim:
    """Move on, in the transaction of the effect. Raises Fenced."""
    hit = execute(
        _ADVANCE,
        {"id": held.id, "token": held.token, "from": held.step, "to": step, "state": state, "lease": leases.length()},
    )
    leases.fence(hit, f"saga {held.id}")
    return replace(held, state=state, step=step, attempts=1)


def refuse(held: Claim, refusal: Refusal) -> Claim:
    """Turn round: from here on the steps are undone. Raises Fenced."""
    hit = execute(_REFUSE, {"id": held.id, "token": held.token, "code": refusal.code, "reason": refusal.reason})
    leases.fence(hit, f"saga {held.id}")
    return replace(held, state="compensating", refusal_code=refusal.code, refusal_reason=refusal.reason, attempts=1)


def fail(held: Claim, *, error: str, park: bool) -> None:
    """Note a failed attempt and wait, or leave the saga to a person; whoever lost his claim meanwhile only came too late."""
    noted = execute(
        _FAIL,
        {
            "id": held.id,
            "token": held.token,
            "state": held.state,
            "step": held.step,
            "attempt": held.attempts,
            "error": error,
            "park": park,
            "pause": leases.pause(held.attempts),
        },
    )
    if not noted:
        count_fenced(held)


def count_fenced(held: Claim) -> None:
    """Note that a worker came too late, for whoever wonders how often that happens."""
    execute(_COUNT_FENCED, [held.id])


def release(held: Claim) -> None:
    """Give it back at once."""
    execute(_RELEASE, {"id": held.id, "token": held.token})
    work.ring(SOURCE)
