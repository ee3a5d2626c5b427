-- A cancelled order holds no stock.
SELECT o.number AS subject, 'its reservation is ' || r.state AS detail
FROM order_order AS o
JOIN inventory_reservation AS r ON r.order_id = o.id
WHERE o.changed_at >= invariants_since() AND o.status = 'cancelled' AND r.state <> 'released'
