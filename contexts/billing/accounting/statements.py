"""The journal: one statement over documents, money and refunds, in order, however many there are."""

from collections.abc import Collection, Iterator
from datetime import date

from contexts.billing.accounting.dto import Entry, EntryKind
from contexts.billing.fees.statements import CHANGES, STATES
from contexts.billing.invoices import domain as invoices
from contexts.billing.sellers.domain import MAIN
from gotuto.db.sql import stream
from gotuto.outbound.models import Status

# As the VAT report sees documents: a credit note is of the seller, and went to the place, of the invoice that it corrects.
# Money for no invoice came to the seller through the shop. Each day is that of the seller's time zone.
_JOURNAL = f"""
WITH version AS MATERIALIZED (
    SELECT id, content -> 'address' ->> 'country' AS home FROM billing_sellerversion
), document AS (
    SELECT invoice.id, invoice.issue_date AS day, invoice.issued_at AS at, invoice.number, invoice.currency,
           invoice.buyer ->> 'name' AS name, version.id AS seller_id, corrected.number AS corrects,
           CASE WHEN version.home IS NULL THEN coalesce(invoice.buyer -> 'address' ->> 'country', '')
                ELSE coalesce(corrected.deliver_to, invoice.deliver_to) END AS destination,
           invoice.buyer -> 'address' AS address, coalesce(invoice.buyer ->> 'vat_id', '') AS vat_id
    FROM billing_invoice AS invoice
    LEFT JOIN LATERAL (
        SELECT id, number, seller_id, deliver_to FROM billing_invoice WHERE id = invoice.credits_invoice_id LIMIT 1
    ) AS corrected ON true
    LEFT JOIN version ON version.id = CASE WHEN corrected.id IS NULL THEN invoice.seller_id ELSE corrected.seller_id END
    WHERE invoice.issue_date BETWEEN %(first)s AND %(last)s AND invoice.status = ANY(%(statuses)s::text[])
      AND invoice.legal_entity = %(seller)s
), came AS (
    SELECT id, coalesce(received_on, (received_at AT TIME ZONE %(time_zone)s)::date) AS day, received_at AS at, amount,
           invoice_id, currency, method, reference, %(payment)s AS kind
    FROM billing_payment WHERE received_on BETWEEN %(first)s AND %(last)s OR received_on IS NULL
), moved AS (
    SELECT * FROM came WHERE day BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT id, (reversed_at AT TIME ZONE %(time_zone)s)::date, reversed_at,
           amount_reversed - coalesce((
               SELECT sum(refund.amount) FROM billing_refund AS refund
               WHERE refund.payment_id = payment.id AND refund.withdrawn_at >= payment.reversed_at
           ), 0), invoice_id, currency, method, reference, reversal
    FROM billing_payment AS payment
    WHERE reversed_at >= %(begin)s AND reversed_at < %(end)s
    UNION ALL
    -- What was on its way back when the payment did not stay is gone from the day on which it was withdrawn, so that the day
    -- of the reversal stands as it was closed.
    SELECT refund.id, (refund.withdrawn_at AT TIME ZONE %(time_zone)s)::date, refund.withdrawn_at, refund.amount,
           payment.invoice_id, payment.currency, payment.method, payment.reference, payment.reversal
    FROM billing_refund AS refund JOIN billing_payment AS payment ON payment.id = refund.payment_id
    WHERE refund.withdrawn_at >= payment.reversed_at
      AND refund.withdrawn_at >= %(begin)s AND refund.withdrawn_at < %(end)s
    UNION ALL
    SELECT refund.id, (refund.done_at AT TIME ZONE %(time_zone)s)::date, refund.done_at, refund.amount, payment.invoice_id,
           payment.currency, payment.method,
           coalesce(nullif(refund.provider_reference, ''), payment.reference), %(refund)s
    FROM billing_refund AS refund JOIN billing_payment AS payment ON payment.id = refund.payment_id
    WHERE refund.status = %(done)s AND refund.done_at >= %(begin)s AND refund.done_at < %(end)s
), crossed AS (
    SELECT entry.id, (entry.booked_at AT TIME ZONE %(time_zone)s)::date AS day, entry.booked_at AS at, entry.amount,
           invoice.id AS invoice_id, payment.reference, invoice.number, invoice.currency, invoice.legal_entity AS owed_to,
           coalesce(booked.legal_entity, %(main)s) AS paid_to
    FROM billing_allocation AS entry
    JOIN billing_payment AS payment ON payment.id = entry.payment_id
    LEFT JOIN billing_fee AS fee ON fee.id = entry.fee_id
    JOIN billing_invoice AS invoice ON invoice.id = coalesce(entry.invoice_id, fee.invoice_id)
    LEFT JOIN billing_invoice AS booked ON booked.id = payment.invoice_id
    WHERE entry.booked_at >= %(begin)s AND entry.booked_at < %(end)s
      AND invoice.legal_entity <> coalesce(booked.legal_entity, %(main)s)
      AND %(seller)s IN (invoice.legal_entity, coalesce(booked.legal_entity, %(main)s))
), charged AS (
    SELECT fee.id, (change.at AT TIME ZONE %(time_zone)s)::date AS day, change.at, change.is_waiver, change.amount, fee.kind,
           fee.step, fee.currency, invoice.number, invoice.buyer ->> 'name' AS name
    FROM billing_fee AS fee JOIN billing_invoice AS invoice ON invoice.id = fee.invoice_id
    CROSS JOIN LATERAL {CHANGES} AS change
    WHERE %(books_fees)s AND invoice.legal_entity = %(seller)s AND change.at >= %(begin)s AND change.at < %(end)s
      AND fee.id = ANY(ARRAY(
        SELECT id FROM billing_fee WHERE created_at >= %(begin)s AND created_at < %(end)s
        UNION SELECT id FROM billing_fee WHERE state = %(waived)s AND settled_at >= %(begin)s AND settled_at < %(end)s
        UNION SELECT fee_id FROM billing_allocation
              WHERE booked_at >= %(begin)s AND booked_at < %(end)s AND fee_id IS NOT NULL))
), entry AS (
    SELECT document.day, CASE WHEN document.corrects IS NULL THEN %(invoice)s ELSE %(credit_note)s END AS kind, document.id,
           document.number, coalesce(document.corrects, '') AS other, document.name, document.currency,
           line.net + line.tax AS amount, line.net, line.tax, line.category, line.rate, line.exemption, document.seller_id,
           document.destination,
           CASE WHEN document.address ->> 'country' = document.destination
                THEN coalesce(document.address ->> 'postal_code', '') ELSE '' END AS postal_code,
           coalesce(CASE WHEN document.vat_id <> '' THEN (
               SELECT vat.country FROM billing_vatid AS vat
               WHERE vat.number = document.vat_id AND vat.state = ANY(%(proofs)s::text[])
           ) END, '') AS proved_in, document.vat_id, '' AS method, document.at
    FROM document JOIN billing_taxline AS line ON line.invoice_id = document.id
    UNION ALL
    SELECT moved.day, moved.kind, moved.id, coalesce(invoice.number, ''), moved.reference, '',
           coalesce(nullif(moved.currency, ''), invoice.currency), moved.amount, 0, 0, '', 0, '', NULL, '', '', '', '',
           moved.method, moved.at
    FROM moved LEFT JOIN billing_invoice AS invoice ON invoice.id = moved.invoice_id
    WHERE coalesce(invoice.legal_entity, %(main)s) = %(seller)s
    UNION ALL
    SELECT day, CASE WHEN paid_to = %(seller)s THEN %(given)s ELSE %(got)s END, id, number, reference, '', currency, amount,
           0, 0, '', 0, '', NULL, '', '', '', '', '', at
    FROM crossed
    UNION ALL
    SELECT day, CASE WHEN is_waiver THEN %(fee_waived)s ELSE %(fee)s END, id, number, step, name, currency, amount,
           0, 0, '', 0, '', NULL, '', '', '', '', kind, at
    FROM charged
)
SELECT day, kind, id, number, other, name, currency, amount, net, tax, category, rate, exemption, seller_id, destination,
       postal_code, proved_in, vat_id, method
FROM entry WHERE amount <> 0 ORDER BY day, at, id, category, rate DESC, exemption, kind, amount
"""  # noqa: S608  a part of a statement, no values
_KINDS = {kind.value: kind.value for kind in EntryKind}


def journal(
    *,
    seller: str,
    first: date,
    last: date,
    time_zone: str,
    proofs: Collection[str],
    span: tuple[object, object],
    books_fees: bool,
) -> Iterator[Entry]:
    """All that a seller booked from one day to another; `span` has the moments in which these days begin and end."""
    asked = {
        **_KINDS,
        **STATES,
        "seller": seller,
        "main": MAIN,
        "first": first,
        "last": last,
        "begin": span[0],
        "end": span[1],
        "time_zone": time_zone,
        "statuses": [status.value for status in invoices.ISSUED],
        "proofs": list(proofs),
        "done": Status.DONE.value,
        "books_fees": books_fees,
    }
    for row in stream(_JOURNAL, asked):
        yield _entry(row)


def _entry(row: tuple[object, ...]) -> Entry:
    named = dict(zip(Entry.__dataclass_fields__, row, strict=True))
    return Entry(**{**named, "kind": EntryKind(str(named["kind"]))})  # type: ignore[arg-type]
