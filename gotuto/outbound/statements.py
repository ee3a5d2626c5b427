"""The SQL of outbound calls, built once for each table that wears them."""

from functools import cache
from typing import Any

from gotuto.claims import TAKEN, Claims
from gotuto.db import columns_of
from gotuto.outbound.models import OutboundCall

# The breakers decide in the claim itself. One that is half-open is locked by whoever claims, skipped by everybody else,
# and moved ahead by as long as the call may take: one call goes through. Of each destination only the oldest call is
# looked at, so that the backlog of one that is down slows none of the others.
_NEXT = """
known AS (
    SELECT * FROM unnest(%(destinations)s::text[], %(leases)s::interval[], %(first_waits)s::interval[])
        AS known (destination, lease, first_wait)),
half_open AS (
    SELECT breaker.destination FROM gotuto_outbound_breaker AS breaker
    WHERE breaker.destination IN (SELECT destination FROM known) AND breaker.open_until <= statement_timestamp()
    FOR UPDATE SKIP LOCKED),
reachable AS (
    SELECT known.destination, known.lease
    FROM known LEFT JOIN gotuto_outbound_breaker AS breaker USING (destination)
    WHERE breaker.open_until IS NULL OR known.destination IN (SELECT destination FROM half_open)),
next AS (
    SELECT due.id, reachable.destination, reachable.lease
    FROM reachable CROSS JOIN LATERAL (
        SELECT call.id, call.due_at FROM {table} AS call
        WHERE call.status = '{status}' AND call.destination = reachable.destination
          AND {which}
        ORDER BY call.due_at, call.id LIMIT 1
        FOR UPDATE SKIP LOCKED) AS due
    ORDER BY due.due_at, due.id LIMIT 1),
probe AS (
    UPDATE gotuto_outbound_breaker AS breaker SET open_until = clock_timestamp() + next.lease
    FROM next WHERE breaker.destination = next.destination AND breaker.open_until IS NOT NULL)
"""

_DUE = "call.due_at <= statement_timestamp()"

_TAKE = """
UPDATE {table} AS claimed SET {sets}, due_at = clock_timestamp() + next.lease
FROM next WHERE claimed.id = next.id
RETURNING {columns}, EXISTS (
    SELECT FROM reachable JOIN {table} AS call ON call.destination = reachable.destination
    WHERE call.status = '{status}' AND call.due_at <= statement_timestamp() AND call.id <> claimed.id)
"""

# A call whose worker did not come back: nobody knows whether it was made.
_LOST = """
lost AS (
    UPDATE {table} AS call
    SET status = 'unknown', outcome_code = 'outbound.lost', last_error = %(lost)s,
        due_at = clock_timestamp() + known.first_wait
    FROM known
    WHERE call.destination = known.destination AND call.status = 'sending' AND call.due_at <= statement_timestamp())
"""

_ANSWERED = """
WITH closed AS (DELETE FROM gotuto_outbound_breaker WHERE destination = %(destination)s RETURNING open_until)
{update}
RETURNING (SELECT count(*) FROM closed WHERE open_until IS NOT NULL)
"""

_FAILED = """
WITH failed AS (
    INSERT INTO gotuto_outbound_breaker AS breaker (destination, failures, open_until, last_error, changed_at)
    VALUES (%(destination)s, 1, CASE WHEN %(trips_after)s <= 1 THEN clock_timestamp() + %(stays_open)s END,
            %(code)s, clock_timestamp())
    ON CONFLICT (destination) DO UPDATE SET
        failures = breaker.failures + 1, last_error = excluded.last_error, changed_at = clock_timestamp(),
        open_until = CASE WHEN breaker.failures + 1 >= %(trips_after)s THEN clock_timestamp() + %(stays_open)s END)
{update}
RETURNING 0
"""

_OUTCOME = """status = %(status)s::varchar, outcome_code = %(code)s, last_error = %(error)s,
    due_at = clock_timestamp() + %(wait)s, provider_reference = coalesce(%(reference)s, claimed.provider_reference),
    done_at = CASE WHEN %(status)s::varchar = 'done' THEN clock_timestamp() ELSE claimed.done_at END"""


class Statements:
    """What is asked of one table."""

    def __init__(self, model: type[OutboundCall]) -> None:
        table = model._meta.db_table
        # Whoever made the call knows better than whoever gave it up for lost, but not better than who has claimed it since.
        claims = Claims(
            table=table, key="uuid", unfinished="claimed.status IN ('sending', 'unknown')", queue=model.queue()
        )
        lost = _LOST.format(table=table)
        self.claim = _claim(model, status="queued", also=lost, sets=f"status = 'sending', {TAKEN}")
        self.claim_this = _claim(
            model, status="queued", sets=f"status = 'sending', {TAKEN}", which="call.id = %(call)s"
        )
        asks = "fencing_token = claimed.fencing_token + 1, asked = claimed.asked + 1"
        self.ask = _claim(model, status="unknown", sets=asks)
        answer = "".join(f", {name} = coalesce(%({name})s, claimed.{name})" for name in model.answer_fields)
        update = claims.update(_OUTCOME + answer)
        self.answered = _ANSWERED.format(update=update)
        self.failed = _FAILED.format(update=update)


@cache
def statements_of(model: type[OutboundCall]) -> Statements:
    return Statements(model)


def _claim(model: Any, *, status: str, sets: str, also: str = "", which: str = _DUE) -> str:
    names = {"table": model._meta.db_table, "status": status, "sets": sets, "columns": columns_of(model, "claimed")}
    names["which"] = which
    parts = [part.strip() for part in (_NEXT.format(**names), also) if part]
    return "WITH " + ",\n".join(parts) + _TAKE.format(**names)
