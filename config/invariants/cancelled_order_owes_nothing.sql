-- A cancelled order has no invoice that anybody could be asked to pay: it is void, or credit notes took all of it back.
SELECT o.number AS subject,
       'its invoice ' || coalesce(i.number, 'without number') || ' is ' || i.status || ', ' || i.amount_credited || ' of ' || i.total
           || ' credited' AS detail
FROM order_order AS o
JOIN billing_invoice AS i ON i.order_id = o.id
WHERE o.changed_at >= invariants_since() AND o.status = 'cancelled' AND i.status <> 'void' AND i.amount_credited <> i.total
