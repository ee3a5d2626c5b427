"""Who hears what: handlers by stable name."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from gotuto.events import DomainEvent

Handle = Callable[..., None]


@dataclass(frozen=True)
class Handler:
    name: str
    event_class: type[DomainEvent]
    handle: Handle


class Handlers:
    """All receivers of this process, by name and by event. Raises TypeError for two of one name or a wrong annotation."""

    def __init__(self) -> None:
        self._by_name: dict[str, Handler] = {}
        self._by_event: dict[type[DomainEvent], list[str]] = {}

    def connect(self, event_class: type[DomainEvent], handle: Handle, *, name: str) -> None:
        known = self._by_name.get(name)
        if known is not None and _place(known.handle) != _place(handle):
            raise TypeError(f"Two handlers are called {name!r}; stored deliveries could not tell them apart.")
        expected = _event_parameter(handle)
        if expected is not event_class:
            raise TypeError(f"{handle.__qualname__} takes {expected}, but was connected to {event_class.__name__}.")
        if known is None:
            self._by_event.setdefault(event_class, []).append(name)
        self._by_name[name] = Handler(name, event_class, handle)

    def disconnect(self, name: str) -> None:
        handler = self._by_name.pop(name)
        self._by_event[handler.event_class].remove(name)

    def get(self, name: str) -> Handler:
        return self._by_name[name]

    def names(self) -> list[str]:
        return sorted(self._by_name)

    def names_for(self, event_class: type[DomainEvent]) -> list[str]:
        return self._by_event.get(event_class, [])


def _place(handle: Handle) -> tuple[str, str]:
    # Not its identity: a module that is loaded again connects the same function once more.
    return handle.__module__, handle.__qualname__


def _event_parameter(handle: Handle) -> Any:
    first = next(iter(inspect.signature(handle).parameters))
    return get_type_hints(handle).get(first)


handlers = Handlers()
