"""A toy context: bells that ring, so that the kernel is tested without any business."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from gotuto import testing
from gotuto.db import unit
from gotuto.events import DomainEvent, Envelope
from gotuto.outbox import DomainSignal, delivery, models
from gotuto.outbox.handlers import handlers

T = TypeVar("T")

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BellRang(DomainEvent, aggregate="bell_id"):
    bell_id: UUID
    note: str


@dataclass(frozen=True, kw_only=True)
class EchoHeard(DomainEvent, aggregate="bell_id"):
    bell_id: UUID


bell_rang = DomainSignal(BellRang)
echo_heard = DomainSignal(EchoHeard)


def ring(bell_id: UUID, *notes: str) -> None:
    """One unit of work in which a bell rings."""
    with unit():
        for note in notes:
            bell_rang.publish(BellRang(bell_id=bell_id, note=note, occurred_at=NOON))


class Listeners:
    """Handlers that note what they hear; `react` is what else they do."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.envelopes: list[Envelope] = []
        self._names: list[str] = []

    def connect(self, name: str, react: Callable[[BellRang], Any] = lambda event: None) -> None:
        def handle(event: BellRang, *, now: datetime, envelope: Envelope) -> None:
            self.heard.append((name, event.note))
            self.envelopes.append(envelope)
            react(event)

        handle.__qualname__ = name
        bell_rang.connect(handle, name=name)
        self._names.append(name)

    def disconnect(self, name: str) -> None:
        handlers.disconnect(name)
        self._names.remove(name)

    def disconnect_all(self) -> None:
        for name in list(self._names):
            self.disconnect(name)


OUT_OF_TUNE = RuntimeError("out of tune")


def breaks(*notes: str, error: Exception = OUT_OF_TUNE) -> Callable[[BellRang], None]:
    """A reaction that fails at some notes."""

    def react(event: BellRang) -> None:
        if event.note in notes:
            raise error

    return react


def deliver() -> int:
    """Deliver until nothing is due; how many were taken."""
    return sum(iter(delivery.deliver_due, 0))


def claim() -> delivery.Claim | None:
    """Take the one delivery that is due."""
    return next(iter(testing.claim_deliveries()), None)


def deliveries(handler: str) -> list[models.Delivery]:
    return list(models.Delivery.objects.filter(handler=handler).order_by("id"))


def states(handler: str) -> list[str]:
    return [row.state for row in deliveries(handler)]


def elsewhere(act: Callable[[], T]) -> T:
    """Do something on another connection, and wait until it is done."""
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(act())
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(20)
    if errors:
        raise errors[0]
    return results[0]
