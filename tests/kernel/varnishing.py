"""A toy saga that calls out and waits: varnish is ordered from a supplier, and the chair is polished once it has come."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gotuto.db import execute, unit
from gotuto.sagas import Deadline, Overdue, Refusal, Saga, Step, Wait, exclude_each_other
from gotuto.sagas.models import SagaRun
from tests.kernel.toys import NOON
from tests.kernel.workshop import Chair, Chairs, NoWood, act

HOUR = timedelta(hours=1)

# What the supplier's call has come to, chair by chair.
calls: dict[UUID, str] = {}


def call_of(chair: Chair) -> str | None:
    return calls.get(chair.id)


def order_varnish(chair: Chair, *, now: datetime) -> list[str]:
    calls[chair.id] = "queued"
    return act("order varnish", chair, now=now)


def send_back(chair: Chair, *, reason: str, now: datetime) -> list[str]:
    return act(f"send back what is {calls[chair.id]}", chair, now=now)


def varnish_came(chair: Chair, *, now: datetime) -> list[str] | Wait:
    seen = calls[chair.id]
    # What the test lets happen behind the back of whoever has looked already.
    act("look", chair, now=now)
    match seen:
        case "done":
            return act("varnish came", chair, now=now)
        case "refused":
            raise NoWood("no varnish is left")
    return Wait("the supplier", look_again=timedelta(minutes=5))


def polish(chair: Chair, *, now: datetime) -> list[str]:
    return act("polish", chair, now=now)


def given_up(chair: Chair, *, refusal: Refusal, now: datetime) -> list[str]:
    return [f"given up: {refusal.code}"]


def saga(name: str, *, overdue: Overdue, deadline: Deadline | None = None) -> Saga[Any]:
    return Saga(
        name,
        version=1,
        subject=Chairs(),
        steps=(
            Step(order_varnish, undo=send_back, calls_out=True, call_status=call_of, deadline=Deadline(HOUR)),
            Step(varnish_came, deadline=Deadline(HOUR, overdue)),
            Step(polish),
        ),
        refused=given_up,
        deadline=deadline,
    )


varnishing = saga("workshop.varnish", overdue=Overdue.COMPENSATE)
patient = saga("workshop.patient_varnish", overdue=Overdue.NEEDS_ATTENTION)
hasty = saga("workshop.hasty_varnish", overdue=Overdue.COMPENSATE, deadline=Deadline(timedelta(0), Overdue.COMPENSATE))
dated = saga("workshop.dated_varnish", overdue=Overdue.COMPENSATE, deadline=Deadline(timedelta(0)))
painting = saga("workshop.paint_over", overdue=Overdue.COMPENSATE)


def ask_for_wood(chair: Chair, *, now: datetime) -> Wait:
    return Wait("the wood that it asked for")


def give_back(chair: Chair, *, reason: str, now: datetime) -> list[str]:
    return act("give back what was asked for", chair, now=now)


reserving = Saga(
    "workshop.reserve_wood",
    version=1,
    subject=Chairs(),
    steps=(Step(ask_for_wood, undo=give_back, deadline=Deadline(HOUR, Overdue.COMPENSATE)),),
    refused=given_up,
)

exclude_each_other((varnishing, painting))


def start(chair: UUID, which: Saga[Any] = varnishing, *, key: str = "") -> UUID:
    with unit():
        return which.start(chair, key=key, now=NOON)


def supplier_says(chair: UUID, outcome: str, which: Saga[Any] = varnishing) -> None:
    """The news of a call, and the wake-up that comes with it."""
    with unit():
        calls[chair] = outcome
        which.wake(chair)


def row_of(chair: UUID, which: Saga[Any] = varnishing) -> SagaRun:
    return SagaRun.objects.filter(subject_id=chair, name=which.name).latest("id")


def time_passes(chair: UUID, hours: float) -> None:
    """As if the waiting sagas of a chair had begun to wait so much earlier."""
    execute(
        "UPDATE gotuto_sagas_sagarun SET waiting_since = waiting_since - %(time)s, due_at = due_at - %(time)s"
        " WHERE subject_id = %(chair)s",
        {"time": timedelta(hours=hours), "chair": chair},
    )
