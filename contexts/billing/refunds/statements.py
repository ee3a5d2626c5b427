"""Which money a credit note has freed."""

from contexts.billing.payments.dto import Cause
from gotuto.db import fetch_all
from gotuto.ids import OrderId, PaymentId
from gotuto.money import Money

# What staff had sent back before was taken off in the moment in which they asked for it.
_FREED = """
SELECT entry.payment_id, -sum(entry.amount) AS amount, invoice.currency
FROM billing_invoice AS invoice JOIN billing_allocation AS entry ON entry.invoice_id = invoice.id
WHERE invoice.order_id = %(order_id)s AND entry.cause = %(cause)s AND NOT EXISTS (
    SELECT FROM billing_refund AS refund
    WHERE refund.payment_id = entry.payment_id AND refund.order_id IS NULL
      AND refund.requested_at = entry.booked_at AND refund.withdrawn_at IS NULL)
GROUP BY entry.payment_id, invoice.currency ORDER BY entry.payment_id
"""


def freed_by_credit(order_id: OrderId) -> list[tuple[PaymentId, Money]]:
    """What credit notes took off the invoice of an order and what did not go back with them, of each payment."""
    rows = fetch_all(_FREED, {"order_id": order_id, "cause": Cause.CREDITED.value})
    return [(PaymentId(payment_id), Money(amount, currency)) for payment_id, amount, currency in rows]
