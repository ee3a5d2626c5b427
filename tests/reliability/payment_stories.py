"""What has become of an order and its money, here and at the gateway: the same whenever whoever worked on it was struck."""

from typing import Any

from gotuto.db import fetch_all
from gotuto.ids import OrderId
from sandboxes.payments.ledger import Ledger
from tests.reliability.ledgers import PAYMENTS, REFUNDS, differences

_STORY = """
WITH invoice AS (
    SELECT * FROM billing_invoice
    WHERE order_id = %(order)s OR credits_invoice_id = (SELECT id FROM billing_invoice WHERE order_id = %(order)s)),
payment AS (SELECT * FROM billing_payment WHERE invoice_id IN (SELECT id FROM invoice)),
refund AS (SELECT * FROM billing_refund WHERE payment_id IN (SELECT id FROM payment)),
attempt AS (SELECT * FROM billing_paymentattempt WHERE order_id = %(order)s),
subject AS (
    SELECT %(order)s::uuid AS id UNION ALL SELECT id FROM invoice UNION ALL SELECT id FROM payment
    UNION ALL SELECT id FROM refund UNION ALL SELECT id FROM attempt),
told AS (
    SELECT 'order' AS what, status AS words FROM order_order WHERE id = %(order)s
    UNION ALL SELECT 'stream', type FROM order_streamrow WHERE stream_id = %(order)s
    -- That a gateway's answer was lost on the way is told as well.
    UNION ALL SELECT 'event', name || ' ' || coalesce(data->>'status', '') FROM gotuto_outbox_event
        WHERE aggregate_id IN (SELECT id FROM subject) AND data->>'status' IS DISTINCT FROM 'unknown'
    UNION ALL SELECT kind, concat_ws(' ', status, total::cents, 'paid', amount_paid::cents, 'credited', amount_credited::cents) FROM invoice
    UNION ALL SELECT 'attempt', concat_ws(' ', status, amount::cents, reason) FROM attempt
    UNION ALL SELECT 'payment', concat_ws(' ', channel, amount::cents, 'settles', amount_allocated::cents, 'back',
        amount_refunded::cents, 'gone', amount_reversed::cents) FROM payment
    UNION ALL SELECT 'allocation', concat_ws(' ', cause, amount::cents) FROM billing_allocation
        WHERE payment_id IN (SELECT id FROM payment)
    UNION ALL SELECT 'refund', concat_ws(' ', destination, status, amount::cents,
        CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn' END) FROM refund
    UNION ALL SELECT 'reservation', state FROM inventory_reservation WHERE order_id = %(order)s
    UNION ALL SELECT 'movement', concat_ws(' ', kind, delta_on_hand, delta_reserved) FROM inventory_movement WHERE order_id = %(order)s
    UNION ALL SELECT 'parcel', state FROM shipping_shipment WHERE order_id = %(order)s
    UNION ALL SELECT 'mail', kind FROM notification_notification WHERE order_id = %(order)s
    UNION ALL SELECT 'saga', concat_ws(' ', name, state, refusal_code) FROM gotuto_sagas_sagarun WHERE subject_id = %(order)s)
SELECT what, words, count(*) FROM told GROUP BY 1, 2 ORDER BY 1, 2
""".replace("::cents", "::numeric(12, 2)")
_THERE = "SELECT * FROM payment WHERE description LIKE ? ORDER BY id"
_BACK = "SELECT refund.* FROM refund JOIN payment ON payment.id = refund.payment WHERE payment.description LIKE ?"


def story_of(order_id: OrderId, number: str, ledger: Ledger) -> list[tuple[Any, ...]]:
    """What there is of each kind and how often, with what the gateway has of the invoice of this number."""
    told: list[tuple[Any, ...]] = fetch_all(_STORY, {"order": order_id})
    there = _there(number, ledger)
    payments = [f"{row['status']} {row['captured']} back {row['refunded']}" for row in there["payments"]]
    told += [("there", words, payments.count(words)) for words in sorted(set(payments))]
    return [*told, ("there", "refunds", len(there["refunds"]))]


def disagreements(order_id: OrderId, number: str, ledger: Ledger) -> list[str]:
    """Where the two ledgers say something else of one order."""
    payments = fetch_all(f"{PAYMENTS} WHERE attempt.order_id = %s", [order_id])
    ours = f"{REFUNDS} AND payment_id IN (SELECT payment_id FROM billing_paymentattempt WHERE order_id = %s)"
    return list(differences(_there(number, ledger), payments, fetch_all(ours, [order_id])))


def _there(number: str, ledger: Ledger) -> dict[str, Any]:
    return {"payments": ledger.rows(_THERE, f"% {number}"), "refunds": ledger.rows(_BACK, f"% {number}")}
