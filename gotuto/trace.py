"""Who asked for what: a correlation id and an actor that travel from the request through events, sagas and tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID, uuid4

import structlog

_correlation: ContextVar[str] = ContextVar("correlation_id", default="")
_causation: ContextVar[UUID | None] = ContextVar("causation_id", default=None)
_actor: ContextVar[UUID | None] = ContextVar("actor", default=None)


def correlation_id() -> str:
    """The id under which everything that one request set off can be found in logs, events and sagas."""
    return _correlation.get() or new_correlation_id()


def new_correlation_id() -> str:
    return uuid4().hex


def causation_id() -> UUID | None:
    """The event that is being handled, if any."""
    return _causation.get()


def actor() -> UUID | None:
    """The user who asked, if known."""
    return _actor.get()


def set_actor(user_id: UUID | None) -> None:
    _actor.set(user_id)


@contextmanager
def bound(correlation: str, *, causation: UUID | None = None, actor: UUID | None = None) -> Iterator[None]:
    """Do work in the name of an earlier request; log lines within carry its correlation id."""
    before = _correlation.set(correlation), _causation.set(causation), _actor.set(actor)
    try:
        with structlog.contextvars.bound_contextvars(correlation_id=correlation):
            yield
    finally:
        _correlation.reset(before[0])
        _causation.reset(before[1])
        _actor.reset(before[2])
