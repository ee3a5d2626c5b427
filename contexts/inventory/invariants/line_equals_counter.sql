-- For how many pieces orders wait is what stands in line; and whoever is first waits for more than is free.
SELECT s.sku AS subject,
       s.waiting || ' waited for, in line ' || line.pieces || '; ' || (s.on_hand - s.reserved) || ' free, the first waits for '
           || coalesce(line.first, 0) AS detail
FROM inventory_stockitem AS s
CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.quantity), 0) AS pieces, (array_agg(l.quantity ORDER BY l.ticket))[1] AS first
    FROM inventory_reservationline AS l WHERE l.sku = s.sku AND l.ticket IS NOT NULL
) AS line
WHERE s.updated_at >= invariants_since() AND (s.waiting <> line.pieces OR s.on_hand - s.reserved >= line.first)
