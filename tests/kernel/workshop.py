"""A toy saga: a chair is cut, glued and painted; what went before is undone when a step refuses."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from gotuto.db import unit
from gotuto.errors import Conflict
from gotuto.outbox import models as outbox
from gotuto.sagas import Saga, Step, engine, retrying, runs
from gotuto.sagas.definition import Refusal
from gotuto.sagas.models import FailedAttempt, SagaRun
from gotuto.sagas.runs import Claim
from tests.kernel.toys import NOON, BellRang, bell_rang

# What happens instead of the next calls of a step: an error, or something else that goes on meanwhile.
Trouble = Exception | Callable[[], Any]

trouble: dict[str, list[Trouble]] = defaultdict(list)


class NoWood(Conflict):
    code = "workshop.no_wood"


class Chair(tuple[str, ...]):
    """What was done to a chair, in the order of time."""

    id: UUID


class Chairs:
    """The streams of chairs; they stand in the outbox, so that they are rolled back with everything else."""

    ADMIN_PAGE = ""

    def load(self, chair_id: UUID) -> tuple[Chair, int]:
        rows = outbox.Event.objects.filter(aggregate_id=chair_id).order_by("sequence")
        return self._chair(chair_id, [row.data["note"] for row in rows]), len(rows)

    def evolve(self, chair: Chair, events: Sequence[str]) -> Chair:
        return self._chair(chair.id, [*chair, *events])

    def append(self, chair: Chair, *, expected_version: int, events: Sequence[str]) -> None:
        for note in events:
            bell_rang.publish(BellRang(bell_id=chair.id, note=note, occurred_at=NOON))

    def find(self, number: str) -> UUID | None:
        prefix, _, digits = number.partition("-")
        return UUID(digits) if prefix == "CHAIR" and len(digits) == 32 else None

    def numbers(self, chair_ids: Iterable[UUID]) -> dict[UUID, str]:
        return {chair_id: f"CHAIR-{chair_id.hex}" for chair_id in chair_ids}

    def _chair(self, chair_id: UUID, notes: Sequence[str]) -> Chair:
        chair = Chair(notes)
        chair.id = chair_id
        return chair


def act(name: str, chair: Chair, *, now: datetime, **_: object) -> list[str]:
    if trouble[name]:
        happens = trouble[name].pop(0)
        if isinstance(happens, Exception):
            raise happens
        happens()
    return [name]


def act_of(name: str) -> Callable[..., list[str]]:
    step = partial(act, name)
    step.__name__ = name  # type: ignore[attr-defined]
    return step


def refused(chair: Chair, *, refusal: Refusal, now: datetime) -> list[str]:
    return [f"thrown away: {refusal.reason}"]


chair_making = Saga(
    "workshop.chair",
    version=1,
    subject=Chairs(),
    steps=(
        Step(act_of("cut"), undo=act_of("uncut")),
        Step(act_of("glue"), undo=act_of("unglue")),
        Step(act_of("paint")),
    ),
    refused=refused,
)


def start(chair_id: UUID) -> SagaRun:
    with unit():
        chair_making.start(chair_id, now=NOON)
    return run(chair_id)


def run(chair_id: UUID) -> SagaRun:
    return SagaRun.objects.get(subject_id=chair_id)


def work() -> int:
    """Lead sagas until none is due; how many times one was taken."""
    return sum(iter(engine.run_due, 0))


def retry(chair_id: UUID) -> None:
    """A person lets the saga of a chair try again."""
    retrying.retry(saga_id=chair_id)


def claim() -> Claim | None:
    """Take the one saga that is due."""
    return next(iter(runs.claim_some()), None)


def story(chair_id: UUID) -> list[str]:
    return list(Chairs().load(chair_id)[0])


def failures(chair_id: UUID) -> list[FailedAttempt]:
    return list(FailedAttempt.objects.filter(saga__subject_id=chair_id).order_by("id"))
