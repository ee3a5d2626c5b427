-- Products with their shelves, and what can be bought of them, with the events of all that.
DROP TABLE IF EXISTS seed_shelf, seed_product, seed_sold;

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

INSERT INTO catalog_attribute
    (id, category_id, code, kind, labels, unit, choices, is_required, is_filterable, position, version, created_at, updated_at)
SELECT pg_temp.new_id(wish.now), category.id, said.code, said.kind, jsonb_build_object('en', initcap(said.code)), said.unit,
       said.choices, false, true, said.position, 1, wish.now, wish.now
FROM seed_wish AS wish, catalog_category AS category, (VALUES
    ('material', 'choice', '', 0, (SELECT jsonb_agg(jsonb_build_object('value', one, 'labels', jsonb_build_object('en', initcap(one))))
                                   FROM unnest(ARRAY['clay', 'glass', 'iron', 'porcelain', 'steel', 'stone', 'wood']) AS one)),
    ('volume', 'number', 'ml', 1, '[]'), ('dishwasher', 'boolean', '', 2, '[]'), ('designed', 'date', '', 3, '[]'),
    ('origin', 'text', '', 4, '[]')) AS said (code, kind, unit, position, choices)
WHERE wish.described AND category.slug ~ '^seed-[1-5]$'
ON CONFLICT (category_id, code) DO NOTHING;

CREATE TEMPORARY TABLE seed_product AS
WITH numbered AS (
    SELECT nextval('pg_temp.seed_number') AS n, wish.* FROM seed_wish AS wish, generate_series(1, wish.batch)
)
SELECT n, now, currency, digits, variants, pg_temp.new_id(now) AS id,
       'SEED-' || lpad(n::text, 8, '0') AS sku,
       (ARRAY['Amber', 'Blue', 'Cast iron', 'Dark', 'Earthen', 'Fine', 'Glazed', 'Heavy', 'Iron', 'Light', 'Round'])[1 + n % 11]
           || ' '
           || (ARRAY['bowl', 'cup', 'jar', 'kettle', 'mug', 'pitcher', 'plate', 'pot', 'saucer', 'spoon', 'strainer', 'tin',
                     'tray'])[1 + n % 13]
           || ' ' || n AS name,
       round((1 + n * 7919 % 9900 / 100.0)::numeric, digits) AS price,
       'seed-' || 6 + n % 20 AS shelf,
       CASE WHEN described THEN jsonb_build_object(
           'material', (ARRAY['clay', 'glass', 'iron', 'porcelain', 'steel', 'stone', 'wood'])[1 + n % 7], 'volume', 50 + n % 400 * 5,
           'dishwasher', n % 3 = 0, 'designed', date '2000-01-01' + (n % 9000)::int,
           'origin', (ARRAY['Arita', 'Delft', 'Jingdezhen', 'Meissen', 'Sevres', 'Stoke', 'Uji', 'Yixing'])[1 + n % 8])
           ELSE '{}' END AS attributes
FROM numbered;

CREATE TEMPORARY TABLE seed_sold AS
SELECT n, place, size, now, currency, product.id AS product_id, pg_temp.new_id(now) AS item_id, 10000000::bigint AS pieces,
       sku || coalesce('-' || size, '') AS sku, name || coalesce(', ' || size, '') AS name,
       price + round((place * 0.5)::numeric, digits) AS price
FROM seed_product AS product,
     LATERAL (SELECT 0 AS place, NULL AS size WHERE variants = 0
              UNION ALL
              SELECT place - 1, (ARRAY['S', 'M', 'L', 'XL', 'XXL'])[place] FROM generate_series(1, variants) AS place) AS each;

CREATE INDEX ON seed_sold (n);

INSERT INTO catalog_product
    (id, sku, name, slug, description, price_amount, price_currency, category_id, options, keywords, attributes, is_active,
     in_stock, version, created_at, updated_at)
SELECT product.id, product.sku, product.name, lower(replace(product.name, ' ', '-')),
       'Made by hand in a small workshop; number ' || product.n || ' of its kind.', product.price, product.currency,
       category.id, sizes.options, coalesce(sizes.keywords, ''), product.attributes, true, true, 1, product.now, product.now
FROM seed_product AS product JOIN catalog_category AS category ON category.slug = product.shelf,
     LATERAL (SELECT CASE WHEN count(size) > 0
                          THEN jsonb_build_array(jsonb_build_object('name', 'Size', 'values', jsonb_agg(size ORDER BY place)))
                          ELSE '[]' END AS options, string_agg(sold.sku || ' ' || size, ' ' ORDER BY place) AS keywords
              FROM seed_sold AS sold WHERE sold.n = product.n) AS sizes
ORDER BY product.n;

INSERT INTO catalog_variant
    (id, product_id, sku, name, options, position, price_amount, price_currency, is_active, in_stock, created_at, updated_at)
SELECT pg_temp.new_id(now), product_id, sku, name, jsonb_build_object('Size', size), place, price, currency, true, true, now, now
FROM seed_sold WHERE size IS NOT NULL ORDER BY n, place;

INSERT INTO seed_fact (event_id, name, aggregate_id, data, occurred_at, correlation_id)
SELECT pg_temp.new_id(sold.now), 'catalog.product_created', sold.product_id,
       jsonb_build_object('product_id', sold.product_id, 'sku', sold.sku, 'product_name', product.name,
                          'category_id', category.id,
                          'price', jsonb_build_object('amount', sold.price::text, 'currency', sold.currency)),
       sold.now, 'seed'
FROM seed_sold AS sold JOIN seed_product AS product USING (n) JOIN catalog_category AS category ON category.slug = product.shelf
WHERE sold.place = 0
ORDER BY sold.n;

INSERT INTO seed_fact (event_id, name, aggregate_id, data, occurred_at, correlation_id)
SELECT pg_temp.new_id(now), 'catalog.variant_added', product_id,
       jsonb_build_object('product_id', product_id, 'sku', sku, 'variant_name', name,
                          'price', jsonb_build_object('amount', price::text, 'currency', currency)),
       now, 'seed'
FROM seed_sold WHERE place > 0
ORDER BY n, place;
