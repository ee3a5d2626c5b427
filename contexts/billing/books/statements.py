"""What retention does to the money of documents that go: payments that settle nothing else go with them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gotuto.db import execute, fetch_all
from gotuto.outbound.models import Status

_PAYMENTS = """
SELECT payment_id FROM billing_allocation WHERE invoice_id = ANY(%(invoices)s)
UNION SELECT id FROM billing_payment WHERE invoice_id = ANY(%(invoices)s)
UNION SELECT payment_id FROM billing_allocation
      WHERE fee_id = ANY(ARRAY(SELECT id FROM billing_fee WHERE invoice_id = ANY(%(invoices)s)))
"""
# The fees of a document go with it.
_FORGET = "UPDATE billing_allocation SET invoice_id = NULL WHERE invoice_id = ANY(%(invoices)s)"
_FORGET_FEES = """
UPDATE billing_allocation SET fee_id = NULL
WHERE fee_id = ANY(ARRAY(SELECT id FROM billing_fee WHERE invoice_id = ANY(%(invoices)s)))
"""
# Money of later days stays, and so does what is the payer's still or on its way back to them.
_GOES = """
SELECT payment.id FROM billing_payment AS payment
WHERE payment.id = ANY(%(payments)s) AND payment.received_at < %(before)s
  AND payment.amount = payment.amount_allocated + payment.amount_refunded + payment.amount_reversed
  AND NOT EXISTS (SELECT FROM billing_allocation AS entry
                  WHERE entry.payment_id = payment.id AND (entry.invoice_id IS NOT NULL OR entry.fee_id IS NOT NULL))
  AND NOT EXISTS (SELECT FROM billing_refund AS refund
                  WHERE refund.payment_id = payment.id AND refund.withdrawn_at IS NULL AND refund.status <> %(done)s)
"""
_DELETE_REFUNDS = "DELETE FROM billing_refund WHERE payment_id = ANY(%(payments)s)"
_DELETE_ENTRIES = "DELETE FROM billing_allocation WHERE payment_id = ANY(%(payments)s)"
_DELETE = "DELETE FROM billing_payment WHERE id = ANY(%(payments)s)"
# On no invoice any more: its reference must not look like that of other money of the same client.
_KEEP = """
UPDATE billing_payment SET invoice_id = NULL, reference = left(reference, 80) || ' ' || id
WHERE id = ANY(%(payments)s) AND invoice_id = ANY(%(invoices)s)
"""


def delete_payments(invoices: Sequence[UUID], *, before: date) -> None:
    """Let the entries on documents that go forget them, and delete the payments that settle nothing else."""
    touched = [payment_id for (payment_id,) in fetch_all(_PAYMENTS, {"invoices": list(invoices)})]
    for statement in (_FORGET, _FORGET_FEES):
        execute(statement, {"invoices": list(invoices)})
    goes = [
        payment_id
        for (payment_id,) in fetch_all(_GOES, {"payments": touched, "before": before, "done": Status.DONE.value})
    ]
    for statement in (_DELETE_REFUNDS, _DELETE_ENTRIES, _DELETE):
        execute(statement, {"payments": goes})
    execute(_KEEP, {"payments": touched, "invoices": list(invoices)})
