"""The statements that keep stock for orders. Rows of several SKUs are always locked in SKU order, so that no two deadlock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contexts.inventory.reservations.dto import ReservationState, StockLine
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.statements import lock_free
from gotuto.db import as_json, execute, fetch_all, fetch_as
from gotuto.ids import OrderId, ReservationId, Sku, new_id

# Nobody waits for stock before the order belongs to this worker: two workers on one order would wait for each other.
_OPEN_RESERVATION = """
WITH opened AS (
    INSERT INTO inventory_reservation (id, order_id, state, created_at, updated_at)
    VALUES (%(id)s, %(order_id)s, %(state)s, %(now)s, %(now)s)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING id
), lined AS (
    INSERT INTO inventory_reservationline (id, reservation_id, sku, quantity)
    SELECT line.id, opened.id, line.sku, line.quantity
    FROM opened, jsonb_to_recordset(%(lines)s::jsonb) AS line (id uuid, sku text, quantity int)
), locked AS (
    SELECT sku, on_hand - reserved AS free
    FROM inventory_stockitem
    WHERE sku = ANY(%(skus)s::text[]) AND EXISTS (SELECT FROM opened)
    ORDER BY sku
    FOR NO KEY UPDATE
)
SELECT opened.id, locked.sku, locked.free FROM opened LEFT JOIN locked ON true
"""

_RELEASE = """
WITH released AS (
    UPDATE inventory_reservation SET state = %(released)s, updated_at = %(now)s
    WHERE order_id = ANY(%(order_ids)s::uuid[]) AND state = %(held)s
    RETURNING id, order_id
)
SELECT released.id, released.order_id, line.sku, line.quantity
FROM released JOIN inventory_reservationline AS line ON line.reservation_id = released.id
ORDER BY released.id, line.sku
"""

# Many orders hold pieces of one SKU: its counter moves once, the ledger tells of each.
_GIVE_BACK = """
WITH line AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(order_ids)s::uuid[], %(skus)s::text[], %(pieces)s::bigint[])
        AS line (id, order_id, sku, pieces)
), moved AS (
    UPDATE inventory_stockitem AS item
    SET reserved = item.reserved - given.pieces, version = item.version + 1, updated_at = %(now)s
    FROM (SELECT sku, sum(pieces)::bigint AS pieces FROM line GROUP BY sku) AS given
    WHERE item.sku = given.sku
    RETURNING item.sku
)
INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, order_id, occurred_at)
SELECT line.id, line.sku, %(kind)s, 0, -line.pieces, '', line.order_id, %(now)s FROM line JOIN moved USING (sku)
"""


@dataclass(frozen=True)
class Given:
    """A line of a reservation whose pieces are given back."""

    id: ReservationId
    order_id: OrderId
    sku: Sku
    quantity: int


@dataclass(frozen=True)
class Opened:
    """A reservation that is being made: the counters of its SKUs are locked, and `free` says what each has left."""

    id: ReservationId
    free: dict[Sku, int]


def open_reservation(
    *, order_id: OrderId, state: ReservationState, lines: Sequence[StockLine], now: datetime
) -> Opened | None:
    """Write a reservation with its lines; None when the order has one. Waits for another who is just writing it.

    SKUs without counters are left out of what is free.
    """
    rows = fetch_all(
        _OPEN_RESERVATION,
        {
            "id": new_id(),
            "order_id": order_id,
            "state": state.value,
            "lines": as_json([{"id": new_id(), "sku": line.sku, "quantity": line.quantity} for line in lines]),
            "skus": [line.sku for line in lines],
            "now": now,
        },
    )
    return Opened(rows[0][0], {sku: free for _, sku, free in rows if sku is not None}) if rows else None


def release(order_ids: Sequence[OrderId], *, now: datetime) -> list[Given]:
    """Release what is held for these orders, and give the pieces back; the lines of one reservation stand together."""
    states = {"held": ReservationState.HELD.value, "released": ReservationState.RELEASED.value}
    lines = fetch_as(Given, _RELEASE, {**states, "order_ids": list(order_ids), "now": now})
    # Locked first, in SKU order: the update alone takes rows as it finds them, and two orders could deadlock.
    lock_free(sorted({line.sku for line in lines}))
    parameters = {
        "ids": [new_id() for _ in lines],
        "order_ids": [line.order_id for line in lines],
        "skus": [line.sku for line in lines],
        "pieces": [line.quantity for line in lines],
        "kind": MovementKind.RELEASE.value,
        "now": now,
    }
    execute(_GIVE_BACK, parameters)
    return lines
