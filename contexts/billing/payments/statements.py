"""Statements about payments that take many rows at once."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from contexts.billing.payments.dto import Cause, Channel
from gotuto.db import execute, fetch_all
from gotuto.ids import FeeId, InvoiceId, PaymentId
from gotuto.money import Money

# A payment that a release without allocations wrote was booked on its invoice whole. Its entry has its own id, so that the
# news of it, which that release told, is news of the entry as well.
_LIFT = """
WITH old AS MATERIALIZED (
    SELECT payment.id, payment.invoice_id, payment.amount, payment.actor, payment.received_at, invoice.client_id,
           invoice.currency
    FROM billing_payment AS payment JOIN billing_invoice AS invoice ON invoice.id = payment.invoice_id
    WHERE payment.id = ANY(ARRAY(
        SELECT id FROM billing_payment WHERE client_id IS NULL AND id = coalesce(%(only)s::uuid, id)
          AND invoice_id = coalesce(%(invoice)s::uuid, invoice_id)
        ORDER BY id LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED))
), entry AS (
    INSERT INTO billing_allocation (id, payment_id, invoice_id, amount, cause, channel, reason, actor, booked_at)
    SELECT id, id, invoice_id, amount, '', %(channel)s, '', actor, received_at FROM old
)
UPDATE billing_payment AS payment
SET client_id = old.client_id, currency = old.currency, amount_allocated = payment.amount,
    received_on = (payment.received_at AT TIME ZONE %(time_zone)s)::date, updated_at = payment.received_at
FROM old WHERE payment.id = old.id
"""

# Fees stand first, so that what is taken off from the end leaves them settled as long as it can.
_SETTLED = """
SELECT coalesce(invoice_id, fee_id) AS claim, sum(amount) AS amount FROM billing_allocation
WHERE payment_id = %s AND (invoice_id IS NOT NULL OR fee_id IS NOT NULL)
GROUP BY invoice_id, fee_id HAVING sum(amount) > 0 ORDER BY fee_id IS NULL, max(booked_at), claim
"""
_CLAIMS = """
SELECT DISTINCT invoice_id, fee_id FROM billing_allocation
WHERE payment_id = %s AND (invoice_id IS NOT NULL OR fee_id IS NOT NULL)
"""
_SETTLING = """
SELECT payment_id, sum(amount) AS amount FROM billing_allocation WHERE invoice_id = %s
GROUP BY payment_id HAVING sum(amount) > 0 ORDER BY max(booked_at), payment_id
"""

_NOT_SENT_BACK = """
SELECT freed.invoice_id, sum(freed.amount) FROM (
    SELECT DISTINCT entry.invoice_id, payment.id,
           payment.amount - payment.amount_allocated - payment.amount_refunded - payment.amount_reversed AS amount
    FROM billing_allocation AS entry JOIN billing_payment AS payment ON payment.id = entry.payment_id
    WHERE entry.invoice_id = ANY(%s) AND entry.cause = %s
) AS freed
WHERE freed.amount > 0 GROUP BY freed.invoice_id
"""


def lift(*, batch: int, only: PaymentId | None = None, invoice: InvoiceId | None = None, time_zone: str) -> int:
    """Give payments of a release without allocations, or one of them, or those of an invoice, their client and entry; how many."""
    given = {"batch": batch, "only": only, "invoice": invoice, "time_zone": time_zone}
    return execute(_LIFT, {**given, "channel": Channel.STAFF.value})


def claims_of(payment_id: PaymentId) -> tuple[set[InvoiceId], set[FeeId]]:
    """On which invoices and fees a payment was ever booked."""
    found = fetch_all(_CLAIMS, [payment_id])
    return {InvoiceId(key) for key, _ in found if key is not None}, {FeeId(key) for _, key in found if key is not None}


def settled_by(payment_id: PaymentId, currency: str) -> list[tuple[UUID, Money]]:
    """How much of which invoices and fees a payment settles, fees first, then the latest last."""
    return list(_sums(_SETTLED, payment_id, currency))


def settling(invoice_id: InvoiceId, currency: str) -> list[tuple[PaymentId, Money]]:
    """How much of an invoice which payments settle, the latest last."""
    return [(PaymentId(key), amount) for key, amount in _sums(_SETTLING, invoice_id, currency)]


def not_sent_back(invoice_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Of which invoices a credit note has made money its payer's again that is still here, and how much."""
    return dict(fetch_all(_NOT_SENT_BACK, [list(invoice_ids), Cause.CREDITED.value])) if invoice_ids else {}


def _sums(statement: str, key: UUID, currency: str) -> Sequence[tuple[UUID, Money]]:
    return [(found, Money(amount, currency)) for found, amount in fetch_all(statement, [key])]
