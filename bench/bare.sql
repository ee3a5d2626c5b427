-- The rows of one confirmed order, in one statement: what remains when there is no program around it.
WITH wish AS MATERIALIZED (
    SELECT product.id AS product_id, product.sku, product.name, product.price_amount AS price, given.quantity,
           given.position
    FROM unnest(%(products)s::uuid[], %(quantities)s::int[]) WITH ORDINALITY AS given (id, quantity, position)
    JOIN catalog_product AS product USING (id)
), gross AS MATERIALIZED (
    SELECT sum(price * quantity) AS total, round(sum(price * quantity) * 0.19 / 1.19, 2) AS tax,
           jsonb_agg(jsonb_build_object('sku', sku, 'product_id', product_id, 'name', name, 'quantity', quantity, 'unit_price',
               jsonb_build_object('amount', round(price, 2)::text, 'currency', 'EUR')) ORDER BY position) AS lines,
           jsonb_build_object('amount', round(sum(price * quantity), 2)::text, 'currency', 'EUR') AS money
    FROM wish
), cart AS (
    INSERT INTO order_cart (id, currency, order_id, expires_at, expired, version, created_at)
    VALUES (%(cart)s, 'EUR', %(order)s, %(now)s::timestamptz + interval '7 days', false, 1, %(now)s)
), items AS (
    INSERT INTO order_cartitem (cart_id, sku, product_id, name, quantity, unit_price, currency)
    SELECT %(cart)s, sku, product_id, name, quantity, price, 'EUR' FROM wish
), party AS (
    INSERT INTO order_orderparty (order_id, email, shipping_address, billing_address)
    VALUES (%(order)s, 'ada@example.com', %(address)s, %(address)s)
), placed AS (
    INSERT INTO order_order (id, number, cart_id, status, currency, total, reservation_id, invoice_id, shipment_ids,
        is_cancellable, placed_at, changed_at, confirmed_at, cancellation_code, cancellation_reason, version)
    SELECT %(order)s, %(number)s, %(cart)s, 'confirmed', 'EUR', total, %(reservation)s::uuid, %(invoice)s::uuid, '{}', true,
           %(now)s, %(now)s, %(now)s, '', '', 4 FROM gross
), lines AS (
    INSERT INTO order_orderline (order_id, position, sku, product_id, name, quantity, unit_price, currency)
    SELECT %(order)s, position, sku, product_id, name, quantity, price, 'EUR' FROM wish
), stream AS (
    INSERT INTO order_streamrow
        (event_id, stream_id, version, type, schema, data, occurred_at, recorded_at, correlation_id)
    SELECT gen_random_uuid(), %(order)s, event.version, event.type, 1,
           event.data || jsonb_build_object('occurred_at', %(written)s::text), %(now)s, %(now)s, 'bare'
    FROM gross, LATERAL (VALUES
        (1, 'OrderPlaced', jsonb_build_object('order_id', %(order)s::uuid, 'number', %(number)s::text, 'customer_id', NULL,
                                              'cart_id', %(cart)s::uuid, 'currency', 'EUR', 'lines', lines)),
        (2, 'StockReserved', jsonb_build_object('reservation_id', %(reservation)s::uuid)),
        (3, 'InvoiceOpened', jsonb_build_object('invoice_id', %(invoice)s::uuid)),
        (4, 'OrderConfirmed', '{}'::jsonb)) AS event (version, type, data)
), held AS (
    SELECT id FROM inventory_stockitem WHERE sku IN (SELECT sku FROM wish) ORDER BY sku FOR NO KEY UPDATE
), reserved AS (
    UPDATE inventory_stockitem AS item
    SET reserved = reserved + wish.quantity, version = version + 1, updated_at = %(now)s
    FROM wish WHERE item.sku = wish.sku AND item.id IN (SELECT id FROM held) AND on_hand - reserved >= wish.quantity
    RETURNING item.sku, wish.quantity
), ledger AS (
    INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, order_id, occurred_at)
    SELECT gen_random_uuid(), sku, 'reserve', 0, quantity, '', %(order)s, %(now)s FROM reserved
), reservation AS (
    INSERT INTO inventory_reservation (id, order_id, state, created_at, updated_at)
    VALUES (%(reservation)s, %(order)s, 'held', %(now)s, %(now)s)
), reservation_lines AS (
    INSERT INTO inventory_reservationline (id, reservation_id, sku, quantity)
    SELECT gen_random_uuid(), %(reservation)s, sku, quantity FROM wish
), client AS (
    INSERT INTO billing_client (id, name, email, phone, address, created_at, updated_at, version)
    VALUES (%(client)s, 'Ada Lovelace', 'ada@example.com', '', %(address)s, %(now)s, %(now)s, 1)
), counted AS (
    INSERT INTO billing_numbercounter AS counter (id, legal_entity, series, year, last)
    VALUES (gen_random_uuid(), 'main', 'INV', extract(year FROM %(now)s::timestamptz)::smallint, 1)
    ON CONFLICT (legal_entity, series, year) DO UPDATE SET last = counter.last + 1
    RETURNING year, last
), invoice AS (
    INSERT INTO billing_invoice (id, order_id, client_id, buyer, status, legal_entity, series, year, sequence, number,
        currency, net, tax, total, amount_paid, issue_date, due_date, void_reason, created_at, issued_at, updated_at, version)
    SELECT %(invoice)s, %(order)s, %(client)s, jsonb_build_object('name', 'Ada Lovelace', 'email', 'ada@example.com',
               'phone', '', 'address', %(address)s::jsonb, 'customer_id', NULL), 'sent', 'main', 'INV', year, last,
           concat_ws('-', 'INV', year, lpad(last::text, greatest(6, length(last::text)), '0')), 'EUR', total - tax, tax,
           total, 0, %(now)s::date, %(now)s::date + 14, '', %(now)s, %(now)s, %(now)s, 2
    FROM gross, counted
), invoice_lines AS (
    INSERT INTO billing_invoiceline (id, invoice_id, position, sku, description, quantity, unit_price, total, tax_rate)
    SELECT gen_random_uuid(), %(invoice)s, position, sku, name, quantity, price, price * quantity, 0.19 FROM wish
), tax_line AS (
    INSERT INTO billing_taxline (id, invoice_id, rate, net, tax, gross)
    SELECT gen_random_uuid(), %(invoice)s, 0.19, total - tax, tax, total FROM gross
), events AS (
    INSERT INTO gotuto_outbox_event
        (event_id, name, schema, aggregate_id, data, occurred_at, recorded_at, correlation_id)
    SELECT CASE name WHEN 'order.order_confirmed' THEN %(event)s::uuid ELSE gen_random_uuid() END, name, 1, aggregate,
           data || jsonb_build_object('occurred_at', %(written)s::text), %(now)s, %(now)s, 'bare'
    FROM gross, LATERAL (VALUES
        ('order.order_placed', %(order)s::uuid,
         jsonb_build_object('order_id', %(order)s::uuid, 'customer_id', NULL, 'total', money)),
        ('billing.invoice_created', %(invoice)s::uuid,
         jsonb_build_object('order_id', %(order)s::uuid, 'invoice_id', %(invoice)s::uuid, 'client_id', %(client)s::uuid,
                            'total', money)),
        ('order.order_confirmed', %(order)s::uuid, jsonb_build_object('order_id', %(order)s::uuid))
    ) AS fact (name, aggregate, data)
    RETURNING sequence, aggregate_id, name
), delivery AS (
    INSERT INTO gotuto_outbox_delivery
        (event_id, handler, aggregate_id, state, attempts, due_at, fencing_token, last_error, finished_at)
    SELECT sequence, 'notification.on_order_confirmed', aggregate_id, 'done', 1, %(now)s, 1, '', %(now)s
    FROM events WHERE name = 'order.order_confirmed'
)
INSERT INTO notification_notification (id, event_id, kind, recipient, order_id, subject, body, destination,
    idempotency_key, provider_reference, status, outcome_code, asked, attempts, fencing_token, due_at, last_error, created_at,
    done_at)
VALUES (gen_random_uuid(), %(event)s, 'order_confirmed', 'ada@example.com', %(order)s, 'Your order', 'Thank you.', 'mail',
        %(event)s, '', 'done', '', 0, 1, 1, %(now)s, '', %(now)s, %(now)s)
