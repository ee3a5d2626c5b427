"""Numbering: the number, dates and seal of an invoice, behind the lock of its counter; and whether a number is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contexts.billing.numbers import dto
from contexts.billing.numbers.domain import GENESIS
from gotuto import trace
from gotuto.db import drawn, fetch_as, fetch_one_as, is_dry_run
from gotuto.ids import InvoiceId, OrderId, new_id

# Where the files of an issued invoice are made and stored (`documents.gateways`).
DOCUMENTS = "documents"

# The counter is the last thing to be touched, because everybody else who issues waits behind it until the commit. Its row
# is locked then, so that no date is before the last one, and no seal follows another than the last one.
_COUNTED = """
    INSERT INTO billing_numbercounter AS counter (id, legal_entity, series, year, last, last_date, previous_root, root)
    SELECT %(counter_id)s::uuid, legal_entity, series, year, 1, today, %(genesis)s::bytea,
           billing_sealed(%(genesis)s, legal_entity, series, year, 1, pattern, today, terms_days, content_hash, seller_hash)
    FROM draft
    ON CONFLICT (legal_entity, series, year) DO UPDATE
    SET last = counter.last + 1,
        last_date = greatest(counter.last_date, excluded.last_date),
        previous_root = coalesce(counter.root, excluded.previous_root),
        root = (
            SELECT billing_sealed(coalesce(counter.root, excluded.previous_root), legal_entity, series, year,
                                  counter.last + 1, pattern, greatest(counter.last_date, today), terms_days,
                                  content_hash, seller_hash)
            FROM draft)
    RETURNING last, last_date, previous_root
"""

# A dry run must keep nobody waiting behind the counter: a number that no invoice will ever get.
_NOT_COUNTED = """
    SELECT 2000000000 + pg_backend_pid() AS last, today AS last_date, %(genesis)s::bytea AS previous_root FROM draft
"""

# One that was opened by a release without seals has no hash of its content, and gets none.
_ISSUING = """
WITH draft AS (
    SELECT invoice.id, invoice.legal_entity, invoice.series, invoice.content_hash,
           seller.id AS seller_id, seller.fingerprint AS seller_hash, seller.content->'patterns'->>invoice.kind AS pattern,
           -- Nothing is owed on a credit note, and nobody waits for it.
           CASE WHEN invoice.credits_invoice_id IS NOT NULL THEN 0
                ELSE coalesce(client.terms_days, (seller.content->>'terms_days')::int, %(terms_days)s) END AS terms_days,
           at.today, extract(year FROM at.today)::smallint AS year
    FROM billing_invoice AS invoice
    JOIN billing_legalentity AS entity ON entity.code = invoice.legal_entity
    JOIN billing_sellerversion AS seller ON seller.id = entity.seller_id
    LEFT JOIN billing_client AS client ON client.id = invoice.client_id
    LEFT JOIN billing_invoice AS credited ON credited.id = invoice.credits_invoice_id
    CROSS JOIN LATERAL (
        -- No credit note is dated before the invoice that it corrects.
        SELECT greatest(credited.issue_date, (%(now)s::timestamptz AT TIME ZONE
                coalesce(nullif(seller.content->>'time_zone', ''), %(time_zone)s))::date) AS today) AS at
    WHERE (invoice.id = %(invoice_id)s::uuid OR invoice.order_id = %(order_id)s::uuid)
      AND invoice.status = ANY(%(before)s::text[])
    FOR NO KEY UPDATE OF invoice
), counted AS ({counted}), seal AS (
    INSERT INTO billing_seal (id, legal_entity, series, year, sequence, number, issue_date, due_date, content_hash,
                              seller_hash, previous)
    SELECT draft.id, draft.legal_entity, draft.series, draft.year, counted.last,
           billing_number(draft.pattern, draft.year, counted.last), counted.last_date,
           counted.last_date + draft.terms_days, draft.content_hash, draft.seller_hash, counted.previous_root
    FROM draft, counted
    WHERE draft.content_hash IS NOT NULL
), document AS (
    INSERT INTO billing_document
        (id, invoice_id, destination, idempotency_key, provider_reference, status, outcome_code, asked, attempts,
         fencing_token, due_at, last_error, correlation_id, traceparent)
    SELECT %(document_id)s::uuid, id, %(documents)s, id::text, '', 'queued', '', 0, 0, 0, %(now)s, '',
           %(correlation_id)s, %(traceparent)s
    FROM draft
)
UPDATE billing_invoice AS invoice
SET status = %(status)s, year = draft.year, sequence = counted.last,
    number = billing_number(draft.pattern, draft.year, counted.last), seller_id = draft.seller_id,
    issue_date = counted.last_date, due_date = counted.last_date + draft.terms_days, issued_at = %(now)s,
    updated_at = %(now)s, version = invoice.version + 1
FROM draft, counted
WHERE invoice.id = draft.id
RETURNING invoice.id, invoice.number, invoice.issue_date, invoice.due_date, invoice.order_id
"""
_ISSUE = _ISSUING.format(counted=_COUNTED)
_ISSUE_DRY = _ISSUING.format(counted=_NOT_COUNTED)

_AUDIT = """
SELECT counter.series, counter.year, counter.last, count(invoice.id) AS issued,
       ARRAY(SELECT expected FROM generate_series(1, counter.last) AS expected
             WHERE NOT EXISTS (SELECT FROM billing_invoice AS carrier
                               WHERE carrier.legal_entity = counter.legal_entity AND carrier.series = counter.series
                                 AND carrier.year = counter.year AND carrier.sequence = expected)
             ORDER BY expected) AS missing
FROM billing_numbercounter AS counter
LEFT JOIN billing_invoice AS invoice USING (legal_entity, series, year)
GROUP BY counter.id
ORDER BY counter.legal_entity, counter.series, counter.year
"""


def number_document(
    *, invoice_id: InvoiceId | None, order_id: OrderId | None, before: Sequence[str], becomes: str, time_zone: str,
    terms_days: int, now: datetime,
) -> dto.Numbered | None:  # fmt: skip
    """Give what has one of the statuses before the next number of its series and year; None when there is no such draft.

    The date is that at the seller's, whose own time zone and terms come before those given here, and the client's terms
    before those. A credit note is due on its own day.
    """
    numbered = fetch_one_as(
        dto.Numbered,
        _ISSUE_DRY if is_dry_run() else _ISSUE,
        {
            "invoice_id": invoice_id,
            "order_id": order_id,
            "status": becomes,
            "before": list(before),
            "counter_id": new_id(),
            "genesis": GENESIS,
            "document_id": new_id(),
            "documents": DOCUMENTS,
            "correlation_id": trace.correlation_id(),
            "traceparent": trace.traceparent(),
            "time_zone": time_zone,
            "terms_days": terms_days,
            "now": now,
        },
    )
    return None if numbered is None else replace(numbered, number=drawn(numbered.number))


def number_series() -> list[dto.NumberSeries]:
    """Every series and year with the numbers that no invoice carries."""
    return fetch_as(dto.NumberSeries, _AUDIT)
