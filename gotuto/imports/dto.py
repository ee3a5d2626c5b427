"""Imports as plain data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from gotuto.filters import Period
from gotuto.ids import ActorId


class Status(StrEnum):
    """How far an import is."""

    VALIDATING = "validating"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Import:
    """A file that came in; `done` of `to_do` rows are written, or were the same, or refused; `errors` are told row by row."""

    id: UUID
    kind: str
    file_name: str
    status: Status
    rows: int
    checked: int
    errors: int
    to_do: int
    done: int
    created: int
    changed: int
    unchanged: int
    actor: ActorId | None
    started_at: datetime
    confirmed_at: datetime | None
    finished_at: datetime | None
    failure: str


@dataclass(frozen=True, kw_only=True)
class ImportProblem:
    """What is wrong in a line of the file, in which column and with which value."""

    id: UUID
    line: int
    column: str
    value: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ImportFilter:
    """Which imports a list shows."""

    kind: Annotated[str, Meta(max_length=50)] | None = None
    status: Status | None = None
    started_at: Period[datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class ProblemFilter:
    """Which problems of an import a list shows."""

    column: Annotated[str, Meta(max_length=50)] | None = None
