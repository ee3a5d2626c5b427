"""Spans by OpenTelemetry's SDK: imported only where traces are wanted."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from celery import current_task
from django.db import connection
from opentelemetry.context import Context
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from gotuto import trace
from gotuto.tracing.sql import StatementSpans

_KINDS = {kind.name.lower(): kind for kind in SpanKind}
_FLUSH_MS = 2_000


class SdkRecorder:
    """Starts each span under the place where `gotuto.trace` stands, and stands there itself until it ends."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("gotuto")

    @contextmanager
    def span(self, name: str, kind: str, facts: Mapping[str, Any]) -> Iterator[Span]:
        facts = {**facts, "celery.task_id": _task_id()} if kind == "consumer" else facts
        started = self._tracer.start_span(name, _parent(), _KINDS[kind], _attributes(facts))
        try:
            with trace.standing_at(_written(started.get_span_context())), _with_statements(self, started):
                yield started
        except BaseException as error:
            # Not its words: they may hold what a buyer has typed.
            self.fail(started, type(error).__name__)
            raise
        finally:
            started.end()

    def fail(self, span: Span, words: str) -> None:
        span.set_status(StatusCode.ERROR, words)
        span.set_attribute("error.type", words)

    def flush(self) -> None:
        self._provider.force_flush(_FLUSH_MS)


def _parent() -> Context:
    """The place where this is done, which another process may have written."""
    trace_id, span_id = trace.trace_and_span()
    if not trace_id:
        return Context()
    flags = TraceFlags(int(trace.traceparent()[-2:], 16))
    place = SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=True, trace_flags=flags)
    return set_span_in_context(NonRecordingSpan(place), Context())


def _written(place: SpanContext) -> str:
    return f"00-{place.trace_id:032x}-{place.span_id:016x}-{place.trace_flags:02x}"


def _task_id() -> str | None:
    """The task in which a row is worked on: it wakes the worker, the row says what is to be done."""
    return current_task.request.id if current_task else None


def _attributes(facts: Mapping[str, Any]) -> dict[str, Any]:
    known = {
        name: value if isinstance(value, (int, float)) else str(value)
        for name, value in facts.items()
        if value is not None
    }
    return {**known, "gotuto.correlation_id": trace.correlation_id()}


def _with_statements(recorder: SdkRecorder, started: Span) -> AbstractContextManager[Any]:
    """Statements are looked at only within a trace that is kept, and once."""
    if not started.is_recording() or any(isinstance(one, StatementSpans) for one in connection.execute_wrappers):
        return nullcontext()
    return connection.execute_wrapper(StatementSpans(recorder))
