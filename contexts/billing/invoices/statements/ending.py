"""Ending: orders that are given up before they have an invoice, and invoices that are overdue, many in one statement."""

from collections.abc import Sequence
from datetime import date, datetime

from contexts.billing.invoices import domain, models
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.sellers.domain import MAIN
from gotuto.db import execute, fetch_all
from gotuto.ids import InvoiceId, OrderId, new_id

_TOMBSTONE = """
INSERT INTO billing_invoice
    (id, order_id, status, legal_entity, series, currency, net, tax, total, amount_paid, void_reason, created_at,
     updated_at, version)
VALUES (%(id)s, %(order_id)s, %(status)s, %(legal_entity)s, %(series)s, %(currency)s, 0, 0, 0, 0, %(reason)s, %(now)s,
        %(now)s, 1)
ON CONFLICT (order_id) DO NOTHING
"""

# Rows that somebody is just paying or crediting are left out: their fate is being decided, and the next run sees it.
_MARK_OVERDUE = """
UPDATE billing_invoice AS invoice
SET status = %(status)s, version = invoice.version + 1, updated_at = %(now)s
WHERE invoice.id = ANY(ARRAY(
    SELECT id FROM billing_invoice
    WHERE status = %(before)s AND due_date < %(today)s
      AND (%(sellers)s::text[] IS NULL OR legal_entity = ANY(%(sellers)s::text[]))
    ORDER BY due_date, id
    LIMIT %(batch)s
    FOR NO KEY UPDATE SKIP LOCKED
))
RETURNING invoice.id, invoice.order_id
"""


def record_tombstone(*, order_id: OrderId, reason: str, now: datetime) -> bool:
    """Leave a tombstone: this order gets no invoice any more, also not from a step that comes late.

    False when it has an invoice, or was given up before.
    """
    parameters = {
        "id": new_id(),
        "order_id": order_id,
        "status": InvoiceStatus.VOID.value,
        "legal_entity": MAIN,
        "series": domain.SERIES[InvoiceKind.INVOICE],
        "currency": models.NO_CURRENCY,
        "reason": reason,
        "now": now,
    }
    return execute(_TOMBSTONE, parameters) == 1


def mark_overdue(
    *, today: date, sellers: Sequence[str] | None, batch: int, now: datetime
) -> list[tuple[InvoiceId, OrderId | None]]:
    """Turn up to `batch` unpaid invoices overdue whose due date lies before today; with `sellers` only theirs."""
    # Only one status, so that the index gives them in the order of their dates and a batch stops early.
    (before,) = domain.ALLOWED_FROM[InvoiceStatus.OVERDUE]
    return fetch_all(
        _MARK_OVERDUE,
        {
            "status": InvoiceStatus.OVERDUE.value,
            "before": before.value,
            "today": today,
            "sellers": None if sellers is None else list(sellers),
            "batch": batch,
            "now": now,
        },
    )
