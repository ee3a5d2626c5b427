"""Saga definitions: a table of steps over a subject, each with its compensation.

A saga keeps the version that it was started under, and its row counts the steps that it has taken in that version's
table. So a table that sagas are under way in is never edited; **a step is added** like this:

1. Leave the old table where it is, and write the new one beside it with the next version. They share the functions.

       _STEPS_1 = (Step(validate_products), Step(reserve_stock, undo=release_stock), Step(confirm))
       Saga("order.placement", version=1, subject=event_store, steps=_STEPS_1, refused=cancelled)
       placement = Saga("order.placement", version=2, subject=event_store, steps=(..., Step(check_fraud), ...), ...)

2. What is started from now on takes the new table; what is under way ends by the old one. `stop` and `wake` go by name
   and reach both.
3. When `manage.py saga list --open --version 1` shows nothing, delete the old table. Deleted too early, the
   sagas that need it are suspended as *needs attention*; put it back, and they go on after `manage.py saga retry`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from gotuto.sagas import exclusion, requests
from gotuto.sagas.runs import Refusal
from gotuto.sagas.waiting import CallStatus, Deadline, Overdue, Wait

S = TypeVar("S")
Events = Sequence[Any]


class Subject(Protocol[S]):
    """The event-sourced thing that sagas work for, and how people call it and find it."""

    # The back office's page of one subject: "admin:order_order_change" say; empty where it has none.
    ADMIN_PAGE: str

    def load(self, subject_id: UUID) -> tuple[S, int]:
        """The state and the version of its stream."""

    def evolve(self, state: S, events: Events) -> S:
        """The state after some more events."""

    def append(self, state: S, *, expected_version: int, events: Events) -> None:
        """Write the events that led to `state` behind the expected version. Raises VersionConflict when it is not the last."""

    def find(self, number: str) -> UUID | None:
        """The subject that people call by this number."""

    def numbers(self, subject_ids: Iterable[UUID]) -> Mapping[UUID, str]:
        """What people call these subjects."""


# How long a step waits if it does not say.
PATIENCE = Deadline(timedelta(days=1))

Do = Callable[..., Events | Wait]
Undo = Callable[..., Events | Wait]


@dataclass(frozen=True)
class Step:
    """What to do, `(subject, *, now) -> events`, and how to undo it, `(subject, *, reason, now) -> events`.

    Either returns a `Wait` instead when it has to be asked again; `deadline` says for how long. A step that waits is undone like one
    that was taken. A step that `calls_out`
    ends the local transaction, so that its outbound call goes out before the next step; it is not undone while the
    outcome of the call is open, which `call_status` tells. From the step that is the pivot on, once it is committed, there is no
    way back: a request to stop is ignored, and a refusal is a failure. Raises TypeError for a call that could not be undone safely.
    """

    do: Do
    undo: Undo | None = None
    calls_out: bool = False
    call_status: CallStatus | None = None
    deadline: Deadline = PATIENCE
    is_pivot: bool = False

    def __post_init__(self) -> None:
        if self.calls_out and self.undo is not None and self.call_status is None:
            raise TypeError(f"{self.name} calls out and can be undone, so it needs call_status=…: was the call made?")

    @property
    def name(self) -> str:
        return self.do.__name__


@dataclass(frozen=True)
class Saga(Generic[S]):
    """Steps in the order of time; `refused(subject, *, refusal, now) -> events` tells how a saga that was undone ends."""

    name: str
    version: int
    subject: Subject[S]
    steps: tuple[Step, ...]
    refused: Callable[..., Events]
    deadline: Deadline | None = None

    def __post_init__(self) -> None:
        self._check_pivot()
        definitions.add(self)

    def is_past_pivot(self, step: int) -> bool:
        """Whether so many steps reach beyond the one from which there is no way back."""
        return any(taken.is_pivot for taken in self.steps[:step])

    @property
    def pivot(self) -> Step | None:
        """The step behind which it goes forward only, if there is one."""
        return next((step for step in self.steps if step.is_pivot), None)

    @property
    def refusable(self) -> tuple[Step, ...]:
        """The steps whose refusal leads back: all, or those up to the pivot."""
        return tuple(step for place, step in enumerate(self.steps) if not self.is_past_pivot(place))

    def _check_pivot(self) -> None:
        """Raises TypeError where something would have to be undone behind the pivot."""
        ahead = [step for place, step in enumerate(self.steps) if step.is_pivot or self.is_past_pivot(place)]
        deadlines = [step.deadline for step in ahead] + ([self.deadline] if self.deadline and ahead else [])
        if any(step.undo for step in ahead) or any(one.overdue is Overdue.COMPENSATE for one in deadlines):
            raise TypeError(
                f"Behind its pivot {self.name} goes forward only: no undo, and no deadline that compensates."
            )

    def start(self, subject_id: UUID, *, key: str = "", now: datetime) -> UUID:
        """Put the saga to work when the open unit of work commits, once per subject and key; the id of the first.

        The key is remembered as long as the saga's row is kept: GOTUTO_KEEP_DAYS after its end. Raises SagaAlreadyOpen
        while another of this name is at work for the subject, SagaExcluded while one is that must not run beside it.
        """
        deadline_at = now + self.deadline.after if self.deadline else None
        return requests.start(
            self.name,
            self.version,
            subject_id,
            key=key,
            deadline_at=deadline_at,
            excluded=exclusion.excluded_by(self.name),
            now=now,
        )

    def stop(self, subject_id: UUID, *, refusal: Refusal) -> bool:
        """Ask a saga that has not ended to compensate instead of going on; False when it has ended."""
        return requests.request_cancellation(self.name, subject_id, refusal=refusal)

    def wake(self, subject_id: UUID) -> bool:
        """Say, in the unit of work that brings the news, that a waiting step should look again; False if none is open."""
        return requests.wake(self.name, subject_id)


class Definitions:
    """The sagas that this release knows, by name and version."""

    def __init__(self) -> None:
        self._sagas: dict[tuple[str, int], Saga[Any]] = {}

    def add(self, saga: Saga[Any]) -> None:
        self._sagas[saga.name, saga.version] = saga

    def get(self, name: str, version: int) -> Saga[Any] | None:
        return self._sagas.get((name, version))

    def all(self) -> list[Saga[Any]]:
        return list(self._sagas.values())

    def names(self) -> list[str]:
        return sorted({name for name, _ in self._sagas})

    def subject_of(self, name: str) -> Subject[Any] | None:
        """What the sagas of a name work for, whatever their version."""
        return next((saga.subject for (known, _), saga in self._sagas.items() if known == name), None)

    def subjects(self) -> list[Subject[Any]]:
        """All kinds of subjects, each once."""
        return list({id(saga.subject): saga.subject for saga in self._sagas.values()}.values())


definitions = Definitions()
