"""The streams of orders: load, append, rehydrate.

`append` writes the events, brings the read model up to date and tells the world, all in the open transaction, so that
nobody does one without the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import assert_never
from uuid import UUID

import msgspec

from contexts.order.orders import projection as projections
from contexts.order.orders import signals
from contexts.order.orders.domain import order as orders
from contexts.order.orders.domain import stream
from contexts.order.orders.domain.order import Order
from contexts.order.orders.domain.stream import OrderEvent
from contexts.order.orders.errors import OrderNotFound
from gotuto import trace
from gotuto.db import VersionConflict, as_json, execute, fetch_all, fetch_one, unique
from gotuto.events import Data
from gotuto.ids import new_id

ADMIN_PAGE = "admin:order_order_change"
LOAD = "SELECT type, schema, data::text FROM order_streamrow WHERE stream_id = %s ORDER BY version"
LOCK = "SELECT version FROM order_streamrow WHERE stream_id = %s AND version = 1 FOR NO KEY UPDATE"

# Two who append behind the same version meet at the unique key (stream_id, version), and one of them fails.
APPEND = """
INSERT INTO order_streamrow
    (event_id, stream_id, version, type, schema, data, occurred_at, recorded_at, correlation_id)
SELECT id, stream, version, type, schema, data, occurred_at, clock_timestamp(), %(correlation_id)s::text
FROM jsonb_to_recordset(%(events)s::jsonb)
    AS event (id uuid, stream uuid, version int, type text, schema smallint, data jsonb, occurred_at timestamptz)
ORDER BY stream, version
"""

# The same for many streams. Those that somebody is changing are left to them.
_LOCK_FREE = """
SELECT stream_id FROM order_streamrow WHERE stream_id = ANY(%s) AND version = 1
ORDER BY stream_id FOR NO KEY UPDATE SKIP LOCKED
"""

_FIND = "SELECT id FROM order_order WHERE number = %s"
_NUMBERS = "SELECT id, number FROM order_order WHERE id = ANY(%s)"
NEXT_STREAMS = """
SELECT position, stream_id FROM order_streamrow WHERE version = 1 AND position > %s ORDER BY position LIMIT %s
"""

_LOAD_MANY = """
SELECT stream_id, type, schema, data::text FROM order_streamrow WHERE stream_id = ANY(%s) ORDER BY stream_id, version
"""


def load(order_id: UUID) -> tuple[Order, int]:
    """The order and the version of its stream. Raises OrderNotFound."""
    rows = fetch_all(LOAD, [order_id])
    if not rows:
        raise OrderNotFound
    return orders.fold(_unpack(*row) for row in rows), len(rows)


def lock(order_id: UUID) -> None:
    """Wait for whoever changes the order; nobody locks anything of it before, so none waits for another. Raises OrderNotFound."""
    if fetch_one(LOCK, [order_id]) is None:
        raise OrderNotFound


def load_to_change(order_id: UUID) -> tuple[Order, int]:
    """The same, after everybody else who changes it has finished. Raises OrderNotFound."""
    lock(order_id)
    return load(order_id)


def load_free(order_ids: Sequence[UUID]) -> list[tuple[Order, int]]:
    """Those of many orders that nobody else is changing, locked until the transaction ends."""
    return load_many([order_id for (order_id,) in fetch_all(_LOCK_FREE, [list(order_ids)])])


def evolve(order: Order, events: Sequence[OrderEvent]) -> Order:
    """The order after some more events."""
    return orders.fold(events, order)


def append(order: Order, *, expected_version: int, events: Sequence[OrderEvent]) -> None:
    """Write the events that led to `order`. Raises VersionConflict when the stream has moved on."""
    rows = [_row(order.id, event, version) for version, event in enumerate(events, start=expected_version + 1)]
    with unique(VersionConflict(f"Order {order.number} is beyond version {expected_version}.")):
        _insert(rows)
    projections.apply(order, before=expected_version, version=expected_version + len(events))
    for event in events:
        _tell(order, event)


def append_each(orders_and_versions: Sequence[tuple[Order, int]], event: OrderEvent) -> None:
    """Write one and the same event behind many streams that are locked. Raises VersionConflict when a row was lost."""
    changed = [(evolve(order, [event]), version + 1) for order, version in orders_and_versions]
    _insert([_row(order.id, event, version) for order, version in changed])
    projections.apply_each(changed)
    for order, _ in changed:
        _tell(order, event)


def _insert(rows: Sequence[dict[str, object]]) -> None:
    execute(APPEND, {"events": as_json(rows), "correlation_id": trace.correlation_id()})


def find(number: str) -> UUID | None:
    """The order of this number, for those who look for its sagas."""
    row = fetch_one(_FIND, [number.upper()])
    return None if row is None else UUID(str(row[0]))


def numbers(order_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers of orders."""
    return dict(fetch_all(_NUMBERS, [list(order_ids)]))


def _row(order_id: UUID, event: OrderEvent, version: int) -> dict[str, object]:
    name, schema, data = stream.pack(event)
    return {
        "id": new_id(),
        "stream": order_id,
        "version": version,
        "type": name,
        "schema": schema,
        "data": data,
        "occurred_at": event.occurred_at,
    }


def rehydrate_all(*, batch: int = 500) -> Iterator[list[tuple[Order, int]]]:
    """Every order with its version, replayed from its stream, a batch at a time in flat memory."""
    position = 0
    while streams := fetch_all(NEXT_STREAMS, [position, batch]):
        position = streams[-1][0]
        yield load_many([stream_id for _, stream_id in streams])


def load_many(order_ids: Sequence[UUID]) -> list[tuple[Order, int]]:
    rows = fetch_all(_LOAD_MANY, [list(order_ids)])
    return [_folded([row[1:] for row in group]) for _, group in groupby(rows, key=lambda row: row[0])]


def _folded(rows: Sequence[tuple[str, int, str]]) -> tuple[Order, int]:
    return orders.fold(_unpack(*row) for row in rows), len(rows)


def _unpack(name: str, schema: int, text: str) -> OrderEvent:
    data: Data = msgspec.json.decode(text)
    return stream.unpack(name, schema, data)


def _tell(order: Order, event: OrderEvent) -> None:
    """Translate what others may know; the rest of the stream is nobody's business."""
    now = event.occurred_at
    match event:
        case stream.OrderPlaced():
            signals.order_placed.publish(
                signals.OrderPlaced(
                    order_id=order.id, customer_id=order.customer_id, total=order.total, occurred_at=now
                ),
                number=order.number,
            )
        case stream.OrderConfirmed():
            signals.order_confirmed.publish(
                signals.OrderConfirmed(order_id=order.id, occurred_at=now), number=order.number
            )
        case stream.OrderShipped():
            signals.order_shipped.publish(
                signals.OrderShipped(order_id=order.id, shipment_id=event.shipment_id, occurred_at=now),
                number=order.number,
            )
        case stream.OrderDelivered():
            signals.order_delivered.publish(
                signals.OrderDelivered(order_id=order.id, shipment_id=event.shipment_id, occurred_at=now),
                number=order.number,
            )
        case stream.OrderCancelled():
            signals.order_cancelled.publish(
                signals.OrderCancelled(order_id=order.id, code=event.code, reason=event.reason, occurred_at=now),
                number=order.number,
            )
        case (
            stream.StockReserved()
            | stream.InvoiceOpened()
            | stream.PaymentReceived()
            | stream.PaymentReversed()
            | stream.ShipmentRequested()
            | stream.CancellationRequested()
            | stream.CancellationRefused()
        ):
            pass  # Whoever did it has told it, or it concerns nobody else.
        case _:
            assert_never(event)
