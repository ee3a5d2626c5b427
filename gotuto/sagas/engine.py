"""The engine: leads one claimed saga forward stretch by stretch, or back undo by undo.

Effect and advance share one transaction, always; a worker that comes late hits no row and everything it did is rolled
back. Only a business answer turns a saga round; a failure of the infrastructure is repeated.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import timezone

from gotuto import batches, leases, trace
from gotuto.db import unit
from gotuto.errors import BusinessError
from gotuto.leases import Fenced
from gotuto.sagas import runs
from gotuto.sagas.definition import Events, Saga, Step, definitions
from gotuto.sagas.runs import Claim, Refusal

log = structlog.get_logger(__name__)


def run_due() -> int:
    """Lead some of the sagas that are due as far as each goes; how many there were."""
    claims = runs.claim_some()
    batches.in_turn(claims, _lead, give_back=runs.sagas.give_back)
    return len(claims)


def run_of(subject_id: UUID) -> bool:
    """Lead the saga of one subject as far as it goes, if it is due and free; whether it was."""
    held = runs.claim_of(subject_id)
    if held is not None:
        _lead(held)
    return held is not None


def _lead(held: Claim) -> None:
    with trace.following(held.correlation_id, actor=held.actor):
        _go(held, now=timezone.now())


def _go(held: Claim, *, now: datetime) -> None:
    saga = definitions.get(held.name, held.version)
    if saga is None:
        _park(held, error=f"This release does not know {held.name} version {held.version}.")
    elif held.attempts > settings.GOTUTO_MAX_ATTEMPTS:
        # Nobody came back to say why: the step took its worker with it each time.
        _park(held, error="The worker died at this step.")
    else:
        while not held.ended:
            moved = _move(saga, held, now=now)
            if moved is None:
                return
            held = moved


def _move(saga: Saga[Any], held: Claim, *, now: datetime) -> Claim | None:
    """One transaction forward or back; None when it failed and has been put down."""
    try:
        return _back(saga, held, now=now) if held.compensating else _forward(saga, held, now=now)
    except Fenced as fenced:
        log.warning("fenced", what=str(fenced))
        runs.sagas.count_fenced(held)
        # Stopped by a person, not taken over: the fencing token is still ours and the way back may begin at once.
        runs.sagas.release(held)
    except Exception as error:
        log.warning("saga_step_failed", saga=held.name, subject=str(held.subject_id), step=held.step,
                    attempt=held.attempts, exc_info=True)  # fmt: skip
        _fail(held, error=leases.error_text(error))
    return None


def _forward(saga: Saga[Any], held: Claim, *, now: datetime) -> Claim:
    if held.stop:
        return runs.refuse(held, held.refusal)
    stretch = saga.steps[held.step : held.step + _stretch_length()]
    try:
        return _take(saga, held, stretch, now=now)
    except BusinessError as refusal:
        return runs.refuse(held, Refusal(refusal.code, refusal.detail))


def _take(saga: Saga[Any], held: Claim, stretch: Sequence[Step], *, now: datetime) -> Claim:
    reached = held.step + len(stretch)
    with unit():
        _play(saga, held, [partial(step.do, now=now) for step in stretch])
        return runs.advance(held, state="done" if reached == len(saga.steps) else "running", step=reached)


def _back(saga: Saga[Any], held: Claim, *, now: datetime) -> Claim:
    remaining = max(held.step - _stretch_length(), 0)
    finished = reversed(saga.steps[remaining : held.step])
    acts = [partial(step.undo, reason=held.refusal.reason, now=now) for step in finished if step.undo is not None]
    if remaining == 0:
        acts.append(partial(saga.refused, refusal=held.refusal, now=now))
    with unit():
        _play(saga, held, acts)
        return runs.advance(held, state="undone" if remaining == 0 else "compensating", step=remaining)


def _play(saga: Saga[Any], held: Claim, acts: Sequence[Callable[[Any], Events]]) -> None:
    """Load once, let each act see what the earlier ones did, append everything once."""
    subject, version = saga.subject.load(held.subject_id)
    happened: list[Any] = []
    for act in acts:
        events = act(subject)
        subject = saga.subject.evolve(subject, events)
        happened.extend(events)
    if happened:
        saga.subject.append(subject, expected_version=version, events=happened)


def _stretch_length() -> int:
    # All steps of today touch only this database, so that a stretch is the whole saga unless every commit is wanted.
    return 1 if settings.SAGA_COMMIT_EVERY_STEP else 1_000


def _fail(held: Claim, *, error: str) -> None:
    if held.attempts >= settings.GOTUTO_MAX_ATTEMPTS:
        _park(held, error=error)
    else:
        runs.fail(held, error=error, park=False)


def _park(held: Claim, *, error: str) -> None:
    log.error("saga_needs_attention", saga=held.name, subject=str(held.subject_id), step=held.step, error=error)
    runs.fail(held, error=error, park=True)
