"""Looking at sagas: where they stand, and which of them need a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from gotuto.sagas.definition import definitions
from gotuto.sagas.errors import SagaNotFound
from gotuto.sagas.models import SagaRun

# Beyond this a due saga is not waiting any more, it is stuck.
LATE = timedelta(minutes=1)
OPEN = (SagaRun.State.RUNNING, SagaRun.State.COMPENSATING)


@dataclass(frozen=True, kw_only=True)
class Saga:
    """One saga at work for one subject; `step` is the one that it stands before."""

    id: UUID
    name: str
    subject_id: UUID
    state: str
    step: str
    attempts: int
    needs_attention: bool
    started_at: datetime
    correlation_id: str
    last_error: str


@dataclass(frozen=True, kw_only=True)
class FailedAttempt:
    """What went wrong in one attempt."""

    failed_at: datetime
    state: str
    step: str
    attempt: int
    error: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """A saga with all that went wrong on its way."""

    id: UUID
    name: str
    version: int
    subject_id: UUID
    state: str
    step: str
    stop: bool
    refusal_code: str
    refusal_reason: str
    needs_attention: bool
    attempts: int
    due_at: datetime
    started_at: datetime
    finished_at: datetime | None
    correlation_id: str
    actor: UUID | None
    last_error: str
    failed_attempts: tuple[FailedAttempt, ...]


def troubled(*, now: datetime, limit: int) -> list[Saga]:
    """Sagas that need attention, fail or are late, oldest first."""
    struggling = Q(state__in=OPEN) & (~Q(last_error="") | Q(due_at__lt=now - LATE))
    rows = SagaRun.objects.filter(Q(needs_attention=True) | struggling)
    return [_shown(row) for row in rows.order_by("started_at", "id")[:limit]]


def recent(*, limit: int) -> list[Saga]:
    """The latest sagas, whatever became of them."""
    return [_shown(row) for row in SagaRun.objects.order_by("-started_at", "-id")[:limit]]


def show(saga_id: UUID) -> Story:
    """A saga by its own id or that of its subject. Raises SagaNotFound."""
    row = SagaRun.objects.filter(Q(id=saga_id) | Q(subject_id=saga_id)).order_by("-started_at").first()
    if row is None:
        raise SagaNotFound(saga_id)
    attempts = row.failed_attempts.order_by("id")
    return Story(
        id=row.id,
        name=row.name,
        version=row.version,
        subject_id=row.subject_id,
        state=row.state,
        step=step_name(row, row.step),
        stop=row.stop,
        refusal_code=row.refusal_code,
        refusal_reason=row.refusal_reason,
        needs_attention=row.needs_attention,
        attempts=row.attempts,
        due_at=row.due_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        correlation_id=row.correlation_id,
        actor=row.actor,
        last_error=row.last_error,
        failed_attempts=tuple(
            FailedAttempt(
                failed_at=attempt.failed_at,
                state=attempt.state,
                step=step_name(row, attempt.step),
                attempt=attempt.attempt,
                error=attempt.error,
            )
            for attempt in attempts
        ),
    )


def step_name(row: SagaRun, step: int) -> str:
    """The step after so many, by name where this release knows the definition."""
    saga = definitions.get(row.name, row.version)
    if saga is None:
        return str(step)
    return saga.steps[step].name if step < len(saga.steps) else "end"


def _shown(row: SagaRun) -> Saga:
    return Saga(
        id=row.id,
        name=row.name,
        subject_id=row.subject_id,
        state=row.state,
        step=step_name(row, row.step),
        attempts=row.attempts,
        needs_attention=row.needs_attention,
        started_at=row.started_at,
        correlation_id=row.correlation_id,
        last_error=row.last_error,
    )
