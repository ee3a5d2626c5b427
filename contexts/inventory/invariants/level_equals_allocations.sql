-- What a SKU has reserved at a location is what open reservations have allocated there.
SELECT level.sku || ' at ' || place.code AS subject,
       level.reserved || ' reserved, open reservations hold ' || held.reserved AS detail
FROM inventory_level AS level
JOIN inventory_location AS place ON place.id = level.location_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(a.quantity), 0) AS reserved
    FROM inventory_reservationline AS l
    JOIN inventory_reservation AS r ON r.id = l.reservation_id AND r.state = 'held'
    JOIN inventory_allocation AS a ON a.line_id = l.id
    WHERE l.sku = level.sku AND l.elsewhere > 0 AND a.location_id = level.location_id
) AS held
WHERE level.updated_at >= invariants_since() AND level.reserved <> held.reserved
