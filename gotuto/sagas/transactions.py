"""Local transactions of a saga: which steps share one, and what they do to the subject: load once, append once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings

from gotuto import tracing
from gotuto.sagas import history
from gotuto.sagas.definition import Events, Saga, Step
from gotuto.sagas.history import Entry
from gotuto.sagas.runs import Refusal
from gotuto.sagas.waiting import UNDECIDED, Wait

_LOOK_AT_CALLS = timedelta(minutes=1)


@dataclass(frozen=True)
class Act:
    """A step or its undo, to be called with the subject; `outcome` is what the history says when it worked."""

    name: str
    outcome: str
    call: Callable[[Any], Events | Wait]


@dataclass
class Progress:
    """How far the acts of one transaction have come."""

    acts: Sequence[Act]
    done: int = 0
    wait: Wait | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def stands_before(self) -> str:
        """The name of the act that has not been done yet; of the last, if what follows the acts went wrong."""
        return self.acts[min(self.done, len(self.acts) - 1)].name

    def count(self, act: Act) -> None:
        self.done += 1
        if act.outcome:
            self.entries.append(history.entry(act.name, act.outcome))


def forward(steps: Sequence[Step], *, now: datetime) -> Progress:
    """The steps of the next transaction, to be done."""
    return Progress([Act(step.name, "done", partial(step.do, now=now)) for step in _of_one_transaction(steps)])


def back(saga: Saga[Any], taken: Sequence[Step], refusal: Refusal, *, now: datetime) -> Progress:
    """The steps of the next transaction, to be undone, last first; behind the first of all, how the saga ends."""
    steps = _of_one_transaction(taken[::-1])
    acts = [
        Act(step.name, "undone" if step.undo else "", partial(_undo, step, reason=refusal.reason, now=now))
        for step in steps
    ]
    if len(steps) == len(taken):
        acts.append(Act(saga.refused.__name__, "done", partial(saga.refused, refusal=refusal, now=now)))
    return Progress(acts)


def apply(saga: Saga[Any], subject_id: UUID, progress: Progress) -> None:
    """Load once, let each act see what the earlier ones did, until one waits; append everything once.

    Raises VersionConflict when somebody else has appended meanwhile. Only what appends is decided by the version: a step
    whose effect other sagas of the subject must see returns an event.
    """
    subject, version = saga.subject.load(subject_id)
    happened: list[Any] = []
    for act in progress.acts:
        with tracing.span(f"step {act.name}"):
            events = act.call(subject)
        if isinstance(events, Wait):
            progress.wait = events
            break
        subject = saga.subject.evolve(subject, events)
        happened.extend(events)
        progress.count(act)
    if happened:
        saga.subject.append(subject, expected_version=version, events=happened)


def _undo(step: Step, subject: Any, *, reason: str, now: datetime) -> Events | Wait:
    if step.call_status is not None and step.call_status(subject) in UNDECIDED:
        return Wait("the outcome of its call", look_again=_LOOK_AT_CALLS)
    return step.undo(subject, reason=reason, now=now) if step.undo else ()


def _of_one_transaction(steps: Sequence[Step]) -> Sequence[Step]:
    """Up to the first that calls out, that one included: its call goes out when the transaction has committed."""
    limit = _steps_per_transaction()
    for place, step in enumerate(steps[:limit], start=1):
        if step.calls_out:
            return steps[:place]
    return steps[:limit]


def _steps_per_transaction() -> int:
    # What only touches this database may share one transaction, unless every commit is wanted.
    return 1 if settings.SAGA_COMMIT_EVERY_STEP else 1_000
