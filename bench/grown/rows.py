"""Rows by the million, made in sets from those that a small seeded shop has: same shapes, ids that ascend with time.

Indexes are dropped first and built afterwards, so that ten million rows take minutes; each table is emptied before the next.
"""

from dataclasses import dataclass

from gotuto.db import execute, fetch_all, fetch_one

# So many days of business; what is older than GOTUTO_KEEP_DAYS is there to be purged.
DAYS = 40

_ORDERS = """
DROP TABLE IF EXISTS grown_order;
CREATE UNLOGGED TABLE grown_order AS
SELECT n, mod(n, {seeded}) AS place, uuidv7(at - clock_timestamp()) AS id, at
FROM generate_series(1, {orders}) AS n,
     LATERAL (SELECT now() - {days} * interval '1 day' * (1 - n / {orders}.0::float8) AS at) AS moment;
CREATE UNIQUE INDEX ON grown_order (n);
ANALYZE grown_order
"""
_SOURCE = """
DROP TABLE IF EXISTS grown_source;
CREATE UNLOGGED TABLE grown_source AS
SELECT dense_rank() OVER (ORDER BY {order_of}) - 1 AS place, source.* FROM {table} AS source WHERE {order_of} IS NOT NULL;
CREATE INDEX ON grown_source (place);
ANALYZE grown_source
"""
_UNIQUE = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'"
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT indisprimary
"""


@dataclass(frozen=True)
class Kind:
    """A table that grows with every order: how many rows an order has, and how they are copied for another one."""

    name: str
    table: str
    order_of: str
    copy: str
    also: tuple[str, ...] = ()
    # How many rows one seeded row becomes.
    times: int = 1

    @property
    def tables(self) -> tuple[str, ...]:
        return self.table, *self.also


STREAM = Kind(
    name="order events",
    table="order_streamrow",
    order_of="source.stream_id",
    copy="""
    INSERT INTO order_streamrow (event_id, stream_id, version, type, schema, data, occurred_at, recorded_at, correlation_id)
    SELECT uuidv7(o.at - clock_timestamp()), o.id, s.version, s.type, s.schema, s.data, o.at, o.at, md5(o.n::text)
    FROM grown_order AS o JOIN grown_source AS s USING (place) ORDER BY o.n, s.version
    """,
)
OUTBOX = Kind(
    name="outbox",
    table="gotuto_outbox_event",
    order_of="nullif(source.correlation_id, 'seed')",
    copy="""
    WITH event AS (
        INSERT INTO gotuto_outbox_event
            (event_id, name, schema, aggregate_id, data, occurred_at, recorded_at, correlation_id, traceparent)
        SELECT uuidv7(o.at - clock_timestamp()), s.name, s.schema, o.id, s.data, o.at, o.at, md5(o.n::text), ''
        FROM grown_order AS o JOIN grown_source AS s USING (place) ORDER BY o.n, s.sequence
        RETURNING sequence, name, aggregate_id, recorded_at)
    INSERT INTO gotuto_outbox_delivery
        (event_id, handler, aggregate_id, state, attempts, due_at, fencing_token, last_error, finished_at)
    SELECT sequence, 'notification.on_order_confirmed', aggregate_id, 'done', 1, recorded_at, 1, '', recorded_at
    FROM event WHERE name IN ('order.order_confirmed', 'billing.invoice_status_changed')
    """,
    also=("gotuto_outbox_delivery",),
)
MOVEMENTS = Kind(
    name="stock movements",
    table="inventory_movement",
    order_of="source.order_id",
    # Every tenth order is of one bestseller; each is kept, and let go of again, so that the counters stay as they are.
    copy="""
    INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, order_id, occurred_at)
    SELECT uuidv7(o.at - clock_timestamp()), CASE WHEN mod(o.n, 10) = 0 THEN 'SEED-00000001' ELSE s.sku END, moved.kind, 0,
           moved.sign * s.delta_reserved, '', o.id, o.at
    FROM grown_order AS o JOIN grown_source AS s USING (place),
         (VALUES ('reserve', 1), ('release', -1)) AS moved (kind, sign) ORDER BY o.n
    """,
    times=2,
)
MAILS = Kind(
    name="mails",
    table="notification_notification",
    order_of="source.order_id",
    copy="""
    INSERT INTO notification_notification
        (id, event_id, kind, recipient, order_id, subject, body, destination, idempotency_key, provider_reference, status,
         outcome_code, asked, attempts, fencing_token, due_at, last_error, created_at, done_at, correlation_id, traceparent)
    SELECT made.id, made.id, s.kind, 'buyer-' || o.n || '@example.com', o.id, s.subject, s.body, 'mail', made.id::text, '',
           'done', '', 0, 1, 1, o.at, '', o.at, o.at, md5(o.n::text), ''
    FROM grown_order AS o JOIN grown_source AS s USING (place),
         LATERAL (SELECT uuidv7(o.at - clock_timestamp()) AS id) AS made ORDER BY o.n
    """,
)
KINDS = (MOVEMENTS, OUTBOX, STREAM, MAILS)


def remember(kind: Kind) -> None:
    """Keep what the seeded orders left in the table, to be copied."""
    execute(_SOURCE.format(table=kind.table, order_of=kind.order_of))


def grow(kind: Kind, rows: int) -> None:
    """Bring the table to so many rows, with the indexes that it has."""
    (there,), (seeded, orders) = (
        fetch_one(f"SELECT count(*) FROM {kind.table}") or (0,),
        fetch_one("SELECT count(*), count(DISTINCT place) FROM grown_source") or (0, 0),
    )
    more = int((rows - there) * orders / (seeded * kind.times))
    execute(_ORDERS.format(orders=more, seeded=orders, days=DAYS))
    back = [statement for table in kind.tables for statement in _drop_indexes(table)]
    execute(kind.copy)
    for statement in back:
        execute(statement)


def _drop_indexes(table: str) -> list[str]:
    """Take away all indexes but that of the primary key; the statements that bring them back."""
    back = []
    for name, definition in fetch_all(_UNIQUE, [table]):
        execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        back.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for name, definition in fetch_all(_INDEXES, [table]):
        execute(f"DROP INDEX {name}")
        back.append(definition)
    return back


def empty(kind: Kind) -> None:
    """Give the disk back."""
    execute(f"TRUNCATE {', '.join(kind.tables)} CASCADE")
