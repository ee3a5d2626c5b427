-- What has come of a purchase order are the receipts of the ledger that name it.
SELECT purchase.reference || ' ' || line.sku AS subject,
       line.received || ' noted as come, ' || ledger.pieces || ' in the ledger' AS detail
FROM inventory_purchaseorder AS purchase
JOIN inventory_purchaseline AS line ON line.order_id = purchase.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.delta_on_hand), 0) AS pieces
    FROM inventory_movement AS m WHERE m.sku = line.sku AND m.reference = purchase.reference AND m.kind = 'receipt'
      AND m.occurred_at >= purchase.placed_at
) AS ledger
WHERE purchase.updated_at >= invariants_since() AND line.received <> ledger.pieces
