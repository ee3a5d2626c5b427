"""Which money is its payer's again once the claim on an order was taken back."""

from contexts.billing.payments.dto import Cause, Channel
from gotuto.db import fetch_all
from gotuto.ids import OrderId, PaymentId
from gotuto.money import Money

# What staff had sent back before was taken off in the moment in which they asked for it. What a buyer paid once more at a gateway
# has never settled anything, and was for this order alone; what else a bank brought may be for another one.
_FREED = """
WITH invoice AS (SELECT id, currency FROM billing_invoice WHERE order_id = %(order_id)s), freed AS (
    SELECT entry.payment_id, -entry.amount AS amount
    FROM invoice JOIN billing_allocation AS entry ON entry.invoice_id = invoice.id
    WHERE entry.cause = %(cause)s AND NOT EXISTS (
        SELECT FROM billing_refund AS refund
        WHERE refund.payment_id = entry.payment_id AND refund.order_id IS NULL
          AND refund.requested_at = entry.booked_at AND refund.withdrawn_at IS NULL)
    UNION ALL
    SELECT payment.id, payment.amount - settled.amount
    FROM invoice JOIN billing_payment AS payment ON payment.invoice_id = invoice.id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(entry.amount), 0) AS amount FROM billing_allocation AS entry
        WHERE entry.payment_id = payment.id AND entry.amount > 0
    ) AS settled
    WHERE payment.channel = %(channel)s AND payment.amount > settled.amount
)
SELECT freed.payment_id, sum(freed.amount) AS amount, (SELECT currency FROM invoice LIMIT 1)
FROM freed GROUP BY freed.payment_id ORDER BY freed.payment_id
"""


def freed_with_order(order_id: OrderId) -> list[tuple[PaymentId, Money]]:
    """What credit notes took off the invoice of an order and did not go back with them, and what was paid twice, of each payment."""
    rows = fetch_all(_FREED, {"order_id": order_id, "cause": Cause.CREDITED.value, "channel": Channel.GATEWAY.value})
    return [(PaymentId(payment_id), Money(amount, currency)) for payment_id, amount, currency in rows]
