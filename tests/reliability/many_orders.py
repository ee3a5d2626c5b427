"""Very many confirmed orders, copied from one that went through its saga."""


def copy_order(many: int) -> None:
    """Place one order, and copy it so often, with its invoice and its reservation."""
    from django.db import connection
    from django.utils import timezone

    from tests.shop import Shop

    shop = Shop(timezone.now())
    shop.has("copied", pieces=many + 1)
    placed = shop.order({"COPIED": 1})
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for statement in _COPIES:
            cursor.execute(statement, {"many": many, "id": placed.id})
        cursor.execute("SET statement_timeout = '10s'")
        cursor.execute("ANALYZE")


# Each copy has an id of its own, made of its number, which the rows of the other tables find it by.
_ID = "md5('order ' || n)::uuid"
_OF_INVOICE = "md5('invoice ' || n)::uuid"
_OF_RESERVATION = "md5('reservation ' || n)::uuid"

_COPIES = [
    f"""
INSERT INTO order_streamrow
    (event_id, stream_id, version, type, schema, data, occurred_at, recorded_at, correlation_id)
SELECT md5(event_id::text || n)::uuid, {_ID}, version, type, schema,
       CASE WHEN version = 1 THEN data || jsonb_build_object('order_id', {_ID}, 'number', 'B-' || n)
            WHEN data ? 'invoice_id' THEN data || jsonb_build_object('invoice_id', {_OF_INVOICE})
            WHEN data ? 'reservation_id' THEN data || jsonb_build_object('reservation_id', {_OF_RESERVATION})
            ELSE data END,
       occurred_at, recorded_at, correlation_id
FROM generate_series(1, %(many)s) AS n, order_streamrow WHERE stream_id = %(id)s ORDER BY n, version
""",
    f"""
INSERT INTO order_order
SELECT (jsonb_populate_record(o, jsonb_build_object(
    'id', {_ID}, 'number', 'B-' || n, 'invoice_id', {_OF_INVOICE}, 'reservation_id', {_OF_RESERVATION}))).*
FROM generate_series(1, %(many)s) AS n, order_order AS o WHERE o.id = %(id)s
""",
    f"""
INSERT INTO order_orderline (order_id, position, sku, product_id, name, quantity, unit_price, currency)
SELECT {_ID}, position, sku, product_id, name, quantity, unit_price, currency
FROM generate_series(1, %(many)s) AS n, order_orderline WHERE order_id = %(id)s
""",
    f"""
INSERT INTO order_orderparty
SELECT (jsonb_populate_record(p, jsonb_build_object('order_id', {_ID}, 'email', n || '@copied.example.com'))).*
FROM generate_series(1, %(many)s) AS n, order_orderparty AS p WHERE p.order_id = %(id)s
""",
    f"""
INSERT INTO billing_invoice
SELECT (jsonb_populate_record(i, jsonb_build_object(
    'id', {_OF_INVOICE}, 'order_id', {_ID}, 'series', 'B', 'sequence', n, 'number', 'B-' || n,
    'content_hash', NULL, 'nonce', NULL))).*
FROM generate_series(1, %(many)s) AS n, billing_invoice AS i WHERE i.order_id = %(id)s
""",
    *(
        f"""
INSERT INTO {table}
SELECT (jsonb_populate_record(l, jsonb_build_object(
    'id', md5(l.id::text || n)::uuid, 'invoice_id', {_OF_INVOICE}))).*
FROM generate_series(1, %(many)s) AS n, {table} AS l
JOIN billing_invoice AS i ON i.id = l.invoice_id WHERE i.order_id = %(id)s
"""
        for table in ("billing_invoiceline", "billing_taxline")
    ),
    f"""
INSERT INTO inventory_reservation
SELECT (jsonb_populate_record(r, jsonb_build_object('id', {_OF_RESERVATION}, 'order_id', {_ID}))).*
FROM generate_series(1, %(many)s) AS n, inventory_reservation AS r WHERE r.order_id = %(id)s
""",
    f"""
INSERT INTO inventory_reservationline
SELECT (jsonb_populate_record(l, jsonb_build_object(
    'id', md5(l.id::text || n)::uuid, 'reservation_id', {_OF_RESERVATION}))).*
FROM generate_series(1, %(many)s) AS n, inventory_reservationline AS l
JOIN inventory_reservation AS r ON r.id = l.reservation_id WHERE r.order_id = %(id)s
""",
    """
INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, order_id, occurred_at)
SELECT gen_random_uuid(), 'COPIED', 'reserve', 0, %(many)s, 'copied', %(id)s, clock_timestamp()
""",
    "UPDATE inventory_stockitem SET reserved = reserved + %(many)s WHERE sku = 'COPIED' OR %(id)s IS NULL",
]
