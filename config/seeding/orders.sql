-- Confirmed orders of one to three lines, with all that a placement leaves behind.
DROP TABLE IF EXISTS seed_order, seed_line, seed_sum, seed_number_of;

CREATE TEMPORARY TABLE seed_order AS
WITH numbered AS (
    -- Spread over the last week: no invoice of it is overdue.
    SELECT wish.done + n AS n, nextval('order_number')::text AS digits_of_number,
           wish.now - interval '7 days' * (1 - (wish.done + n) / (wish.total + 1.0)::float8) AS placed_at, wish.*
    FROM seed_wish AS wish, generate_series(1, wish.batch) AS n
)
SELECT n, placed_at, placed_at + interval '60 milliseconds' AS confirmed_at, currency, digits, tax_rate, terms, cart_life,
       time_zone, legal_entity, series,
       'A-' || lpad(digits_of_number, greatest(6, length(digits_of_number)), '0') AS number,
       md5('seed' || digits_of_number) AS correlation_id, 'buyer-' || digits_of_number || '@example.com' AS email,
       pg_temp.new_id(placed_at) AS id, pg_temp.new_id(placed_at) AS cart_id, pg_temp.new_id(placed_at) AS reservation_id,
       pg_temp.new_id(placed_at) AS client_id, pg_temp.new_id(placed_at) AS invoice_id,
       pg_temp.new_id(placed_at) AS confirmed_event_id,
       jsonb_build_object('name', 'Ada Lovelace', 'line1', n || ' St James''s Square', 'line2', '', 'postal_code', '10115',
                          'city', 'Berlin', 'region', '', 'country', 'DE', 'phone', '') AS address
FROM numbered;

CREATE TEMPORARY TABLE seed_line AS
WITH shop AS (SELECT max(place) AS size FROM pg_temp.seed_goods), chosen AS (
    -- Neighbours, so that an order never names a product twice.
    SELECT seed.n, seed.id AS order_id, position, 1 + (seed.n::bigint * 7907 + position) % shop.size AS place,
           1 + (seed.n + position) % 3 AS quantity
    FROM shop, seed_order AS seed, generate_series(1, least(1 + seed.n % 3, shop.size)) AS position
)
SELECT chosen.*, product.id AS product_id, product.sku, product.name, product.price_currency AS currency,
       round(product.price_amount, seed.digits) AS unit_price, seed.placed_at, seed.confirmed_at, seed.reservation_id,
       seed.invoice_id, seed.cart_id, seed.tax_rate
FROM chosen
JOIN seed_order AS seed USING (n)
JOIN seed_goods AS goods USING (place)
JOIN catalog_product AS product ON product.id = goods.id;

ANALYZE seed_order, seed_line;

CREATE TEMPORARY TABLE seed_sum AS
WITH gross AS (
    SELECT n, sum(unit_price * quantity) AS total,
           jsonb_agg(jsonb_build_object('sku', sku, 'product_id', product_id, 'name', name, 'quantity', quantity,
                                        'unit_price', jsonb_build_object('amount', unit_price::text, 'currency', currency))
                     ORDER BY position) AS lines,
           jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity) ORDER BY sku) AS pieces,
           string_agg(format(E'  %s x %s (%s)  %s %s\n', quantity, name, sku, unit_price * quantity, currency), ''
                      ORDER BY position) AS words
    FROM seed_line GROUP BY n
)
SELECT gross.*, round(total * tax_rate / (1 + tax_rate), digits) AS tax,
       jsonb_build_object('amount', total::text, 'currency', currency) AS money
FROM gross JOIN seed_order USING (n);

-- What the buyer did.
INSERT INTO order_cart (id, currency, order_id, expires_at, expired, version, created_at)
SELECT cart_id, currency, id, placed_at + cart_life, false, 1, placed_at FROM seed_order ORDER BY n;

INSERT INTO order_cartitem (cart_id, sku, product_id, name, quantity, unit_price, currency)
SELECT cart_id, sku, product_id, name, quantity, unit_price, currency FROM seed_line ORDER BY n, position;

INSERT INTO order_orderparty (order_id, email, shipping_address, billing_address)
SELECT id, email, address, address FROM seed_order ORDER BY n;

-- The stream, and what is read of it.
INSERT INTO order_streamrow (event_id, stream_id, version, type, schema, data, occurred_at, recorded_at, correlation_id)
SELECT pg_temp.new_id(event.occurred_at), seed.id, event.version, event.type, 1,
       event.data || jsonb_build_object('occurred_at', pg_temp.written(event.occurred_at)), event.occurred_at,
       event.occurred_at, seed.correlation_id
FROM seed_order AS seed
JOIN seed_sum USING (n)
CROSS JOIN LATERAL (VALUES
    (1, 'OrderPlaced', seed.placed_at,
     jsonb_build_object('order_id', seed.id, 'number', seed.number, 'cart_id', seed.cart_id, 'customer_id', NULL,
                        'currency', seed.currency, 'lines', seed_sum.lines)),
    (2, 'StockReserved', seed.confirmed_at, jsonb_build_object('reservation_id', seed.reservation_id)),
    (3, 'InvoiceOpened', seed.confirmed_at, jsonb_build_object('invoice_id', seed.invoice_id)),
    (4, 'OrderConfirmed', seed.confirmed_at, '{}'::jsonb)
) AS event (version, type, occurred_at, data)
ORDER BY seed.n, event.version;

INSERT INTO order_order
    (id, number, cart_id, status, currency, total, reservation_id, invoice_id, shipment_ids, is_cancellable, placed_at,
     changed_at, confirmed_at, cancellation_code, cancellation_reason, version)
SELECT id, number, cart_id, 'confirmed', currency, total, reservation_id, invoice_id, '{}', true, placed_at, confirmed_at,
       confirmed_at, '', '', 4
FROM seed_order JOIN seed_sum USING (n)
ORDER BY n;

INSERT INTO order_orderline (order_id, position, sku, product_id, name, quantity, unit_price, currency)
SELECT order_id, position, sku, product_id, name, quantity, unit_price, currency FROM seed_line ORDER BY n, position;

INSERT INTO gotuto_sagas_sagarun
    (id, name, version, subject_id, state, step, stop, refusal_code, refusal_reason, needs_attention, attempts, fencing_token,
     due_at, last_error, correlation_id, started_at, finished_at)
SELECT pg_temp.new_id(placed_at), 'order.placement', 1, id, 'done', 4, false, '', '', false, 1, 1, confirmed_at, '',
       correlation_id, placed_at, confirmed_at
FROM seed_order ORDER BY n;

-- The goods that are kept for it.
INSERT INTO inventory_reservation (id, order_id, state, created_at, updated_at)
SELECT reservation_id, id, 'held', confirmed_at, confirmed_at FROM seed_order ORDER BY n;

INSERT INTO inventory_reservationline (id, reservation_id, sku, quantity)
SELECT pg_temp.new_id(confirmed_at), reservation_id, sku, quantity FROM seed_line ORDER BY n, sku;

INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, order_id, occurred_at)
SELECT pg_temp.new_id(confirmed_at), sku, 'reserve', 0, quantity, '', order_id, confirmed_at FROM seed_line ORDER BY n, sku;

UPDATE inventory_stockitem AS item
SET reserved = item.reserved + kept.quantity, version = item.version + kept.times, updated_at = kept.latest
FROM (
    SELECT sku, sum(quantity) AS quantity, count(*) AS times, max(confirmed_at) AS latest FROM seed_line GROUP BY sku
) AS kept
WHERE item.sku = kept.sku;

-- The invoice and its number, in the order of time.
CREATE TEMPORARY TABLE seed_number_of AS
SELECT n, year, issue_date,
       coalesce(counter.last, 0) + row_number() OVER (PARTITION BY year ORDER BY n) AS sequence
FROM (
    SELECT *, (confirmed_at AT TIME ZONE time_zone)::date AS issue_date,
           extract(year FROM confirmed_at AT TIME ZONE time_zone)::smallint AS year
    FROM seed_order
) AS dated
LEFT JOIN billing_numbercounter AS counter USING (legal_entity, series, year);

INSERT INTO billing_numbercounter AS counter (id, legal_entity, series, year, last)
SELECT pg_temp.new_id(max(placed_at)), legal_entity, series, year, max(sequence)
FROM seed_order JOIN seed_number_of USING (n)
GROUP BY legal_entity, series, year
ON CONFLICT (legal_entity, series, year) DO UPDATE SET last = excluded.last;

INSERT INTO billing_client (id, name, email, phone, address, created_at, updated_at, version)
SELECT client_id, address ->> 'name', email, '', address, confirmed_at, confirmed_at, 1 FROM seed_order ORDER BY n;

INSERT INTO billing_invoice
    (id, order_id, client_id, buyer, status, legal_entity, series, year, sequence, number, currency, net, tax, total,
     amount_paid, issue_date, due_date, void_reason, reference, seller_id, created_at, issued_at, updated_at, version)
SELECT invoice_id, id, client_id,
       jsonb_build_object('name', address ->> 'name', 'email', email, 'phone', '', 'address', address, 'customer_id', NULL),
       'sent', legal_entity, series, year, sequence,
       concat_ws('-', series, year, lpad(sequence::text, greatest(6, length(sequence::text)), '0')), currency, total - tax,
       tax, total, 0, issue_date, (issue_date + terms)::date, '', seed_order.number,
       (SELECT seller_id FROM billing_legalentity WHERE code = legal_entity), confirmed_at, confirmed_at, confirmed_at, 2
FROM seed_order JOIN seed_sum USING (n) JOIN seed_number_of USING (n)
ORDER BY n;

INSERT INTO billing_invoiceline (id, invoice_id, position, sku, description, quantity, unit_price, total, tax_rate)
SELECT pg_temp.new_id(confirmed_at), invoice_id, position, sku, name, quantity, unit_price, unit_price * quantity, tax_rate
FROM seed_line ORDER BY n, position;

INSERT INTO billing_taxline (id, invoice_id, rate, net, tax, gross)
SELECT pg_temp.new_id(confirmed_at), invoice_id, tax_rate, total - tax, tax, total
FROM seed_order JOIN seed_sum USING (n) ORDER BY n;

-- The mail that told of it.
INSERT INTO notification_notification
    (id, event_id, kind, recipient, order_id, subject, body, destination, idempotency_key, provider_reference, status,
     outcome_code, asked, attempts, fencing_token, due_at, last_error, created_at, done_at)
SELECT mail_id, confirmed_event_id, 'order_confirmed', email, id, 'Your order',
       format(E'Hello %s,\n\nthank you for your order %s. It is confirmed:\n\n%s\n  Total  %s %s\n\n', address ->> 'name',
              number, words, total, currency)
           || E'We send it as soon as your payment has arrived, and write to you again.\n',
       'mail', mail_id::text, '', 'done', '', 0, 1, 1, confirmed_at, '', confirmed_at, confirmed_at
FROM seed_order JOIN seed_sum USING (n) CROSS JOIN LATERAL pg_temp.new_id(confirmed_at) AS mail_id ORDER BY n;

-- What the contexts told each other.
INSERT INTO seed_fact (event_id, name, aggregate_id, data, occurred_at, correlation_id)
SELECT event.event_id, event.name, event.aggregate_id, event.data, event.occurred_at, seed.correlation_id
FROM seed_order AS seed
JOIN seed_sum USING (n)
CROSS JOIN LATERAL (VALUES
    (1, pg_temp.new_id(seed.placed_at), 'order.cart_created', seed.cart_id, seed.placed_at,
     jsonb_build_object('cart_id', seed.cart_id, 'customer_id', NULL)),
    (2, pg_temp.new_id(seed.placed_at), 'order.order_placed', seed.id, seed.placed_at,
     jsonb_build_object('order_id', seed.id, 'customer_id', NULL, 'total', money)),
    (3, pg_temp.new_id(seed.confirmed_at), 'inventory.stock_reserved', seed.reservation_id, seed.confirmed_at,
     jsonb_build_object('reservation_id', seed.reservation_id, 'order_id', seed.id, 'lines', pieces)),
    (4, pg_temp.new_id(seed.confirmed_at), 'billing.client_created', seed.client_id, seed.confirmed_at,
     jsonb_build_object('client_id', seed.client_id, 'customer_id', NULL)),
    (5, pg_temp.new_id(seed.confirmed_at), 'billing.invoice_created', seed.invoice_id, seed.confirmed_at,
     jsonb_build_object('invoice_id', seed.invoice_id, 'order_id', seed.id, 'client_id', seed.client_id, 'total', money)),
    (6, pg_temp.new_id(seed.confirmed_at), 'billing.invoice_status_changed', seed.invoice_id, seed.confirmed_at,
     jsonb_build_object('invoice_id', seed.invoice_id, 'order_id', seed.id, 'old', 'draft', 'new', 'sent')),
    (7, seed.confirmed_event_id, 'order.order_confirmed', seed.id, seed.confirmed_at,
     jsonb_build_object('order_id', seed.id))
) AS event (place, event_id, name, aggregate_id, occurred_at, data)
ORDER BY seed.n, event.place;
