"""Statements of receivables and revenue: sums over documents and money, made where the rows are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.statements import STATES
from contexts.billing.invoices import domain as invoices
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.ledger.dto import By
from contexts.billing.reports.domain.spans import Span
from gotuto.db import fetch_as

_OPEN_NOW = [status.value for status in invoices.UNPAID]
_ISSUED = [status.value for status in invoices.ISSUED]

# From what is open now back to the day: what has moved since is looked up, and not all that was ever paid.
_AGED = """
WITH paid_later AS MATERIALIZED (
    SELECT invoice_id, sum(amount) AS amount FROM billing_allocation
    WHERE booked_at >= %(end)s AND invoice_id IS NOT NULL GROUP BY invoice_id
), credited_later AS MATERIALIZED (
    SELECT credits_invoice_id AS invoice_id, sum(total) AS amount FROM billing_invoice
    WHERE issue_date > %(on)s AND credits_invoice_id IS NOT NULL AND status = ANY(%(issued)s::text[])
    GROUP BY credits_invoice_id
), claim AS (
    SELECT invoice.client_id, invoice.currency, %(on)s::date - invoice.due_date AS late,
           invoice.total - invoice.amount_paid - invoice.amount_credited
               + coalesce(paid_later.amount, 0) + coalesce(credited_later.amount, 0) AS open
    FROM (
        SELECT id FROM billing_invoice WHERE status = ANY(%(open_now)s::text[])
        UNION SELECT invoice_id FROM paid_later
        UNION SELECT invoice_id FROM credited_later
    ) AS candidate
    JOIN billing_invoice AS invoice ON invoice.id = candidate.id
    LEFT JOIN paid_later ON paid_later.invoice_id = invoice.id
    LEFT JOIN credited_later ON credited_later.invoice_id = invoice.id
    WHERE invoice.kind = %(kind)s AND invoice.issue_date <= %(on)s AND invoice.status = ANY(%(issued)s::text[])
      AND invoice.legal_entity = ANY(%(sellers)s::text[])
), fees_paid_later AS MATERIALIZED (
    SELECT fee_id, sum(amount) AS amount FROM billing_allocation
    WHERE booked_at >= %(end)s AND fee_id IS NOT NULL GROUP BY fee_id
), charged AS (
    SELECT invoice.client_id, fee.currency, sum(fee.amount - fee.amount_paid + coalesce(fees_paid_later.amount, 0)) AS amount
    FROM (
        SELECT id FROM billing_fee WHERE state = %(fee_open)s
        UNION SELECT id FROM billing_fee WHERE state = %(waived)s AND settled_at >= %(end)s
        UNION SELECT fee_id FROM fees_paid_later
    ) AS candidate
    JOIN billing_fee AS fee ON fee.id = candidate.id
    JOIN billing_invoice AS invoice ON invoice.id = fee.invoice_id
    LEFT JOIN fees_paid_later ON fees_paid_later.fee_id = fee.id
    WHERE fee.created_at < %(end)s AND (fee.state <> %(waived)s OR fee.settled_at >= %(end)s)
      AND invoice.legal_entity = ANY(%(sellers)s::text[])
    GROUP BY invoice.client_id, fee.currency
), allocated_later AS MATERIALIZED (
    SELECT payment_id, sum(amount) AS amount FROM billing_allocation WHERE booked_at >= %(end)s GROUP BY payment_id
), left_over AS (
    SELECT payment.client_id, payment.currency,
           sum(payment.amount - payment.amount_allocated + coalesce(allocated_later.amount, 0)
               - CASE WHEN payment.reversed_at < %(end)s THEN payment.amount_reversed ELSE 0 END
               - coalesce(paid_back.amount, 0)) AS amount
    FROM (
        SELECT id FROM billing_payment WHERE amount > amount_allocated + amount_refunded + amount_reversed
        UNION SELECT id FROM billing_payment WHERE reversed_at >= %(end)s
        UNION SELECT payment_id FROM billing_refund WHERE withdrawn_at IS NULL AND (done_at IS NULL OR done_at >= %(end)s)
        UNION SELECT payment_id FROM allocated_later
    ) AS candidate
    -- By its key (the fence keeps it so): how few they are is nothing that the planner knows.
    CROSS JOIN LATERAL (SELECT * FROM billing_payment WHERE id = candidate.id OFFSET 0) AS payment
    CROSS JOIN LATERAL (
        SELECT sum(amount) AS amount FROM billing_refund
        WHERE payment_id = payment.id AND withdrawn_at IS NULL AND done_at < %(end)s
    ) AS paid_back
    LEFT JOIN allocated_later ON allocated_later.payment_id = payment.id
    WHERE payment.received_at < %(end)s AND payment.client_id IS NOT NULL
    GROUP BY payment.client_id, payment.currency
), owed AS (
    SELECT client_id, currency, count(*) AS invoices, sum(open) AS total,
           coalesce(sum(open) FILTER (WHERE late <= 0), 0) AS not_due,
           coalesce(sum(open) FILTER (WHERE late BETWEEN 1 AND 30), 0) AS days_1_30,
           coalesce(sum(open) FILTER (WHERE late BETWEEN 31 AND 60), 0) AS days_31_60,
           coalesce(sum(open) FILTER (WHERE late BETWEEN 61 AND 90), 0) AS days_61_90,
           coalesce(sum(open) FILTER (WHERE late > 90), 0) AS over_90
    FROM claim WHERE open > 0 GROUP BY client_id, currency
), standing AS (
    SELECT client_id, currency, coalesce(invoices, 0) AS invoices, coalesce(total, 0) AS total,
           coalesce(not_due, 0) AS not_due, coalesce(days_1_30, 0) AS days_1_30, coalesce(days_31_60, 0) AS days_31_60,
           coalesce(days_61_90, 0) AS days_61_90, coalesce(over_90, 0) AS over_90, coalesce(left_over.amount, 0) AS unallocated,
           coalesce(charged.amount, 0) AS fees
    FROM owed FULL JOIN (SELECT * FROM left_over WHERE amount > 0) AS left_over USING (client_id, currency)
    FULL JOIN (SELECT * FROM charged WHERE amount > 0) AS charged USING (client_id, currency)
    -- Money that settles nothing is of no seller: it stands beside what is owed to the one asked for.
    WHERE owed.client_id IS NOT NULL OR charged.client_id IS NOT NULL OR %(is_everybody)s
)
"""

_BY_CLIENT = """{aged}
SELECT ranked.*, 1 AS clients, client.name
FROM (
    SELECT *, row_number() OVER (PARTITION BY currency ORDER BY total DESC, fees DESC, unallocated DESC, client_id) AS place
    FROM standing
) AS ranked
JOIN billing_client AS client ON client.id = ranked.client_id
WHERE ranked.place <= coalesce(%(most)s, ranked.place)
ORDER BY currency, place
"""
_OF_CLIENTS = _BY_CLIENT.format(aged=_AGED)

_BY_CURRENCY = """{aged}
SELECT currency, NULL::uuid AS client_id, '' AS name, count(*)::int AS clients, sum(invoices)::int AS invoices,
       sum(total) AS total, sum(not_due) AS not_due, sum(days_1_30) AS days_1_30, sum(days_31_60) AS days_31_60,
       sum(days_61_90) AS days_61_90, sum(over_90) AS over_90, sum(unallocated) AS unallocated,
       sum(fees) AS fees
FROM standing GROUP BY currency ORDER BY currency
"""
_OF_ALL = _BY_CURRENCY.format(aged=_AGED)

# Of each span, or with `by` empty of all days together.
_REVENUE = """
SELECT currency,
       CASE WHEN %(by)s = '' THEN %(first)s::date
            ELSE date_trunc(coalesce(nullif(%(by)s, ''), 'day'), issue_date)::date END AS begins,
       sum(CASE WHEN is_credit THEN -net ELSE net END) AS net, sum(CASE WHEN is_credit THEN -tax ELSE tax END) AS tax,
       sum(CASE WHEN is_credit THEN -total ELSE total END) AS gross,
       count(*) FILTER (WHERE NOT is_credit) AS invoices, count(*) FILTER (WHERE is_credit) AS credit_notes
FROM (
    SELECT currency, issue_date, net, tax, total, credits_invoice_id IS NOT NULL AS is_credit FROM billing_invoice
    WHERE issue_date BETWEEN %(first)s AND %(last)s AND status = ANY(%(issued)s::text[])
      AND legal_entity = ANY(%(sellers)s::text[])
) AS document
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a client owes in a currency, or without one all of them."""

    currency: str
    client_id: UUID | None
    name: str
    clients: int
    invoices: int
    not_due: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    over_90: Decimal
    total: Decimal
    unallocated: Decimal
    fees: Decimal


@dataclass(frozen=True, kw_only=True)
class Sold:
    """What was invoiced in a span."""

    currency: str
    begins: date
    net: Decimal
    tax: Decimal
    gross: Decimal
    invoices: int
    credit_notes: int


def aged(
    on: date, end: datetime, *, sellers: Collection[str], is_everybody: bool, most: int | None
) -> tuple[list[Standing], list[Standing]]:
    """What was open at the end of a day: of all clients by currency, and of those who owe most."""
    asked = {
        "on": on,
        "end": end,
        "sellers": list(sellers),
        "is_everybody": is_everybody,
        "most": most,
        "issued": _ISSUED,
        "open_now": _OPEN_NOW,
        "fee_open": FeeState.OPEN.value,
        **STATES,
        "kind": InvoiceKind.INVOICE.value,
    }
    return fetch_as(Standing, _OF_ALL, asked), fetch_as(Standing, _OF_CLIENTS, asked)


def sold(span: Span, by: By | None, *, sellers: Collection[str]) -> list[Sold]:
    """What was invoiced, by spans, or in all."""
    asked: dict[str, Any] = {"first": span.first, "last": span.last, "by": by.value if by else ""}
    return fetch_as(Sold, _REVENUE, {**asked, "issued": _ISSUED, "sellers": list(sellers)})
