-- A first delivery of all that can be bought, its ledger, and the events of that.
INSERT INTO inventory_stockitem (id, sku, product_id, on_hand, reserved, version, created_at, updated_at)
SELECT item_id, sku, product_id, pieces, 0, 2, now, now FROM seed_sold ORDER BY n, place;

INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, occurred_at)
SELECT pg_temp.new_id(now), sku, 'receipt', pieces, 0, 'First delivery', now FROM seed_sold ORDER BY n, place;

INSERT INTO seed_fact (event_id, name, aggregate_id, data, occurred_at, correlation_id)
SELECT pg_temp.new_id(now), 'inventory.stock_received', item_id,
       jsonb_build_object('stock_item_id', item_id, 'sku', sku, 'quantity', pieces, 'available', pieces), now, 'seed'
FROM seed_sold
ORDER BY n, place;
