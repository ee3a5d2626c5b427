-- Products with their shelves, a first delivery of each, its ledger, and the events of all that.
DROP TABLE IF EXISTS seed_shelf, seed_product;

CREATE TEMPORARY TABLE seed_shelf AS
SELECT n, pg_temp.new_id(wish.now) AS id, CASE WHEN n > 5 THEN 'seed-' || 1 + n % 5 END AS above, 'Shelf ' || n AS name,
       'seed-' || n AS slug, wish.now
FROM seed_wish AS wish, generate_series(1, 25) AS n
WHERE NOT EXISTS (SELECT FROM catalog_category WHERE slug = 'seed-' || n);

INSERT INTO catalog_category (id, name, slug, description, parent_id, version, created_at, updated_at)
SELECT id, name, slug, '', (SELECT top.id FROM seed_shelf AS top WHERE top.slug = shelf.above), 1, now, now
FROM seed_shelf AS shelf
ORDER BY n;

INSERT INTO seed_fact (event_id, name, aggregate_id, data, occurred_at, correlation_id)
SELECT pg_temp.new_id(shelf.now), 'catalog.category_created', shelf.id,
       jsonb_build_object('category_id', shelf.id, 'category_name', shelf.name, 'slug', shelf.slug,
                          'parent_id', category.parent_id),
       shelf.now, 'seed'
FROM seed_shelf AS shelf JOIN catalog_category AS category USING (id)
ORDER BY shelf.n;

CREATE TEMPORARY TABLE seed_product AS
WITH numbered AS (
    SELECT nextval('pg_temp.seed_number') AS n, wish.* FROM seed_wish AS wish, generate_series(1, wish.batch)
)
SELECT n, now, currency, digits, pg_temp.new_id(now) AS id, pg_temp.new_id(now) AS item_id,
       'SEED-' || lpad(n::text, 8, '0') AS sku,
       (ARRAY['Amber', 'Blue', 'Cast iron', 'Dark', 'Earthen', 'Fine', 'Glazed', 'Heavy', 'Iron', 'Light', 'Round'])[1 + n % 11]
           || ' '
           || (ARRAY['bowl', 'cup', 'jar', 'kettle', 'mug', 'pitcher', 'plate', 'pot', 'saucer', 'spoon', 'strainer', 'tin',
                     'tray'])[1 + n % 13]
           || ' ' || n AS name,
       round((1 + n * 7919 % 9900 / 100.0)::numeric, digits) AS price,
       'seed-' || 6 + n % 20 AS shelf, 10000000::bigint AS pieces
FROM numbered;

INSERT INTO catalog_product
    (id, sku, name, slug, description, price_amount, price_currency, category_id, is_active, version, created_at, updated_at)
SELECT product.id, product.sku, product.name, lower(replace(product.name, ' ', '-')),
       'Made by hand in a small workshop; number ' || product.n || ' of its kind.', product.price, product.currency,
       category.id, true, 1, product.now, product.now
FROM seed_product AS product JOIN catalog_category AS category ON category.slug = product.shelf
ORDER BY product.n;

INSERT INTO inventory_stockitem (id, sku, product_id, on_hand, reserved, version, created_at, updated_at)
SELECT item_id, sku, id, pieces, 0, 2, now, now FROM seed_product ORDER BY n;

INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, occurred_at)
SELECT pg_temp.new_id(now), sku, 'receipt', pieces, 0, 'First delivery', now FROM seed_product ORDER BY n;

INSERT INTO seed_fact (event_id, name, aggregate_id, data, occurred_at, correlation_id)
SELECT pg_temp.new_id(product.now), 'catalog.product_created', product.id,
       jsonb_build_object('product_id', product.id, 'sku', product.sku, 'product_name', product.name,
                          'category_id', category.id,
                          'price', jsonb_build_object('amount', product.price::text, 'currency', product.currency)),
       product.now, 'seed'
FROM seed_product AS product JOIN catalog_category AS category ON category.slug = product.shelf
ORDER BY product.n;

INSERT INTO seed_fact (event_id, name, aggregate_id, data, occurred_at, correlation_id)
SELECT pg_temp.new_id(now), 'inventory.stock_received', item_id,
       jsonb_build_object('stock_item_id', item_id, 'sku', sku, 'quantity', pieces, 'available', pieces), now, 'seed'
FROM seed_product
ORDER BY n;
