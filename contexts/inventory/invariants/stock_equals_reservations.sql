-- What a SKU has reserved is what open reservations hold, and never more than lies there.
SELECT s.sku AS subject,
       s.reserved || ' of ' || s.on_hand || ' reserved, open reservations hold '
           || coalesce(sum(l.quantity) FILTER (WHERE r.state = 'held' AND l.ticket IS NULL), 0) AS detail
FROM inventory_stockitem AS s
LEFT JOIN inventory_reservationline AS l ON l.sku = s.sku
LEFT JOIN inventory_reservation AS r ON r.id = l.reservation_id
WHERE s.updated_at >= invariants_since()
GROUP BY s.id, s.sku, s.reserved, s.on_hand
HAVING s.reserved <> coalesce(sum(l.quantity) FILTER (WHERE r.state = 'held' AND l.ticket IS NULL), 0) OR s.reserved > s.on_hand
