"""A span for each SQL statement, with its text and never with what is filled in."""

import re
from collections.abc import Callable
from typing import Any

from gotuto.tracing import Recorder

_LONGEST = 2_000
# A statement that writes is named by what it writes first. Our tables have an underscore; `FOR UPDATE SKIP` has none.
_WRITES = re.compile(r'\b(INSERT|UPDATE|DELETE)\s+(?:INTO\s+|FROM\s+|ONLY\s+)?"?([a-z]+_\w+)', re.IGNORECASE)
_READS = re.compile(r'\b(?:FROM|JOIN)\s+(?:ONLY\s+)?"?([a-z]+_\w+)', re.IGNORECASE)


class StatementSpans:
    """A wrapper for Django's `connection.execute_wrapper`."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        text = str(sql)
        facts = {"db.system.name": "postgresql", "db.query.text": text[:_LONGEST]}
        with self._recorder.span(summary(text), "client", facts):
            return execute(sql, params, many, context)


def summary(text: str) -> str:
    """What a statement does to which table, as OpenTelemetry wants a query's summary: `SELECT order_order`."""
    if writes := _WRITES.search(text):
        return f"{writes[1].upper()} {writes[2]}"
    if reads := _READS.search(text):
        return f"SELECT {reads[1]}"
    return text.split(None, 1)[0].upper() if text.strip() else "SQL"
