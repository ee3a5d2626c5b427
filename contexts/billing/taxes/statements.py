"""Statements about VAT ids that do in one round trip, and without a race, what the ORM would need several for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contexts.billing.taxes.domain import checking
from contexts.billing.taxes.dto import VatId, VatIdState
from gotuto import trace
from gotuto.db import execute, fetch_one_as
from gotuto.ids import new_id

# The name of the destination (`gateways` of the context).
VIES = "vies"

# One that is known is only read, so that nobody waits for whoever else orders with the same. One that two enter at the same
# time for the first time is returned to both, which DO NOTHING would not do.
_NOTE = """
WITH known AS (
    SELECT number, country, state, checked_at FROM billing_vatid WHERE number = %(number)s
), entered AS (
    INSERT INTO billing_vatid AS other (number, country, state, consultation_number, first_seen_at)
    SELECT %(number)s, %(country)s, %(unchecked)s, '', %(now)s WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (number) DO UPDATE SET number = excluded.number
    RETURNING number, country, state, checked_at
), one AS (
    SELECT * FROM known UNION ALL SELECT * FROM entered
), asked AS (
    INSERT INTO billing_vatidcheck
        (id, vat_id, day, destination, idempotency_key, provider_reference, status, outcome_code, asked, attempts,
         fencing_token, due_at, last_error, correlation_id, traceparent)
    SELECT %(id)s, number, %(day)s, %(destination)s, %(id)s::text, '', 'queued', '', 0, 0, 0, %(now)s, '',
           %(correlation_id)s, %(traceparent)s
    FROM one
    WHERE %(may_ask)s AND (%(again)s OR state <> %(valid)s OR checked_at < %(before)s)
      AND NOT EXISTS (SELECT FROM billing_vatidcheck AS made WHERE made.vat_id = %(number)s AND made.day = %(day)s)
    ON CONFLICT (vat_id, day) DO NOTHING
    RETURNING id
)
SELECT number, country, state, checked_at, EXISTS (SELECT FROM asked) AS is_asked FROM one
"""

# What was found stays as long as it counts: the silence of a service says nothing against it.
_SILENT = """
UPDATE billing_vatid SET state = %(unavailable)s, checked_at = NULL, consultation_number = ''
WHERE number = %(number)s AND state <> %(unavailable)s
  AND (state = %(unchecked)s OR checked_at < statement_timestamp() - %(fresh_for)s)
"""


@dataclass(frozen=True, kw_only=True)
class Noted:
    """A VAT id as it stands in the table, and whether a service is asked about it now."""

    number: str
    country: str
    state: VatIdState
    checked_at: datetime | None
    is_asked: bool


def note(vat_id: VatId, *, may_ask: bool, again: bool, now: datetime) -> Noted:
    """Enter a VAT id that is new, and queue a question about it that is due; `again` says that it is due anyway."""
    noted = fetch_one_as(
        Noted,
        _NOTE,
        {
            "id": new_id(),
            "number": vat_id.number,
            "country": vat_id.country,
            "day": checking.day_of(now),
            "destination": VIES,
            "unchecked": VatIdState.UNCHECKED.value,
            "valid": VatIdState.VALID.value,
            "may_ask": may_ask,
            "again": again,
            "before": now - checking.ASK_AGAIN_AFTER,
            "correlation_id": trace.correlation_id(),
            "traceparent": trace.traceparent(),
            "now": now,
        },
    )
    assert noted is not None
    return noted


def mark_unavailable(number: str, *, fresh_for: timedelta) -> None:
    """Say that nobody answers about a VAT id of which nothing is known, or nothing as fresh as that."""
    states = {"unchecked": VatIdState.UNCHECKED.value, "unavailable": VatIdState.UNAVAILABLE.value}
    execute(_SILENT, {"number": number, "fresh_for": fresh_for, **states})
