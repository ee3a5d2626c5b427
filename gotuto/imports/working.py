"""Competing consumers of imports: claim one, check or write some of its rows, give it back after a moment.

What rows write, what became of them and how far the import is share one transaction behind the fence of the claim. So a worker
that dies leaves no row half written and none written twice, and whoever comes next goes on where it was. Rows that are parts of
one thing come together; where some cannot be written, each such bundle is tried by itself.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DataError, IntegrityError
from django.utils import timezone
from msgspec import json

from gotuto import batches, leases, trace, wakeups
from gotuto.claims import Claims, held_by
from gotuto.db import execute, fetch_all, unit, unit_of_work
from gotuto.errors import BusinessError
from gotuto.imports import kinds
from gotuto.imports.staging import QUEUE, filled, tell
from gotuto.imports.tables import Above, Outcome, Problem, Row, Table
from gotuto.leases import Fenced

# So long one claim works before others get their turn.
SECONDS = 0.5
BATCH = 500
# A bundle that is larger than a batch is taken all the same, as one.
_MOST = 2_000

log = structlog.get_logger(__name__)

imports = Claims(
    table="gotuto_imports_import", key="uuid", unfinished="claimed.status IN ('validating', 'running')", queue=QUEUE
)

_DUE = """
SELECT id, attempts, due_at FROM gotuto_imports_import
WHERE status IN ('validating', 'running') AND due_at <= statement_timestamp()
"""
_RETURNING = """claimed.id, claimed.fencing_token, claimed.attempts, claimed.kind, claimed.status, claimed.columns::text,
          claimed.actor, claimed.correlation_id"""
_CLAIM_SOME = imports.claim(_DUE, returning=_RETURNING)
_CLAIM_ONE = imports.claim(f"{_DUE} AND id = %(of)s", returning=_RETURNING)

# The first that wait, with all that belongs to them. Each bundle is looked up by its index (OFFSET 0 keeps it so): of rows that
# were laid down just now PostgreSQL knows nothing yet, and would read all of them for each bundle.
_NEXT = """
WITH first AS MATERIALIZED (
    SELECT bundle, min(line) AS place FROM (
        SELECT bundle, line FROM gotuto_imports_importrow
        WHERE of_id = %(of)s AND outcome = %(outcome)s ORDER BY line LIMIT %(batch)s
    ) AS waiting GROUP BY bundle
)
SELECT laid.id, laid.line, laid.bundle, laid."values"::text, above.line, above.outcome IN ('broken', 'refused')
FROM first CROSS JOIN LATERAL (
    SELECT * FROM gotuto_imports_importrow WHERE of_id = %(of)s AND bundle = first.bundle OFFSET 0
) AS laid LEFT JOIN LATERAL (
    SELECT line, outcome FROM gotuto_imports_importrow
    WHERE of_id = %(of)s AND %(leans_on)s <> '' AND bundle = laid."values" ->> %(leans_on)s LIMIT 1
) AS above ON true
WHERE laid.outcome = %(outcome)s ORDER BY first.place, laid.bundle, laid.line LIMIT %(most)s
"""
_NOTE = """
UPDATE gotuto_imports_importrow AS laid SET outcome = noted.outcome
FROM unnest(%(ids)s::bigint[], %(outcomes)s::text[]) AS noted (id, outcome) WHERE laid.id = noted.id
"""
_COUNTED = ("checked", "broken", "created", "changed", "unchanged", "refused")
_PROGRESS = imports.update(
    ", ".join(f"{name} = claimed.{name} + %({name})s" for name in _COUNTED) + ", attempts = 1, last_error = ''"
)
_END = imports.update(
    "status = %(status)s::text, finished_at = CASE WHEN %(status)s::text <> 'ready' THEN clock_timestamp() END, last_error = %(error)s"
)
_PAUSE = imports.update("attempts = 0, due_at = clock_timestamp()")

BROKE = "This could not be written: something broke. The log says what."
DIED = "Each worker that tried it died or broke. The log says how; confirm it again to go on where it was."


@dataclass(frozen=True)
class Claim:
    """An import that this worker holds until its lease ends."""

    id: UUID
    fencing_token: int
    attempts: int
    kind: str
    status: str
    columns: str
    actor: UUID | None
    correlation_id: str
    was_due_at: datetime

    @property
    def is_checked(self) -> bool:
        return self.status == "running"


@dataclass(frozen=True)
class Laid:
    """A row as it lies there."""

    id: int
    bundle: str
    row: Row


Verdicts = tuple[Mapping[int, Outcome], Sequence[Problem]]


def work_due() -> int:
    """Do some of what is due; how many imports there were."""
    claims = [Claim(*row) for row in imports.take(_CLAIM_SOME)]
    batches.in_turn(claims, _follow, give_back=imports.give_back)
    return len(claims)


def work_on(import_id: UUID) -> bool:
    """Do some of one import here and now; False when nobody may at the moment."""
    claims = [Claim(*row) for row in imports.take(_CLAIM_ONE, of=import_id)]
    for claim in claims:
        _follow(claim)
    return bool(claims)


def _follow(claim: Claim) -> None:
    with trace.bound(claim.correlation_id, actor=claim.actor):
        try:
            _work(claim, until=time.monotonic() + SECONDS)
        except Fenced as fenced:
            log.warning("fenced", what=str(fenced))
        except Exception as error:
            log.exception("import_broke", imported=str(claim.id), attempt=claim.attempts)
            imports.retry(claim, attempts=claim.attempts, error=leases.error_text(error))


def _work(claim: Claim, *, until: float) -> None:
    if claim.attempts > settings.GOTUTO_MAX_ATTEMPTS:
        _end(claim, "failed", DIED)
        return
    while rows := _next(claim):
        _do(claim, rows)
        if time.monotonic() > until:
            execute(_PAUSE, held_by(claim))
            wakeups.notify(QUEUE)
            return
    _end(claim, "done" if claim.is_checked else "ready")


def _end(claim: Claim, status: str, error: str = "") -> None:
    execute(_END, {**held_by(claim), "status": status, "error": error})


def _next(claim: Claim) -> list[Laid]:
    outcome = Outcome.VALID if claim.is_checked else Outcome.WAITING
    table = kinds.known(claim.kind).table
    asked = {
        "of": claim.id,
        "outcome": outcome.value,
        "batch": min(BATCH, table.batch),
        "most": _MOST,
        "leans_on": table.leans_on,
    }
    columns = json.decode(claim.columns)
    found = [
        Laid(
            row_id,
            bundle,
            Row(line, filled(columns, json.decode(values)), None if at is None else Above(at, is_broken)),
        )
        for row_id, line, bundle, values, at, is_broken in fetch_all(_NEXT, asked)
    ]
    if len(found) < _MOST or found[0].bundle == found[-1].bundle:
        return found
    # The last bundle may be cut off; it comes with the next.
    return [one for one in found if one.bundle != found[-1].bundle]


def _do(claim: Claim, rows: Sequence[Laid]) -> None:
    """Check or write rows; what cannot be written together is tried bundle by bundle. Raises Fenced."""
    try:
        _do_together(claim, rows)
    except (BusinessError, DataError, IntegrityError) as error:
        if not claim.is_checked:
            raise
        log.info("import_batch_refused", imported=str(claim.id), why=leases.error_text(error))
        for _, bundle in groupby(rows, key=lambda one: one.bundle):
            _do_alone(claim, list(bundle))


def _do_alone(claim: Claim, rows: Sequence[Laid]) -> None:
    try:
        _do_together(claim, rows)
    except BusinessError as refusal:
        _refuse(claim, rows, refusal.detail, refusal.field or "")
    except (DataError, IntegrityError):
        log.exception("import_row_broke", imported=str(claim.id), line=rows[0].row.line)
        _refuse(claim, rows, BROKE)


@unit_of_work
def _do_together(claim: Claim, rows: Sequence[Laid]) -> None:
    table = kinds.known(claim.kind).table
    _settle(claim, rows, *(_written if claim.is_checked else _checked)(table, [one.row for one in rows]))


def _checked(table: Table, rows: Sequence[Row]) -> Verdicts:
    problems = table.check(rows)
    broken = {one.line for one in problems}
    return {row.line: Outcome.BROKEN if row.line in broken else Outcome.VALID for row in rows}, problems


def _written(table: Table, rows: Sequence[Row]) -> Verdicts:
    return table.write(rows, timezone.now()), ()


def _refuse(claim: Claim, rows: Sequence[Laid], said: str, column: str = "") -> None:
    with unit():
        known = column if column in rows[0].row.values else ""
        lines = [one.row.line for one in rows]
        problems = [Problem(line=line, column=known, said=said) for line in lines]
        _settle(claim, rows, dict.fromkeys(lines, Outcome.REFUSED), problems)


def _settle(claim: Claim, rows: Sequence[Laid], outcomes: Mapping[int, Outcome], problems: Sequence[Problem]) -> None:
    """Note what became of rows, and how far the import is, as long as this worker holds it. Raises Fenced."""
    counted = Counter(outcomes.values())
    counts: dict[str, Any] = {name: counted[Outcome(name)] for name in _COUNTED if name != "checked"}
    counts["checked"] = 0 if claim.is_checked else len(rows)
    leases.check_fence(execute(_PROGRESS, {**held_by(claim), **counts}), f"import {claim.id}")
    noted = [outcomes[one.row.line].value for one in rows]
    execute(_NOTE, {"ids": [one.id for one in rows], "outcomes": noted})
    values = {one.row.line: one.row.values for one in rows}
    tell(claim.id, [(one, _shown(values[one.line].get(one.column))) for one in problems])


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
