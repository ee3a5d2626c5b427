"""The timeline of a saga for people: the history of its steps and its failed attempts, in the order of time."""

from dataclasses import dataclass
from datetime import datetime

from gotuto.sagas.definition import definitions
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


def step_name(row: SagaRun, step: int) -> str:
    """The step after so many, by name where this release knows the definition."""
    saga = definitions.get(row.name, row.version)
    if saga is None:
        return str(step)
    return saga.steps[step].name if step < len(saga.steps) else "end"


def _told(entry: dict[str, str]) -> TimelineEntry:
    by = f" (by {entry['actor']})" if "actor" in entry else ""
    return TimelineEntry(
        at=datetime.fromisoformat(entry["at"]),
        step=entry["step"],
        outcome=entry["outcome"],
        note=f"{entry.get('note', '')}{by}".strip(),
    )


def _failed(row: SagaRun, attempt: FailedAttempt) -> TimelineEntry:
    # A compensation that failed stood behind the step that it was to undo.
    undoing = attempt.state == SagaRun.State.COMPENSATING and attempt.step > 0
    return TimelineEntry(
        at=attempt.failed_at,
        step=step_name(row, attempt.step - 1 if undoing else attempt.step),
        outcome=f"failed, attempt {attempt.attempt}",
        note=attempt.error,
    )
