"""Statements about invoices that do in one round trip, and without a race, what the ORM would need several for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from contexts.billing.invoices import domain, dto, models
from contexts.billing.invoices.dto import InvoiceStatus
from gotuto.db import as_json, drawn, execute, fetch_all, fetch_as, fetch_one_as, is_dry_run
from gotuto.ids import ClientId, InvoiceId, OrderId, new_id

# The unique order decides who was first; whoever comes second writes nothing at all, neither client nor lines. A client
# who is there already is not changed (WHERE false) but locked, so that nobody deletes the client before the invoice is there.
_OPEN = """
WITH opened AS (
    INSERT INTO billing_invoice
        (id, order_id, client_id, buyer, status, legal_entity, series, currency, net, tax, total, amount_paid,
         void_reason, created_at, updated_at, version)
    VALUES (%(invoice_id)s, %(order_id)s, %(client_id)s, %(buyer)s, %(status)s, %(legal_entity)s, %(series)s,
            %(currency)s, %(net)s, %(tax)s, %(total)s, 0, '', %(now)s, %(now)s, 1)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING id
), client AS (
    INSERT INTO billing_client (id, customer_id, name, email, phone, address, created_at, updated_at, version)
    SELECT %(client_id)s::uuid, %(customer_id)s::uuid, %(name)s, %(email)s, %(phone)s, %(address)s::jsonb,
           %(now)s::timestamptz, %(now)s::timestamptz, 1
    FROM opened
    ON CONFLICT (id) DO UPDATE SET name = billing_client.name WHERE false
    RETURNING id
), lines AS (
    INSERT INTO billing_invoiceline
        (id, invoice_id, position, sku, description, quantity, unit_price, total, tax_rate)
    SELECT line.id, opened.id, line.position, line.sku, line.description, line.quantity, line.unit_price, line.total,
           line.tax_rate
    FROM opened, jsonb_to_recordset(%(lines)s::jsonb)
        AS line (id uuid, position smallint, sku text, description text, quantity int, unit_price numeric,
                 total numeric, tax_rate numeric)
), tax_lines AS (
    INSERT INTO billing_taxline (id, invoice_id, rate, net, tax, gross)
    SELECT line.id, opened.id, line.rate, line.net, line.tax, line.gross
    FROM opened, jsonb_to_recordset(%(tax_lines)s::jsonb)
        AS line (id uuid, rate numeric, net numeric, tax numeric, gross numeric)
)
SELECT EXISTS (SELECT FROM opened) AS invoice, EXISTS (SELECT FROM client) AS client
"""

# The counter is the last thing to be touched, because everybody else who issues waits behind it until the commit.
_COUNTED = """
    INSERT INTO billing_numbercounter AS counter (id, legal_entity, series, year, last)
    SELECT %(counter_id)s::uuid, legal_entity, series, %(year)s::smallint, 1 FROM draft
    ON CONFLICT (legal_entity, series, year) DO UPDATE SET last = counter.last + 1
    RETURNING last
"""

# A dry run must keep nobody waiting behind the counter: a number that no invoice will ever get.
_NOT_COUNTED = "SELECT 2000000000 + pg_backend_pid() AS last FROM draft"

_ISSUING = """
WITH draft AS (
    SELECT id, legal_entity, series FROM billing_invoice
    WHERE (id = %(invoice_id)s::uuid OR order_id = %(order_id)s::uuid) AND status = ANY(%(before)s::text[])
    FOR NO KEY UPDATE
), counted AS ({counted})
UPDATE billing_invoice AS invoice
SET status = %(status)s, year = %(year)s::smallint, sequence = counted.last,
    number = concat_ws('-', draft.series, %(year)s::smallint,
                       lpad(counted.last::text, greatest(6, length(counted.last::text)), '0')),
    issue_date = %(issue_date)s, due_date = %(due_date)s, issued_at = %(now)s, updated_at = %(now)s,
    version = invoice.version + 1
FROM draft, counted
WHERE invoice.id = draft.id
RETURNING invoice.id AS invoice_id, invoice.number, invoice.order_id
"""
_ISSUE = _ISSUING.format(counted=_COUNTED)
_ISSUE_DRY = _ISSUING.format(counted=_NOT_COUNTED)

_TOMBSTONE = """
INSERT INTO billing_invoice
    (id, order_id, status, legal_entity, series, currency, net, tax, total, amount_paid, void_reason, created_at,
     updated_at, version)
VALUES (%(id)s, %(order_id)s, %(status)s, %(legal_entity)s, %(series)s, %(currency)s, 0, 0, 0, 0, %(reason)s, %(now)s,
        %(now)s, 1)
ON CONFLICT (order_id) DO NOTHING
"""

# Rows that somebody is just paying or voiding are left out: their fate is being decided, and the next run sees it.
_MARK_OVERDUE = """
UPDATE billing_invoice AS invoice
SET status = %(status)s, version = invoice.version + 1, updated_at = %(now)s
FROM (
    SELECT id FROM billing_invoice
    WHERE status = %(before)s AND due_date < %(today)s
    ORDER BY due_date, id
    LIMIT %(batch)s
    FOR NO KEY UPDATE SKIP LOCKED
) AS late
WHERE invoice.id = late.id
RETURNING invoice.id, invoice.order_id
"""

# Whoever is just booking on one of them decides its fate; it is left out.
_VOID_UNPAID = """
UPDATE billing_invoice AS invoice
SET status = %(status)s, void_reason = %(reason)s, version = invoice.version + 1, updated_at = %(now)s
FROM (
    SELECT id, status FROM billing_invoice
    WHERE order_id = ANY(%(order_ids)s::uuid[]) AND status = ANY(%(before)s::text[]) AND amount_paid = 0
    ORDER BY id
    FOR NO KEY UPDATE SKIP LOCKED
) AS unpaid
WHERE invoice.id = unpaid.id
RETURNING invoice.id AS invoice_id, invoice.order_id, unpaid.status AS before
"""

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


@dataclass(frozen=True)
class Opening:
    """What the attempt to open an invoice wrote."""

    invoice: bool
    client: bool


@dataclass(frozen=True)
class Numbered:
    """An invoice that has just got its number."""

    invoice_id: InvoiceId
    number: str
    order_id: OrderId | None


@dataclass(frozen=True)
class Voided:
    """The invoice of an order that has just been voided, and what it was before."""

    invoice_id: InvoiceId
    order_id: OrderId
    before: InvoiceStatus


def open_invoice(
    *, invoice_id: InvoiceId, order_id: OrderId | None, client_id: ClientId, buyer: dto.Buyer, bill: domain.Bill,
    now: datetime,
) -> Opening:  # fmt: skip
    """Insert a draft with its lines and, when there is none yet, its client."""
    [opening] = fetch_as(
        Opening,
        _OPEN,
        {
            "invoice_id": invoice_id,
            "status": InvoiceStatus.DRAFT.value,
            "order_id": order_id,
            "client_id": client_id,
            "customer_id": buyer.customer_id,
            "buyer": as_json(buyer),
            "name": buyer.name,
            "email": buyer.email.lower(),
            "phone": buyer.phone,
            "address": None if buyer.address is None else as_json(buyer.address),
            "legal_entity": domain.LEGAL_ENTITY,
            "series": domain.SERIES,
            "currency": bill.total.currency,
            "net": bill.net.amount,
            "tax": bill.tax.amount,
            "total": bill.total.amount,
            "now": now,
            "lines": as_json([_line(line) for line in bill.lines]),
            "tax_lines": as_json([_tax_line(line) for line in bill.tax_lines]),
        },
    )
    return opening


def _line(line: dto.InvoicedLine) -> dict[str, object]:
    return {
        "id": new_id(),
        "position": line.position,
        "sku": line.sku,
        "description": line.description,
        "quantity": line.quantity,
        "unit_price": line.unit_price.amount,
        "total": line.total.amount,
        "tax_rate": line.tax_rate,
    }


def _tax_line(line: dto.TaxLine) -> dict[str, object]:
    return {
        "id": new_id(),
        "rate": line.rate,
        "net": line.net.amount,
        "tax": line.tax.amount,
        "gross": line.gross.amount,
    }


def issue_invoice(
    *, invoice_id: InvoiceId | None, order_id: OrderId | None, issue_date: date, due_date: date, now: datetime
) -> Numbered | None:
    """Give a draft the next number of its series and year; None when there is no such draft."""
    numbered = fetch_one_as(
        Numbered,
        _ISSUE_DRY if is_dry_run() else _ISSUE,
        {
            "invoice_id": invoice_id,
            "order_id": order_id,
            "status": InvoiceStatus.SENT.value,
            "before": [before.value for before in domain.ALLOWED_FROM[InvoiceStatus.SENT]],
            "counter_id": new_id(),
            "year": issue_date.year,
            "issue_date": issue_date,
            "due_date": due_date,
            "now": now,
        },
    )
    return None if numbered is None else replace(numbered, number=drawn(numbered.number))


def record_tombstone(*, order_id: OrderId, reason: str, now: datetime) -> bool:
    """Leave a tombstone: this order gets no invoice any more, also not from a step that comes late.

    False when it has an invoice, or was given up before.
    """
    parameters = {
        "id": new_id(),
        "order_id": order_id,
        "status": InvoiceStatus.VOID.value,
        "legal_entity": domain.LEGAL_ENTITY,
        "series": domain.SERIES,
        "currency": models.NO_CURRENCY,
        "reason": reason,
        "now": now,
    }
    return execute(_TOMBSTONE, parameters) == 1


def mark_overdue(*, today: date, batch: int, now: datetime) -> list[tuple[InvoiceId, OrderId | None]]:
    """Turn up to `batch` unpaid invoices overdue whose due date lies before today."""
    # Only one status, so that the index gives them in the order of their dates and a batch stops early.
    (before,) = domain.ALLOWED_FROM[InvoiceStatus.OVERDUE]
    return fetch_all(
        _MARK_OVERDUE,
        {"status": InvoiceStatus.OVERDUE.value, "before": before.value, "today": today, "batch": batch, "now": now},
    )


def void_unpaid(*, order_ids: Sequence[OrderId], reason: str, now: datetime) -> list[Voided]:
    """Void the invoices of these orders on which nothing was paid."""
    parameters = {
        "status": InvoiceStatus.VOID.value,
        "before": [before.value for before in domain.ALLOWED_FROM[InvoiceStatus.VOID]],
        "order_ids": list(order_ids),
        "reason": reason,
        "now": now,
    }
    return fetch_as(Voided, _VOID_UNPAID, parameters)


def number_series() -> list[dto.NumberSeries]:
    """Every series and year with the numbers that no invoice carries."""
    return fetch_as(dto.NumberSeries, _AUDIT)
