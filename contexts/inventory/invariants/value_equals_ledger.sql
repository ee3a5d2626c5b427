-- What a SKU is worth is the sum of what its movements are worth, and it is the value of all pieces that lie there or are on their way.
SELECT s.sku AS subject,
       'worth ' || coalesce(s.value_amount, 0) || ' for ' || coalesce(s.valued_quantity, 0) || ' pieces, ledger ' || ledger.value || ' for '
           || ledger.pieces || '; ' || s.on_hand || ' on hand, ' || transit.pieces || ' on their way' AS detail
FROM inventory_stockitem AS s
-- For each SKU that changed by itself, as the counters.
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.value_amount), 0) AS value, coalesce(sum(m.valued_quantity), 0) AS pieces
    FROM inventory_movement AS m WHERE m.sku = s.sku AND m.value_amount IS NOT NULL
) AS ledger
LEFT JOIN (
    SELECT line.sku, sum(line.quantity - line.received - line.missing) AS pieces
    FROM inventory_transferline AS line JOIN inventory_transfer AS transfer ON transfer.id = line.transfer_id
    WHERE transfer.state = 'sent' GROUP BY line.sku
) AS under_way ON under_way.sku = s.sku
CROSS JOIN LATERAL (SELECT coalesce(under_way.pieces, 0) AS pieces) AS transit
WHERE s.updated_at >= invariants_since()
  AND (coalesce(s.value_amount, 0) <> ledger.value OR coalesce(s.valued_quantity, 0) <> ledger.pieces
       OR s.valued_quantity <> s.on_hand + transit.pieces)
