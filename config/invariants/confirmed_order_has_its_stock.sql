-- A confirmed order has its pieces reserved, or taken out once the parcel has left: one line for each SKU;
-- one that is being cancelled may have given them back.
WITH ordered AS (
    SELECT o.id, o.number, o.status, o.is_cancelling, l.sku, sum(l.quantity) AS quantity
    FROM order_order AS o
    JOIN order_orderline AS l ON l.order_id = o.id
    WHERE o.changed_at >= invariants_since() AND o.status IN ('confirmed', 'processing', 'shipped', 'delivered')
    GROUP BY o.id, o.number, o.status, o.is_cancelling, l.sku
)
SELECT ordered.number AS subject,
       ordered.quantity || ' of ' || ordered.sku || ' ordered, ' || coalesce(line.quantity, 0) || ' '
           || coalesce(r.state, 'reserved') AS detail
FROM ordered
LEFT JOIN inventory_reservation AS r ON r.order_id = ordered.id
LEFT JOIN inventory_reservationline AS line ON line.reservation_id = r.id AND line.sku = ordered.sku
WHERE line.quantity IS DISTINCT FROM ordered.quantity OR (r.state = 'released' AND NOT ordered.is_cancelling)
   OR (ordered.status IN ('shipped', 'delivered') AND r.state <> 'committed')
