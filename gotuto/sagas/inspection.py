"""Looking at sagas: where they stand, and which of them need a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from gotuto import leases
from gotuto.sagas import lookup
from gotuto.sagas.definition import definitions
from gotuto.sagas.models import SagaRun
from gotuto.sagas.timeline import TimelineEntry, is_past_pivot, pivot_of, stands_before, timeline

OPEN = (SagaRun.State.RUNNING, SagaRun.State.COMPENSATING)
# Once or twice, somebody else may have held a lock.
_SEVERAL = 3


@dataclass(frozen=True, kw_only=True)
class Saga:
    """One saga at work for one subject; `step` is the one that is done or undone next."""

    id: UUID
    name: str
    version: int
    subject_id: UUID
    number: str
    state: str
    step: str
    waits_for: str
    attempts: int
    needs_attention: bool
    started_at: datetime
    correlation_id: str
    last_error: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """A saga with all that happened on its way."""

    id: UUID
    name: str
    version: int
    subject_id: UUID
    number: str
    key: str
    state: str
    step: str
    pivot: str
    is_past_pivot: bool
    stop: bool
    refusal_code: str
    refusal_reason: str
    needs_attention: bool
    waits_for: str
    waiting_since: datetime | None
    attempts: int
    due_at: datetime
    deadline_at: datetime | None
    started_at: datetime
    finished_at: datetime | None
    correlation_id: str
    actor: UUID | None
    last_error: str
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, kw_only=True)
class Search:
    """Which sagas to look at; nothing given means all."""

    is_open: bool = False
    is_troubled: bool = False
    name: str = ""
    version: int | None = None
    state: str = ""
    started_before: datetime | None = None
    error: str = ""


def search(wanted: Search, *, now: datetime, limit: int) -> list[Saga]:
    """The sagas that are wanted, the latest first; those in trouble oldest first."""
    rows = SagaRun.objects.filter(_condition(wanted, now=now))
    found = list(rows.order_by("id" if wanted.is_troubled else "-id")[:limit])
    called = numbers(found)
    return [_shown(row, called.get(row.subject_id, "")) for row in found]


def show(what: UUID | str) -> Story:
    """A saga by its own id or its subject's id or number. Raises SagaNotFound, SagaAmbiguous."""
    row = lookup.find(what)
    return Story(
        id=row.id,
        name=row.name,
        version=row.version,
        subject_id=row.subject_id,
        number=numbers([row]).get(row.subject_id, ""),
        key=row.key,
        state=row.state,
        step=stands_before(row),
        pivot=pivot_of(row),
        is_past_pivot=is_past_pivot(row),
        stop=row.stop,
        refusal_code=row.refusal_code,
        refusal_reason=row.refusal_reason,
        needs_attention=row.needs_attention,
        waits_for=row.waits_for,
        waiting_since=row.waiting_since,
        attempts=row.attempts,
        due_at=row.due_at,
        deadline_at=row.deadline_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        correlation_id=row.correlation_id,
        actor=row.actor,
        last_error=row.last_error,
        timeline=timeline(row),
    )


def numbers(rows: Iterable[SagaRun]) -> dict[UUID, str]:
    """What people call the subjects of these sagas; one statement for each kind of subject."""
    called: dict[UUID, str] = {}
    by_name: dict[str, set[UUID]] = {}
    for row in rows:
        by_name.setdefault(row.name, set()).add(row.subject_id)
    for name, ids in by_name.items():
        subject = definitions.subject_of(name)
        if subject is not None and ids - called.keys():
            called |= subject.numbers(ids - called.keys())
    return called


def struggling(*, now: datetime) -> Q:
    """Sagas that need attention, fail or are late."""
    return Q(needs_attention=True) | Q(state__in=OPEN) & (~Q(last_error="") | Q(due_at__lt=now - leases.late()))


def failing_again() -> int:
    """How many are tried on although several attempts have failed."""
    return SagaRun.objects.filter(
        ~Q(last_error=""), state__in=OPEN, needs_attention=False, attempts__gte=_SEVERAL
    ).count()


def _condition(wanted: Search, *, now: datetime) -> Q:
    equal = {
        "name": wanted.name,
        "version": wanted.version,
        "state": wanted.state,
        "started_at__lt": wanted.started_before,
    }
    condition = Q(**{field: value for field, value in equal.items() if value})
    if wanted.is_troubled:
        condition &= struggling(now=now)
    if wanted.is_open:
        condition &= Q(state__in=OPEN)
    return condition & Q(last_error__icontains=wanted.error) if wanted.error else condition


def _shown(row: SagaRun, number: str) -> Saga:
    return Saga(
        id=row.id,
        name=row.name,
        version=row.version,
        subject_id=row.subject_id,
        number=number,
        state=row.state,
        step=stands_before(row),
        waits_for=row.waits_for,
        attempts=row.attempts,
        needs_attention=row.needs_attention,
        started_at=row.started_at,
        correlation_id=row.correlation_id,
        last_error=row.last_error,
    )
