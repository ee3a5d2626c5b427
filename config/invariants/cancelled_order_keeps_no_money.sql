-- A cancelled order keeps no money: what was paid on its invoice settles nothing any more, and was sent back or is the client's.
SELECT o.number AS subject, 'its invoice still holds ' || i.amount_paid AS detail
FROM order_order AS o
JOIN billing_invoice AS i ON i.order_id = o.id
WHERE o.changed_at >= invariants_since() AND o.status = 'cancelled' AND i.amount_paid <> 0
UNION ALL
SELECT o.number, entries.amount || ' of payment ' || entries.payment_id || ' stand against its invoice'
FROM order_order AS o
JOIN billing_invoice AS i ON i.order_id = o.id
CROSS JOIN LATERAL (
    SELECT payment_id, sum(amount) AS amount FROM billing_allocation WHERE invoice_id = i.id GROUP BY payment_id
) AS entries
WHERE o.changed_at >= invariants_since() AND o.status = 'cancelled' AND entries.amount <> 0
