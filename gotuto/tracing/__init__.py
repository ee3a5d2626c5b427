"""Distributed tracing (OpenTelemetry): spans of what is done here, in the trace that its request or its row belongs to.

Off unless a receiver is named as the standard has it (`OTEL_EXPORTER_OTLP_ENDPOINT`). Then nothing of OpenTelemetry is
imported, and a span is a context that does nothing. Where in the trace something stands is known by `gotuto.trace` alone,
with and without tracing, so that rows and calls carry it on.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol


class Recorder(Protocol):
    """Whoever keeps spans."""

    def span(self, name: str, kind: str, facts: Mapping[str, Any]) -> AbstractContextManager[Any]: ...

    def fail(self, span: Any, words: str) -> None: ...

    def flush(self) -> None: ...


_NO_FACTS: Mapping[str, Any] = {}
_NOTHING: AbstractContextManager[None] = nullcontext()
_recorder: Recorder | None = None


def span(name: str, kind: str = "internal", facts: Mapping[str, Any] = _NO_FACTS) -> AbstractContextManager[Any]:
    """What is done within is one span; it yields the span to be told more, or None where nothing is recorded.

    The kinds are OpenTelemetry's: server and client of a call, producer and consumer of a message, internal. The facts are its
    attributes; those that are None are left out.
    """
    return _NOTHING if _recorder is None else _recorder.span(name, kind, facts)


def fail(span: Any, words: str) -> None:
    """Say that a span which was yielded has failed, though nothing was raised."""
    if _recorder is not None:
        _recorder.fail(span, words)


def record_by(recorder: Recorder | None) -> None:
    """Have spans kept from now on, or no longer."""
    global _recorder
    _recorder = recorder


def is_on() -> bool:
    return _recorder is not None


def flush() -> None:
    """Send what has not been sent yet: for processes that end without a goodbye."""
    if _recorder is not None:
        _recorder.flush()
