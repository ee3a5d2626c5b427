"""The timeline of a saga for people: the history of its steps and its failed attempts, in the order of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gotuto.sagas.definition import Saga, definitions
from gotuto.sagas.models import FailedAttempt, SagaRun


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """What became of a step, or what somebody asked of the saga."""

    at: datetime
    step: str
    outcome: str
    note: str


def timeline(row: SagaRun) -> tuple[TimelineEntry, ...]:
    """All that is known about a saga's way, oldest first."""
    told = [_told(entry) for entry in row.history]
    told += [_failed(row, attempt) for attempt in row.failed_attempts.order_by("id")]
    return tuple(sorted(told, key=lambda entry: entry.at))


def stands_before(row: SagaRun) -> str:
    """The step that comes next, or is undone next; the end, where that is reached."""
    if row.finished_at is not None:
        return "end"
    return _next_step(row, row.state, row.step)


def pivot_of(row: SagaRun) -> str:
    """The step behind which it goes forward only; empty where this release knows of none."""
    saga = definitions.get(row.name, row.version)
    return saga.pivot.name if saga is not None and saga.pivot is not None else ""


def is_past_pivot(row: SagaRun) -> bool:
    """Whether there is no way back any more."""
    saga = definitions.get(row.name, row.version)
    return saga is not None and saga.is_past_pivot(row.step)


def steps_of(row: SagaRun) -> list[tuple[str, str, str]]:
    """Each step of its definition: its name, where the saga stands with it, and how it is undone."""
    saga = definitions.get(row.name, row.version)
    return [] if saga is None else [_step(row, saga, place) for place in range(len(saga.steps))]


def _step(row: SagaRun, saga: Saga[Any], place: int) -> tuple[str, str, str]:
    step, is_next = saga.steps[place], row.finished_at is None and saga.steps[place].name == stands_before(row)
    stands = "next" if is_next else "done" if place < row.step else ""
    if step.is_pivot:
        return step.name, stands, "the pivot: from here on it goes forward only"
    return step.name, stands, f"undone by {step.undo.__name__}" if step.undo else ""


def _next_step(row: SagaRun, state: str, step: int) -> str:
    """The name of the step after so many where this release knows the definition; on the way back that of the last of them."""
    place = max(step - 1, 0) if state == SagaRun.State.COMPENSATING else step
    saga = definitions.get(row.name, row.version)
    return str(place) if saga is None else saga.steps[place].name


def _told(entry: dict[str, str]) -> TimelineEntry:
    by = f" (by {entry['actor']})" if "actor" in entry else ""
    return TimelineEntry(
        at=datetime.fromisoformat(entry["at"]),
        step=entry["step"],
        outcome=entry["outcome"],
        note=f"{entry.get('note', '')}{by}".strip(),
    )


def _failed(row: SagaRun, attempt: FailedAttempt) -> TimelineEntry:
    return TimelineEntry(
        at=attempt.failed_at,
        step=_next_step(row, attempt.state, attempt.step),
        outcome=f"failed, attempt {attempt.attempt}",
        note=attempt.error,
    )
