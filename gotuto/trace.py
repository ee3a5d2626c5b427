"""Who asked for what: a correlation id, an actor and a place in a distributed trace.

They travel from the request through events, sagas, calls and tasks, and stand in the rows between.
"""

import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4

import structlog

_correlation: ContextVar[str] = ContextVar("correlation_id", default="")
_causation: ContextVar[UUID | None] = ContextVar("causation_id", default=None)
_actor: ContextVar[UUID | None] = ContextVar("actor", default=None)
_traceparent: ContextVar[str] = ContextVar("traceparent", default="")

# Version 00, trace, span, flags; all zeros are no ids (W3C Trace Context, 3.2).
_TRACEPARENT = re.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


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


def traceparent() -> str:
    """The place in a distributed trace as W3C Trace Context writes it; empty outside of one."""
    return _traceparent.get()


def accepted(given: str) -> str:
    """What a caller sent as `traceparent`, if it is one."""
    return given if _TRACEPARENT.fullmatch(given) else ""


def trace_and_span() -> tuple[str, str]:
    """The ids of the trace and of the span that this is done in; empty outside of one."""
    _, trace_id, span_id, _ = _traceparent.get().split("-") if _traceparent.get() else ("", "", "", "")
    return trace_id, span_id


def in_log(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: a line tells which trace and span it belongs to."""
    if _traceparent.get():
        event["trace_id"], event["span_id"] = trace_and_span()
    return event


@contextmanager
def standing_at(traceparent: str) -> Iterator[None]:
    """Do work at another place of the trace."""
    token = _traceparent.set(traceparent)
    try:
        yield
    finally:
        _traceparent.reset(token)


def set_actor(user_id: UUID | None) -> None:
    _actor.set(user_id)


@contextmanager
def bound(
    correlation: str, *, causation: UUID | None = None, actor: UUID | None = None, traceparent: str = ""
) -> Iterator[None]:
    """Do work in the name of an earlier request; log lines within carry its correlation id."""
    before = _correlation.set(correlation), _causation.set(causation), _actor.set(actor)
    try:
        with structlog.contextvars.bound_contextvars(correlation_id=correlation), standing_at(traceparent):
            yield
    finally:
        _correlation.reset(before[0])
        _causation.reset(before[1])
        _actor.reset(before[2])
