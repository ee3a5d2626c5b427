"""Saga execution engine: runs a claimed saga's steps, several per local transaction, and compensates in reverse order.

The effects of the steps and the advance of the saga share one transaction, always; a worker that comes late hits no row
and everything it did is rolled back. Only a business error begins compensation; an infrastructure failure is repeated.
"""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import timezone

from gotuto import batches, leases, trace, tracing
from gotuto.db import VersionConflict, unit
from gotuto.errors import BusinessError
from gotuto.leases import Fenced
from gotuto.sagas import history, runs, transactions
from gotuto.sagas.definition import Saga, Step, definitions
from gotuto.sagas.runs import Claim, Refusal
from gotuto.sagas.transactions import Progress
from gotuto.sagas.waiting import Deadline, Overdue, Wait

OVERDUE = "sagas.overdue"
_MOST_OVERTAKEN = 10

log = structlog.get_logger(__name__)


def run_due() -> int:
    """Run some of the sagas that are due as far as each goes; how many there were."""
    claims = runs.claim_some()
    batches.in_turn(claims, _run, give_back=runs.sagas.give_back)
    return len(claims)


def run_of(name: str, subject_id: UUID) -> bool:
    """Run the saga of this name that works for a subject as far as it goes, if it is due and free; whether it was."""
    claim = runs.claim_of(name, subject_id)
    if claim is not None:
        _run(claim)
    return claim is not None


def _run(claim: Claim) -> None:
    with (
        trace.bound(claim.correlation_id, actor=claim.actor, traceparent=claim.traceparent),
        tracing.span(f"saga {claim.name}", "consumer", _facts(claim)),
    ):
        saga = definitions.get(claim.name, claim.version)
        if saga is None:
            _suspend(claim, error=f"This release does not know {claim.name} version {claim.version}.")
        elif claim.attempts > settings.GOTUTO_MAX_ATTEMPTS:
            # Nobody came back to say why: the step took its worker with it each time.
            _suspend(claim, error="The worker died at this step.")
        else:
            _run_until_blocked(saga, claim, now=timezone.now())


def _facts(claim: Claim) -> dict[str, Any]:
    return {
        "gotuto.saga.id": claim.id,
        "gotuto.saga.subject": claim.subject_id,
        "gotuto.saga.state": claim.state,
        "gotuto.saga.step": claim.step,
        "gotuto.attempt": claim.attempts,
    }


def _run_until_blocked(saga: Saga[Any], claim: Claim, *, now: datetime) -> None:
    """One local transaction after the other until the saga has ended, waits, or fails."""
    following: Claim | None = claim
    while following is not None and not following.ended:
        following = _one_transaction(saga, following, now=now)


def _one_transaction(saga: Saga[Any], claim: Claim, *, now: datetime) -> Claim | None:
    """One local transaction forward or back; None when the claim has been let go."""
    try:
        return _first_to_append(saga, claim, now=now)
    except Fenced as fenced:
        log.warning("fenced", what=str(fenced))
        runs.sagas.count_fenced(claim)
        # Stopped by a person, not taken over: the fencing token is still ours and compensation may begin at once.
        runs.sagas.release(claim)
    except Exception as error:
        log.warning("saga_step_failed", saga=claim.name, subject=str(claim.subject_id), step=claim.step,
                    attempt=claim.attempts, exc_info=True)  # fmt: skip
        _fail(claim, error=leases.error_text(error))
    return None


def _first_to_append(saga: Saga[Any], claim: Claim, *, now: datetime) -> Claim | None:
    """The transaction, at once again when somebody else of the subject was faster: nothing was done, no attempt is counted.

    Raises VersionConflict for a stream behind which nobody can append.
    """
    act = _compensate if claim.compensating else _execute
    for _ in range(_MOST_OVERTAKEN):
        try:
            return act(saga, claim, now=now)
        except VersionConflict as conflict:
            log.info("saga_overtaken", saga=claim.name, subject=str(claim.subject_id), what=str(conflict))
    return act(saga, claim, now=now)


def _execute(saga: Saga[Any], claim: Claim, *, now: datetime) -> Claim | None:
    is_past_pivot = saga.is_past_pivot(claim.step)
    if claim.stop and not is_past_pivot:
        return runs.begin_compensation(claim, claim.refusal, entries=[])
    if claim.stop:
        claim = runs.ignore_stop(claim, history.entry(saga.steps[claim.step].name, "goes on", "There is no way back."))
    if claim.deadline_at is not None and claim.deadline_at <= now:
        return _overdue(claim, saga.steps[claim.step], saga.deadline, f"It was to end by {_time(claim.deadline_at)}.")
    progress = transactions.forward(saga.steps[claim.step :], now=now)
    try:
        with unit():
            transactions.apply(saga, claim.subject_id, progress)
            reached = claim.step + progress.done
            if progress.wait is not None:
                return _wait(claim, saga.steps[reached], progress, step=reached, now=now)
            state = "done" if reached == len(saga.steps) else "running"
            return runs.advance(claim, state=state, step=reached, entries=progress.entries)
    except BusinessError as error:
        if is_past_pivot:
            raise
        refusal = Refusal(error.code, error.detail)
        refused = history.entry(progress.stands_before, "refused", str(refusal))
        return runs.begin_compensation(claim, refusal, entries=[refused])


def _compensate(saga: Saga[Any], claim: Claim, *, now: datetime) -> Claim | None:
    progress = transactions.back(saga, saga.steps[: claim.step], claim.refusal, now=now)
    with unit():
        transactions.apply(saga, claim.subject_id, progress)
        remaining = max(claim.step - progress.done, 0)
        if progress.wait is not None:
            return _wait(claim, saga.steps[remaining - 1], progress, step=remaining, now=now)
        state = "undone" if remaining == 0 else "compensating"
        return runs.advance(claim, state=state, step=remaining, entries=progress.entries)


def _wait(claim: Claim, waiting: Step, progress: Progress, *, step: int, now: datetime) -> Claim | None:
    """Let go of the saga until there may be news, unless it has waited for too long; then the first return is not None."""
    wait, since, entries = cast(Wait, progress.wait), claim.waiting_since, progress.entries
    if since is None or progress.done:
        since, entries = now, [*entries, history.entry(waiting.name, "waiting", f"for {wait.reason}")]
    ends = since + waiting.deadline.after
    if ends <= now:
        return _overdue(claim, waiting, waiting.deadline, f"It has waited for {wait.reason} since {_time(since)}.")
    until = min(now + wait.look_again, ends, claim.deadline_at or ends)
    runs.wait(claim, step=step, reason=wait.reason, since=since, until=until, entries=entries)
    return None


def _overdue(claim: Claim, step: Step, deadline: Deadline | None, words: str) -> Claim | None:
    """Too late: compensate where that was declared and is still to be done, or ask for a person."""
    if claim.compensating or deadline is None or deadline.overdue is Overdue.NEEDS_ATTENTION:
        _suspend(claim, error=f"Overdue at {step.name}: {words}")
        return None
    refusal = Refusal(OVERDUE, words)
    return runs.begin_compensation(claim, refusal, entries=[history.entry(step.name, "overdue", words)])


def _fail(claim: Claim, *, error: str) -> None:
    if claim.attempts >= settings.GOTUTO_MAX_ATTEMPTS:
        _suspend(claim, error=error)
    else:
        runs.fail(claim, error=error, suspend=False)


def _suspend(claim: Claim, *, error: str) -> None:
    """Leave the saga to a person: it needs attention."""
    log.error("saga_needs_attention", saga=claim.name, subject=str(claim.subject_id), step=claim.step, error=error)
    runs.fail(claim, error=error, suspend=True)


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
