-- What of a SKU lies elsewhere than at the main location is the sum of its levels.
SELECT s.sku AS subject,
       'elsewhere ' || s.on_hand_elsewhere || ', reserved ' || s.reserved_elsewhere || '; its levels '
           || level.on_hand || ', reserved ' || level.reserved AS detail
FROM inventory_stockitem AS s
CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.on_hand), 0) AS on_hand, coalesce(sum(l.reserved), 0) AS reserved
    FROM inventory_level AS l WHERE l.sku = s.sku
) AS level
WHERE s.updated_at >= invariants_since()
  AND (s.on_hand_elsewhere <> level.on_hand OR s.reserved_elsewhere <> level.reserved)
