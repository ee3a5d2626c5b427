-- A SKU is low where no more is left of it than its reorder point; a worklist that forgot one would let it run out.
SELECT s.sku AS subject,
       (s.on_hand - s.reserved - s.waiting) || ' left, reorder point ' || coalesce(s.reorder_point::text, 'none') || ', '
           || CASE WHEN s.is_low THEN 'low' ELSE 'not low' END AS detail
FROM inventory_stockitem AS s
WHERE s.updated_at >= invariants_since()
  AND s.is_low <> coalesce(s.on_hand - s.reserved - s.waiting <= s.reorder_point, false)
