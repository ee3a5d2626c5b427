-- A cancelled order has no invoice that anybody could be asked to pay.
SELECT o.number AS subject, 'its invoice ' || coalesce(i.number, 'without number') || ' is ' || i.status AS detail
FROM order_order AS o
JOIN billing_invoice AS i ON i.order_id = o.id
WHERE o.changed_at >= invariants_since() AND o.status = 'cancelled' AND i.status <> 'void'
