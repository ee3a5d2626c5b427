"""What a saga is: a table of steps over a subject."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from gotuto.sagas import runs
from gotuto.sagas.runs import Refusal

S = TypeVar("S")
Events = Sequence[Any]


class Subject(Protocol[S]):
    """The event-sourced thing that a saga leads through its steps."""

    def load(self, subject_id: UUID) -> tuple[S, int]:
        """The state and the version of its stream."""

    def evolve(self, state: S, events: Events) -> S:
        """The state after some more events."""

    def append(self, state: S, *, expected_version: int, events: Events) -> None:
        """Write the events that led to `state` behind the expected version; fails when somebody else was faster."""


Do = Callable[..., Events]
Undo = Callable[..., Events]


@dataclass(frozen=True)
class Step:
    """What to do, `(subject, *, now) -> events`, and how to undo it, `(subject, *, reason, now) -> events`."""

    do: Do
    undo: Undo | None = None

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

    def __post_init__(self) -> None:
        definitions.add(self)

    def start(self, subject_id: UUID, *, now: datetime) -> None:
        """Put the saga to work when the open unit of work commits; once per subject."""
        runs.start(self.name, self.version, subject_id, now=now)

    def stop(self, subject_id: UUID, *, refusal: Refusal) -> bool:
        """Ask a saga that has not ended to compensate instead of going on; False when it has ended."""
        return runs.stop(self.name, subject_id, refusal=refusal)


class Definitions:
    """The sagas that this release knows, by name and version."""

    def __init__(self) -> None:
        self._sagas: dict[tuple[str, int], Saga[Any]] = {}

    def add(self, saga: Saga[Any]) -> None:
        self._sagas[saga.name, saga.version] = saga

    def get(self, name: str, version: int) -> Saga[Any] | None:
        return self._sagas.get((name, version))


definitions = Definitions()
