"""Domain events: facts in the past tense, with stable names on the wire and a codec for each schema ever shipped."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import msgspec

Data = dict[str, Any]
E = TypeVar("E")


class UnknownEvent(LookupError):
    """A stored event has a name or schema that this release cannot read."""


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Something that happened: a frozen, keyword-only dataclass of facts, published by the context that owns its aggregate."""

    name: ClassVar[str]
    schema: ClassVar[int] = 1
    aggregate: ClassVar[str]

    occurred_at: datetime

    def __init_subclass__(cls, *, aggregate: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.aggregate = aggregate
        cls.name = f"{context_of(cls)}.{snake(cls.__name__)}"
        catalogue.add(cls)

    @property
    def aggregate_id(self) -> UUID:
        """The thing it happened to: events of one aggregate reach each handler in order."""
        return getattr(self, self.aggregate)  # type: ignore[no-any-return]


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """What the outbox knows about an event besides its facts."""

    event_id: UUID
    sequence: int
    correlation_id: str
    causation_id: UUID | None
    actor: UUID | None


class Catalogue:
    """Event classes by name, with the upcasters that lift older schemas to the present one."""

    def __init__(self) -> None:
        self._classes: dict[str, type[DomainEvent]] = {}
        self._upcasters: dict[tuple[str, int], Callable[[Data], Data]] = {}

    def add(self, event_class: type[DomainEvent]) -> None:
        known = self._classes.get(event_class.name)
        if known is not None and (known.__module__, known.__qualname__) != (
            event_class.__module__,
            event_class.__qualname__,
        ):
            raise TypeError(f"Two events are called {event_class.name}: {known} and {event_class}.")
        self._classes[event_class.name] = event_class

    def upcast(self, name: str, *, schema: int) -> Callable[[Callable[[Data], Data]], Callable[[Data], Data]]:
        """Register a function that turns data of `schema` into data of the next one."""

        def register(function: Callable[[Data], Data]) -> Callable[[Data], Data]:
            self._upcasters[name, schema] = function
            return function

        return register

    def all(self) -> list[type[DomainEvent]]:
        return sorted(self._classes.values(), key=lambda event_class: event_class.name)

    def decode(self, name: str, schema: int, data: Data) -> DomainEvent:
        """Rebuild an event from storage. Raises UnknownEvent."""
        event_class = self._classes.get(name)
        if event_class is None:
            raise UnknownEvent(f"No event is called {name}.")
        return decode(event_class, upcast(self._upcasters, name, schema, event_class.schema, data))


def upcast(
    upcasters: dict[tuple[str, int], Callable[[Data], Data]], name: str, schema: int, present: int, data: Data
) -> Data:
    """Upcasting: data of an old schema in the shape of the present one. Raises UnknownEvent when an upcaster is missing."""
    if schema > present:
        raise UnknownEvent(f"{name} has schema {schema}; this release knows up to {present}.")
    for step in range(schema, present):
        if (name, step) not in upcasters:
            raise UnknownEvent(f"{name} of schema {step} has no upcaster.")
        data = upcasters[name, step](data)
    return data


def encode(fact: object) -> Data:
    """A dataclass as JSON-safe data: decimals and ids as strings, times in RFC 3339."""
    return msgspec.to_builtins(fact)  # type: ignore[no-any-return]


def decode(fact_class: type[E], data: Data) -> E:
    """The dataclass that `encode` took apart. Raises msgspec.ValidationError."""
    return msgspec.convert(data, type=fact_class)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def context_of(cls: type) -> str:
    """The bounded context that a class belongs to, by its module."""
    parts = cls.__module__.split(".")
    return parts[1] if parts[0] == "contexts" else parts[0]


catalogue = Catalogue()
