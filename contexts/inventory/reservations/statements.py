"""The statements that keep stock for orders. Rows of several SKUs are always locked in SKU order, so that no two deadlock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from contexts.inventory.locations.domain import MAIN
from contexts.inventory.reservations import models
from contexts.inventory.reservations.dto import Piece, ReservationState, Shelf, StockLine
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.statements import Delta, Entry, lock_free, move
from gotuto.db import as_json, execute, fetch_all, fetch_as
from gotuto.ids import LocationId, OrderId, ReservationId, Sku, new_id

# Nobody waits for stock before the order belongs to this worker: two workers on one order would wait for each other.
_OPEN_RESERVATION = """
WITH opened AS (
    INSERT INTO inventory_reservation (id, order_id, state, held_until, created_at, updated_at)
    VALUES (%(id)s, %(order_id)s, %(state)s, %(until)s, %(now)s, %(now)s)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING id
), lined AS (
    INSERT INTO inventory_reservationline (id, reservation_id, sku, quantity)
    SELECT line.id, opened.id, line.sku, line.quantity
    FROM opened, jsonb_to_recordset(%(lines)s::jsonb) AS line (id uuid, sku text, quantity int)
), locked AS (
    SELECT sku, on_hand - reserved AS free, on_hand_elsewhere - reserved_elsewhere AS elsewhere
    FROM inventory_stockitem
    WHERE sku = ANY(%(skus)s::text[]) AND EXISTS (SELECT FROM opened)
    ORDER BY sku
    FOR NO KEY UPDATE
)
SELECT opened.id, locked.sku, locked.free, locked.elsewhere FROM opened LEFT JOIN locked ON true
"""

# In the order in which orders are served; whoever asks holds the rows of these SKUs.
_SHELVES = """
SELECT location_id, sku, free
FROM (
    SELECT NULL::uuid AS location_id, coalesce(main.priority, %(priority)s) AS priority, %(code)s AS code, item.sku,
           item.on_hand - item.on_hand_elsewhere - item.reserved + item.reserved_elsewhere AS free
    FROM inventory_stockitem AS item LEFT JOIN inventory_location AS main ON main.id = %(main)s
    WHERE item.sku = ANY(%(skus)s::text[])
    UNION ALL
    SELECT place.id, place.priority, place.code, level.sku, level.on_hand - level.reserved
    FROM inventory_level AS level JOIN inventory_location AS place ON place.id = level.location_id
    WHERE level.sku = ANY(%(skus)s::text[]) AND level.on_hand > level.reserved
) AS shelf
ORDER BY priority, code, sku
"""

_ALLOCATE = """
WITH piece AS (
    SELECT piece.id, line.id AS line_id, piece.location_id, piece.quantity
    FROM unnest(%(ids)s::uuid[], %(skus)s::text[], %(locations)s::uuid[], %(pieces)s::int[])
        AS piece (id, sku, location_id, quantity)
    JOIN inventory_reservationline AS line ON line.reservation_id = %(reservation)s AND line.sku = piece.sku
), placed AS (
    INSERT INTO inventory_allocation (id, line_id, location_id, quantity)
    SELECT id, line_id, location_id, quantity FROM piece
)
UPDATE inventory_reservationline AS line SET elsewhere = total.quantity
FROM (SELECT line_id, sum(quantity)::int AS quantity FROM piece GROUP BY line_id) AS total
WHERE line.id = total.line_id
"""

_ALLOCATED = """
SELECT reservation.order_id, line.sku, placed.location_id, placed.quantity
FROM inventory_reservationline AS line
JOIN inventory_reservation AS reservation ON reservation.id = line.reservation_id
JOIN inventory_allocation AS placed ON placed.line_id = line.id
WHERE line.reservation_id = ANY(%s::uuid[])
ORDER BY line.sku, placed.location_id, reservation.order_id
"""

_RELEASE = """
WITH released AS (
    UPDATE inventory_reservation SET state = %(released)s, updated_at = %(now)s
    WHERE order_id = ANY(%(order_ids)s::uuid[]) AND state = %(held)s
    RETURNING id, order_id
)
SELECT released.id, released.order_id, line.sku, line.quantity, line.elsewhere
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
    elsewhere: int


@dataclass(frozen=True)
class Opened:
    """A reservation that is being made: the counters of its SKUs are locked, and `free` says what each has left.

    `elsewhere` says how much of it lies at other locations than the main one.
    """

    id: ReservationId
    free: dict[Sku, int]
    elsewhere: int


def open_reservation(
    *,
    order_id: OrderId,
    state: ReservationState,
    lines: Sequence[StockLine],
    until: datetime | None = None,
    now: datetime,
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
            "until": until,
            "lines": as_json([{"id": new_id(), "sku": line.sku, "quantity": line.quantity} for line in lines]),
            "skus": [line.sku for line in lines],
            "now": now,
        },
    )
    if not rows:
        return None
    known = [(sku, free, elsewhere) for _, sku, free, elsewhere in rows if sku is not None]
    return Opened(rows[0][0], {sku: free for sku, free, _ in known}, sum(elsewhere for _, _, elsewhere in known))


def shelves(skus: Sequence[Sku]) -> list[Shelf]:
    """What is free of these SKUs at each location, in the order in which orders are served from them; their rows are locked."""
    main = {"main": MAIN.id, "priority": MAIN.priority, "code": MAIN.code}
    rows = fetch_all(_SHELVES, {**main, "skus": list(skus)})
    return [
        Shelf(location_id=location_id, free={sku: free for _, sku, free in there})
        for location_id, there in groupby(rows, key=lambda row: row[0])
    ]


def allocate(reservation_id: ReservationId, pieces: Sequence[Piece]) -> None:
    """Write down where pieces lie that do not lie at the main location."""
    parameters = {
        "ids": [new_id() for _ in pieces],
        "skus": [piece.sku for piece in pieces],
        "locations": [piece.location_id for piece in pieces],
        "pieces": [piece.quantity for piece in pieces],
    }
    execute(_ALLOCATE, {**parameters, "reservation": reservation_id})


def allocated(reservation_ids: Sequence[ReservationId]) -> list[tuple[OrderId, Sku, LocationId, int]]:
    """Where pieces lie that do not lie at the main location, for each order."""
    return fetch_all(_ALLOCATED, [list(reservation_ids)])


def release(order_ids: Sequence[OrderId], *, now: datetime) -> list[Given]:
    """Release what is held for these orders, and give the pieces back; the lines of one reservation stand together."""
    states = {"held": ReservationState.HELD.value, "released": ReservationState.RELEASED.value}
    lines = fetch_as(Given, _RELEASE, {**states, "order_ids": list(order_ids), "now": now})
    # Locked first, in SKU order: the update alone takes rows as it finds them, and two orders could deadlock.
    lock_free(sorted({line.sku for line in lines}))
    here = [line for line in lines if line.quantity > line.elsewhere]
    parameters = {
        "ids": [new_id() for _ in here],
        "order_ids": [line.order_id for line in here],
        "skus": [line.sku for line in here],
        "pieces": [line.quantity - line.elsewhere for line in here],
        "kind": MovementKind.RELEASE.value,
        "now": now,
    }
    execute(_GIVE_BACK, parameters)
    there = sorted({line.id for line in lines if line.elsewhere})
    if there:
        move(
            [
                Delta(sku=sku, reserved=-quantity, location_id=location_id, order_id=order_id)
                for order_id, sku, location_id, quantity in allocated(there)
            ],
            Entry(kind=MovementKind.RELEASE, now=now),
        )
    return lines


def pieces_of(row: models.Reservation) -> list[Piece]:
    """Where the pieces of a reservation lie, or lay; those of one SKU at the main location first."""
    lines = list(row.lines.all())
    here = [
        Piece(sku=Sku(line.item_id), location_id=None, quantity=line.quantity - line.elsewhere)
        for line in lines
        if line.quantity > line.elsewhere
    ]
    if not any(line.elsewhere for line in lines):
        return here
    there = allocated([ReservationId(row.id)])
    return here + [
        Piece(sku=sku, location_id=location_id, quantity=quantity) for _, sku, location_id, quantity in there
    ]
