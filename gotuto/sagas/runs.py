"""The saga's row under a lease: claimed for a while, moved on only by whoever holds the claim (fencing token)."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from gotuto import leases, wakeups
from gotuto.claims import Claims, held_by
from gotuto.db import execute, fetch_one
from gotuto.sagas import history
from gotuto.sagas.history import Entry

QUEUE = "sagas"

_DUE = """
SELECT id, attempts, due_at FROM gotuto_sagas_sagarun
WHERE state IN ('running', 'compensating') AND NOT needs_attention AND due_at <= statement_timestamp()
"""

sagas = Claims(
    table="gotuto_sagas_sagarun", key="uuid", unfinished="claimed.state IN ('running', 'compensating')", queue=QUEUE
)
_RETURNING = """claimed.id, claimed.name, claimed.version, claimed.subject_id, claimed.state, claimed.step, claimed.stop,
          claimed.refusal_code, claimed.refusal_reason, claimed.attempts, claimed.fencing_token, claimed.correlation_id,
          claimed.actor, claimed.traceparent, claimed.waiting_since, claimed.deadline_at"""
_CLAIM_SOME = sagas.claim(_DUE, returning=_RETURNING)
_CLAIM_ONE = sagas.claim(f"{_DUE} AND subject_id = %(subject)s AND name = %(name)s", returning=_RETURNING)

# Beyond the fence of every claim: the saga stands where it stood, and nobody asked it to stop.
_STANDS = " AND claimed.step = %(from)s AND (claimed.state = 'compensating' OR NOT claimed.stop)"

_ADVANCE = (
    sagas.update(
        """state = %(state)s::text, step = %(to)s, attempts = 1, last_error = '', due_at = clock_timestamp() + %(lease)s,
    history = claimed.history || %(history)s::jsonb, waiting_since = NULL, waits_for = '',
    finished_at = CASE WHEN %(state)s::text IN ('done', 'undone') THEN clock_timestamp() END"""
    )
    + _STANDS
)

# News that came while the step was still looking makes it due at once.
_WAIT = (
    sagas.update(
        """step = %(to)s, attempts = 0, last_error = '', woken = false,
    due_at = CASE WHEN claimed.woken THEN clock_timestamp() ELSE %(until)s END,
    history = claimed.history || %(history)s::jsonb, waiting_since = %(since)s, waits_for = %(reason)s"""
    )
    + _STANDS
    + " RETURNING claimed.due_at <= clock_timestamp()"
)

_BEGIN_COMPENSATION = (
    sagas.update(
        """state = 'compensating', step = %(step)s, refusal_code = %(code)s, refusal_reason = %(reason)s, attempts = 1,
    history = claimed.history || %(history)s::jsonb, waiting_since = NULL, waits_for = '', deadline_at = NULL"""
    )
    + " AND claimed.state = 'running'"
)

_IGNORE_STOP = sagas.update(
    "stop = false, refusal_code = '', refusal_reason = '', history = claimed.history || %(history)s::jsonb"
)

_FAIL = f"""
WITH failed AS (
    {sagas.update("last_error = %(error)s, needs_attention = %(suspend)s, due_at = clock_timestamp() + %(backoff)s")}
    RETURNING claimed.id)
INSERT INTO gotuto_sagas_failedattempt (saga_id, state, step, attempt, error, failed_at)
SELECT id, %(state)s::text, %(step)s::smallint, %(attempt)s::smallint, %(error)s::text, clock_timestamp() FROM failed
"""  # noqa: S608  constants


@dataclass(frozen=True)
class Refusal:
    """Why a saga is being undone: a stable code and words for people."""

    code: str
    reason: str

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


@dataclass(frozen=True)
class Claim:
    """A saga that this worker runs until its lease ends."""

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
    traceparent: str
    waiting_since: datetime | None
    deadline_at: datetime | None
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


def claim_of(name: str, subject_id: UUID) -> Claim | None:
    """Take the saga of this name that works for a subject, if it is due."""
    row = fetch_one(_CLAIM_ONE, {"lease": leases.length(), "subject": subject_id, "name": name})
    return None if row is None else Claim(*row[:-1])


def claim_some() -> list[Claim]:
    """Take a batch of those that have been due for longest."""
    return sorted((Claim(*row) for row in sagas.take(_CLAIM_SOME)), key=lambda claim: claim.id)


def advance(claim: Claim, *, state: str, step: int, entries: list[Entry]) -> Claim:
    """Move on, in the transaction of the effect. Raises Fenced."""
    told = {"from": claim.step, "to": step, "state": state, "history": history.as_json(entries)}
    hit = execute(_ADVANCE, {**held_by(claim), **told, "lease": leases.length()})
    leases.check_fence(hit, f"saga {claim.id}")
    return replace(claim, state=state, step=step, attempts=1, waiting_since=None)


def wait(claim: Claim, *, step: int, reason: str, since: datetime, until: datetime, entries: list[Entry]) -> None:
    """Keep what was reached and let go of the claim until then, or until somebody brings the news. Raises Fenced."""
    told = {"from": claim.step, "to": step, "reason": reason, "history": history.as_json(entries)}
    row = fetch_one(_WAIT, {**held_by(claim), **told, "since": since, "until": until})
    leases.check_fence(0 if row is None else 1, f"saga {claim.id}")
    if row[0]:
        wakeups.notify_on_commit(QUEUE)


def begin_compensation(claim: Claim, refusal: Refusal, *, entries: list[Entry]) -> Claim:
    """From here on the steps are undone, last first; one that has waited is among them. Raises Fenced."""
    taken = claim.step if claim.waiting_since is None else claim.step + 1
    told = {"step": taken, "code": refusal.code, "reason": refusal.reason, "history": history.as_json(entries)}
    leases.check_fence(execute(_BEGIN_COMPENSATION, {**held_by(claim), **told}), f"saga {claim.id}")
    return replace(
        claim,
        state="compensating",
        step=taken,
        refusal_code=refusal.code,
        refusal_reason=refusal.reason,
        attempts=1,
        waiting_since=None,
        deadline_at=None,
    )


def ignore_stop(claim: Claim, entry: Entry) -> Claim:
    """Go on although somebody asked to stop; the history says so. Raises Fenced."""
    hit = execute(_IGNORE_STOP, {**held_by(claim), "history": history.as_json([entry])})
    leases.check_fence(hit, f"saga {claim.id}")
    return replace(claim, stop=False, refusal_code="", refusal_reason="")


def fail(claim: Claim, *, error: str, suspend: bool) -> None:
    """Note a failed attempt and wait, or leave the saga to a person; whoever lost the claim meanwhile only came too late."""
    told = {"state": claim.state, "step": claim.step, "attempt": claim.attempts, "error": error, "suspend": suspend}
    if not execute(_FAIL, {**held_by(claim), **told, "backoff": leases.backoff(claim.attempts)}):
        sagas.count_fenced(claim)
