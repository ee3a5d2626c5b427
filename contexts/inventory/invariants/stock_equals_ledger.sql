-- The counters of a SKU are the sums of its movements.
SELECT s.sku AS subject,
       'on hand ' || s.on_hand || ', ledger ' || coalesce(sum(m.delta_on_hand), 0) || '; reserved ' || s.reserved
           || ', ledger ' || coalesce(sum(m.delta_reserved), 0) AS detail
FROM inventory_stockitem AS s
LEFT JOIN inventory_movement AS m ON m.sku = s.sku
WHERE s.updated_at >= invariants_since()
GROUP BY s.id, s.sku, s.on_hand, s.reserved
HAVING s.on_hand <> coalesce(sum(m.delta_on_hand), 0) OR s.reserved <> coalesce(sum(m.delta_reserved), 0)
