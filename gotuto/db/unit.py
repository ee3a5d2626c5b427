"""The unit of work: the outermost one opens the transaction, those inside join it."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, Error, connection, transaction

from gotuto import tracing
from gotuto.db import replica
from gotuto.db.failures import REPEATABLE, sqlstate

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

_TRIES = 4


class Unit:
    """What the open unit still has to do before it commits: items by the handler that gets them."""

    def __init__(self) -> None:
        self.before_commit: dict[Callable[[list[Any]], None], list[Any]] = {}

    def part(self) -> AbstractContextManager[None]:
        """What a unit within this one is done in: it simply joins."""
        return nullcontext()


_open: ContextVar[Unit | None] = ContextVar("unit_of_work", default=None)


def in_unit() -> bool:
    return _open.get() is not None


def open_unit() -> Unit | None:
    return _open.get()


@contextmanager
def opening(opened: Unit) -> Iterator[None]:
    """Make a unit the open one for as long as this lasts."""
    token = _open.set(opened)
    try:
        yield
    finally:
        _open.reset(token)


def before_commit(handler: Callable[[list[T]], None], items: Iterable[T]) -> None:
    """Collect items while the unit is open; `handler` gets them all at once, as the last thing before the commit.

    Raises RuntimeError outside of a unit.
    """
    current = _open.get()
    if current is None:
        raise RuntimeError("This is done within a unit of work only, so that it stands or falls with the change.")
    current.before_commit.setdefault(handler, []).extend(items)


@contextmanager
def unit() -> Iterator[None]:
    """Everything within happens, or nothing does; inside another unit it is simply a part of that one."""
    current = _open.get()
    if current is not None:
        with current.part():
            yield
        return
    opened = Unit()
    # The unit is closed before the commit: what runs after it is no part of it, and must open one of its own.
    with tracing.span("unit of work"), replica.reading_from(DEFAULT_DB_ALIAS), transaction.atomic(), opening(opened):
        yield
        for handler, items in opened.before_commit.items():
            handler(items)


def unit_of_work(use_case: Callable[P, R]) -> Callable[P, R]:
    """Run a use case as one unit; a deadlock or serialization failure of the outermost is repeated a few times."""

    context = use_case.__module__.split(".")[1:2]
    name, facts = ".".join([*context, use_case.__name__]), {"gotuto.context": "".join(context)}

    @wraps(use_case)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with tracing.span(name, facts=facts):
            return outermost(*args, **kwargs)

    def outermost(*args: P.args, **kwargs: P.kwargs) -> R:
        if in_unit():
            return use_case(*args, **kwargs)
        # Within a transaction of somebody else (the admin's) a repeat would meet the same broken transaction.
        tries = 1 if connection.in_atomic_block else _TRIES
        for attempt in range(1, tries):
            try:
                with unit():
                    return use_case(*args, **kwargs)
            except Error as error:
                if sqlstate(error) not in REPEATABLE:
                    raise
                # Two that met once would meet again if both came back at the same time.
                time.sleep(random.uniform(0.005, 0.03) * attempt)  # noqa: S311
        with unit():
            return use_case(*args, **kwargs)

    return run
