"""Looking at outbound calls of all tables, and at their destinations; nothing of what was sent is shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from gotuto import leases
from gotuto.db import fetch_all
from gotuto.outbound.destinations import destinations
from gotuto.outbound.errors import CallNotFound
from gotuto.outbound.models import Breaker, wearers

_COLUMNS = """id, destination, status, attempts, asked, due_at, outcome_code, provider_reference, idempotency_key,
    last_error, done_at"""

_ALL = "TRUE"
_TROUBLED = """status IN ('queued', 'sending', 'refused', 'unknown')
    AND (status IN ('refused', 'unknown') OR last_error <> '' OR due_at < %(late)s)"""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call to the outside."""

    id: UUID
    table: str
    destination: str
    status: str
    attempts: int
    asked: int
    due_at: datetime
    outcome_code: str


@dataclass(frozen=True, kw_only=True)
class Story(Call):
    """A call with all that is kept of it."""

    provider_reference: str
    idempotency_key: str
    last_error: str
    done_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BreakerState:
    """A destination and its circuit breaker: `closed`, `open` or `half-open`."""

    destination: str
    breaker: str
    failures: int
    open_until: datetime | None
    last_error: str


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many calls to a destination stand where; `done` are not counted, there may be millions."""

    table: str
    destination: str
    status: str
    calls: int


def calls(*, troubled: bool = False, destination: str = "", status: str = "", limit: int = 100) -> list[Call]:
    """The latest calls, or those that are refused, unknown, failing or late; of one destination or status."""
    rows = _rows(_TROUBLED if troubled else _ALL, destination=destination, status=status, limit=limit)
    return [Call(**{name: row[name] for name in Call.__dataclass_fields__}) for row in rows]


def show(call_id: UUID) -> Story:
    """One call. Raises CallNotFound."""
    for row in _rows("id = %(id)s", id=call_id, limit=1):
        return Story(**row)
    raise CallNotFound(call_id=call_id)


def breakers() -> list[BreakerState]:
    """All destinations that this release knows or that have failed."""
    rows = {row.destination: row for row in Breaker.objects.all()}
    return [_breaker(name, rows.get(name)) for name in sorted({*destinations.names(), *rows})]


def counts() -> list[Count]:
    """How many calls stand where."""
    rows = fetch_all(count_statement())
    return [Count(table=table, destination=to, status=status, calls=count) for table, to, status, count in rows]


def count_statement() -> str:
    """The statement that counts them by table, destination and status."""
    return " UNION ALL ".join(
        f"SELECT '{model._meta.label_lower}', destination, status, count(*) FROM {model._meta.db_table}"  # noqa: S608
        " WHERE status IN ('queued', 'sending', 'refused', 'unknown') GROUP BY destination, status"
        for model in wearers()
    )


def breaker_state(row: Breaker) -> str:
    if row.open_until is None:
        return "closed"
    return "open" if row.open_until > timezone.now() else "half-open"


def _rows(condition: str, *, limit: int, **wanted: Any) -> list[dict[str, Any]]:
    parameters = {**wanted, "limit": limit, "late": timezone.now() - leases.late()}
    conditions = [f"({condition})", *(f"{name} = %({name})s" for name in ("destination", "status") if wanted.get(name))]
    each = [
        f"(SELECT '{model._meta.label_lower}' AS table, {_COLUMNS} FROM {model._meta.db_table}"  # noqa: S608
        f" WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT %(limit)s)"
        for model in wearers()
    ]
    # A table of its own around them: where there is one table of calls, nothing is joined, and an order would stand twice.
    statement = f"SELECT * FROM ({' UNION ALL '.join(each)}) AS call ORDER BY id DESC LIMIT %(limit)s"  # noqa: S608
    names = ["table", *(name.strip() for name in _COLUMNS.split(","))]
    return [dict(zip(names, row, strict=True)) for row in fetch_all(statement, parameters)]


def _breaker(name: str, row: Breaker | None) -> BreakerState:
    if row is None:
        return BreakerState(destination=name, breaker="closed", failures=0, open_until=None, last_error="")
    return BreakerState(
        destination=name,
        breaker=breaker_state(row),
        failures=row.failures,
        open_until=row.open_until,
        last_error=row.last_error,
    )
