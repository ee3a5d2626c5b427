"""What a context writes: a signal for each event, `publish` in a use case, `@receiver` on a function."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from gotuto import audit_log, caching
from gotuto.db import before_commit
from gotuto.events import DomainEvent
from gotuto.outbox.handlers import handlers
from gotuto.outbox.publication import record

E = TypeVar("E", bound=DomainEvent)
H = TypeVar("H", bound=Callable[..., None])


class DomainSignal(Generic[E]):
    """The channel of one domain event; lower contexts answer upwards through it without knowing who listens."""

    def __init__(self, event_class: type[E], *, makes_stale: Sequence[str] = ()) -> None:
        """`makes_stale` names the caches whose answers may be others from then on."""
        self.event_class = event_class
        self.makes_stale = makes_stale

    def publish(self, event: E, *, number: str = "") -> None:
        """Tell the world, if and when the open unit of work commits. Raises RuntimeError outside of one.

        Where people know the aggregate by a number, the log gets a line with it, by which they find the rest.
        """
        self.publish_all([event])
        if number:
            audit_log.record(event.name, number=number, **{event.aggregate: event.aggregate_id})

    def publish_all(self, events: Sequence[E]) -> None:
        """Tell many facts; they are written together just before the unit commits. Raises TypeError for another class."""
        for event in events:
            if type(event) is not self.event_class:
                raise TypeError(f"{type(event).__name__} was published as {self.event_class.__name__}.")
        before_commit(record, events)
        if self.makes_stale:
            before_commit(caching.outdate, self.makes_stale)

    def connect(self, handle: Callable[..., None], *, name: str) -> None:
        handlers.connect(self.event_class, handle, name=name)


def receiver(signal: DomainSignal[Any], *, name: str) -> Callable[[H], H]:
    """Connect a function; `name` is stored with each delivery and must never change."""

    def connect(handle: H) -> H:
        signal.connect(handle, name=name)
        return handle

    return connect
