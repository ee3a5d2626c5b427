"""Static call graph: what a function of a context asks of others, tells the world and starts, read from its sources.

A name that is called is looked up where the function stands, and a parameter or a local name by its annotated type. What
cannot be told from that, such as a function that is handed over, is not followed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from inspect import unwrap
from typing import Any

from config.archdoc import tree
from config.archdoc.calls import Called, calls
from gotuto.events import DomainEvent
from gotuto.outbox import DomainSignal
from gotuto.sagas import Saga

Function = Callable[..., Any]
Event = type[DomainEvent]


@dataclass(frozen=True)
class Ask:
    """A context asks another."""

    caller: str
    called: str
    function: str


@dataclass(frozen=True)
class Tell:
    """A context publishes an event."""

    event: Event


@dataclass
class Reach:
    """What some functions do, in the order in which their sources say it."""

    does: list[Ask | Tell] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    makes: set[type] = field(default_factory=set)

    @property
    def asks(self) -> list[Ask]:
        return [each for each in self.does if isinstance(each, Ask)]

    @property
    def tells(self) -> list[Event]:
        return [each.event for each in self.does if isinstance(each, Tell)]


def reach(*functions: Function) -> Reach:
    """What these functions do, one after the other, with all that they call."""
    return _reach(tuple(unwrap(function) for function in functions))


def direct(function: Function) -> list[str]:
    """The functions of its own context that a function calls itself."""
    function = unwrap(function)
    own = tree.context_of(function)
    things = [called.thing for called in calls(function)]
    return [thing.__name__ for thing in things if tree.context_of(thing) == own and not isinstance(thing, type)]


@cache
def _reach(functions: tuple[Function, ...]) -> Reach:
    found = Reach()
    seen: set[Function] = set()
    steps = [step for function in functions for step in _walk(function, seen, ())]
    found.makes = {called.thing for _, called in steps if isinstance(called.thing, type)}
    for context, called in steps:
        # What is published for one kind of fact only, is published where that fact is made.
        if called.only_for and found.makes.isdisjoint(called.only_for):
            continue
        _note(found, context, called.thing)
    return found


def _walk(function: Function, seen: set[Function], only_for: tuple[type, ...]) -> Iterator[tuple[str, Called]]:
    if function in seen:
        return
    seen.add(function)
    for called in calls(function):
        guarded = Called(called.thing, called.only_for or only_for)
        yield tree.context_of(function), guarded
        inner = unwrap(called.thing) if callable(called.thing) else None
        if inner is not None and not isinstance(inner, type) and tree.context_of(inner):
            yield from _walk(inner, seen, guarded.only_for)


def _note(found: Reach, context: str, thing: Any) -> None:
    owner = getattr(thing, "__self__", None)
    other = tree.context_of(thing)
    if isinstance(owner, DomainSignal):
        _once(found.does, Tell(owner.event_class))
    elif isinstance(owner, Saga) and thing.__name__ == "start":
        _once(found.starts, owner.name)
    elif other not in ("", context) and not isinstance(thing, type):
        _once(found.does, Ask(context, other, thing.__name__))


def _once(found: list[Any], what: Any) -> None:
    if what not in found:
        found.append(what)
