-- The counters of a SKU are the sums of its movements.
SELECT s.sku AS subject,
       'on hand ' || s.on_hand || ', ledger ' || ledger.on_hand || '; reserved ' || s.reserved || ', ledger ' || ledger.reserved
           AS detail
FROM inventory_stockitem AS s
-- For each SKU that changed by itself: a join would read the whole ledger.
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.delta_on_hand), 0) AS on_hand, coalesce(sum(m.delta_reserved), 0) AS reserved
    FROM inventory_movement AS m WHERE m.sku = s.sku
) AS ledger
WHERE s.updated_at >= invariants_since() AND (s.on_hand <> ledger.on_hand OR s.reserved <> ledger.reserved)
