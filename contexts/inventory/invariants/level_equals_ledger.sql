-- The counters of a SKU at a location are the sums of its movements there; the main location is what is left of the SKU's counters.
SELECT level.sku || ' at ' || place.code AS subject,
       'on hand ' || level.on_hand || ', ledger ' || ledger.on_hand || '; reserved ' || level.reserved || ', ledger '
           || ledger.reserved AS detail
FROM inventory_level AS level
JOIN inventory_location AS place ON place.id = level.location_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.delta_on_hand), 0) AS on_hand, coalesce(sum(m.delta_reserved), 0) AS reserved
    FROM inventory_movement AS m WHERE m.sku = level.sku AND m.location_id = level.location_id
) AS ledger
WHERE level.updated_at >= invariants_since() AND (level.on_hand <> ledger.on_hand OR level.reserved <> ledger.reserved)
