"""The saga's row: started with its subject, claimed for a while, moved on only by whoever holds the claim."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from gotuto import leases, trace, wakeups
from gotuto.claims import Claims, held_by
from gotuto.db import execute, fetch_one, in_unit, wakes
from gotuto.ids import new_id

QUEUE = "sagas"

_START = """
INSERT INTO gotuto_sagas_sagarun
    (id, name, version, subject_id, state, step, stop, refusal_code, refusal_reason, needs_attention, attempts,
     fencing_token, due_at, last_error, correlation_id, actor, started_at)
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

sagas = Claims(
    table="gotuto_sagas_sagarun", key="uuid", unfinished="claimed.state IN ('running', 'compensating')", queue=QUEUE
)
_RETURNING = """claimed.id, claimed.name, claimed.version, claimed.subject_id, claimed.state, claimed.step, claimed.stop,
          claimed.refusal_code, claimed.refusal_reason, claimed.attempts, claimed.fencing_token, claimed.correlation_id,
          claimed.actor"""
_CLAIM_SOME = sagas.claim(_DUE, returning=_RETURNING)
_CLAIM_ONE = sagas.claim(f"{_DUE} AND subject_id = %(subject)s", returning=_RETURNING)

# Beyond the fence of every claim: the saga stands where it stood, and nobody asked it to stop.
_ADVANCE = (
    sagas.update(
        """state = %(state)s::text, step = %(to)s, attempts = 1, last_error = '', due_at = clock_timestamp() + %(lease)s,
    finished_at = CASE WHEN %(state)s::text IN ('done', 'undone') THEN clock_timestamp() END"""
    )
    + " AND claimed.step = %(from)s AND (claimed.state = 'compensating' OR NOT claimed.stop)"
)

_REFUSE = (
    sagas.update("state = 'compensating', refusal_code = %(code)s, refusal_reason = %(reason)s, attempts = 1")
    + " AND claimed.state = 'running'"
)

_FAIL = f"""
WITH failed AS (
    {sagas.update("last_error = %(error)s, needs_attention = %(park)s, due_at = clock_timestamp() + %(backoff)s")}
    RETURNING claimed.id)
INSERT INTO gotuto_sagas_failedattempt (saga_id, state, step, attempt, error, failed_at)
SELECT id, %(state)s::text, %(step)s::smallint, %(attempt)s::smallint, %(error)s::text, clock_timestamp() FROM failed
"""  # noqa: S608  constants


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
    fencing_token: int
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
    wakeups.notify_on_commit(QUEUE)
    wakes(subject_id)


def stop(name: str, subject_id: UUID, *, refusal: Refusal) -> bool:
    hit = execute(_STOP, {"subject": subject_id, "name": name, "code": refusal.code, "reason": refusal.reason})
    wakeups.notify_on_commit(QUEUE)
    wakes(subject_id)
    return hit == 1


def claim_of(subject_id: UUID) -> Claim | None:
    """Take the saga of one subject, if it is due."""
    row = fetch_one(_CLAIM_ONE, {"lease": leases.length(), "subject": subject_id})
    return None if row is None else Claim(*row[:-1])


def claim_some() -> list[Claim]:
    """Take a batch of those that have been due for longest."""
    return sorted((Claim(*row) for row in sagas.take(_CLAIM_SOME)), key=lambda claim: claim.id)


def advance(held: Claim, *, state: str, step: int) -> Claim:
    """Move on, in the transaction of the effect. Raises Fenced."""
    hit = execute(
        _ADVANCE,
        {**held_by(held), "from": held.step, "to": step, "state": state, "lease": leases.length()},
    )
    leases.check_fence(hit, f"saga {held.id}")
    return replace(held, state=state, step=step, attempts=1)


def refuse(held: Claim, refusal: Refusal) -> Claim:
    """Turn round: from here on the steps are undone. Raises Fenced."""
    hit = execute(_REFUSE, {**held_by(held), "code": refusal.code, "reason": refusal.reason})
    leases.check_fence(hit, f"saga {held.id}")
    return replace(held, state="compensating", refusal_code=refusal.code, refusal_reason=refusal.reason, attempts=1)


def fail(held: Claim, *, error: str, park: bool) -> None:
    """Note a failed attempt and wait, or leave the saga to a person; whoever lost the claim meanwhile only came too late."""
    noted = execute(
        _FAIL,
        {
            **held_by(held),
            "state": held.state,
            "step": held.step,
            "attempt": held.attempts,
            "error": error,
            "park": park,
            "backoff": leases.backoff(held.attempts),
        },
    )
    if not noted:
        sagas.count_fenced(held)
