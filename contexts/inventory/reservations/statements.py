"""The statements that keep stock for orders. Rows of several SKUs are always locked in SKU order, so that no two deadlock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from contexts.inventory.locations.domain import MAIN
from contexts.inventory.reservations import models
from contexts.inventory.reservations.dto import Piece, ReservationState, Shelf, StockLine
from contexts.inventory.stock.domain import MOST_PIECES
from contexts.inventory.stock.dto import MovementKind, SoldOut, StockItem
from contexts.inventory.stock.statements import ITEMS_MOVED, Delta, Entry, Free, lock_free, move
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
    SELECT sku, CASE waiting WHEN 0 THEN on_hand - reserved ELSE 0 END AS free, on_hand_elsewhere - reserved_elsewhere AS elsewhere,
           CASE when_sold_out WHEN %(wait)s THEN coalesce(waiting_limit, %(most)s) - waiting END AS room
    FROM inventory_stockitem
    WHERE sku = ANY(%(skus)s::text[]) AND EXISTS (SELECT FROM opened)
    ORDER BY sku
    FOR NO KEY UPDATE
)
SELECT opened.id, locked.sku, locked.free, locked.elsewhere, locked.room FROM opened LEFT JOIN locked ON true
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
    FROM unnest(%(ids)s::uuid[], %(reservations)s::uuid[], %(skus)s::text[], %(locations)s::uuid[], %(pieces)s::int[])
        AS piece (id, reservation_id, sku, location_id, quantity)
    JOIN inventory_reservationline AS line ON line.reservation_id = piece.reservation_id AND line.sku = piece.sku
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
      AND NOT EXISTS (SELECT FROM inventory_reservationline AS line
                      WHERE line.reservation_id = inventory_reservation.id AND line.ticket IS NOT NULL)
    RETURNING id, order_id
)
SELECT released.id, released.order_id, line.sku, line.quantity, line.elsewhere
FROM released JOIN inventory_reservationline AS line ON line.reservation_id = released.id
ORDER BY released.id, line.sku
"""

# Many orders hold pieces of one SKU: its counter moves once, the ledger tells of each.
_MOVE_HERE = f"""
WITH line AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(order_ids)s::uuid[], %(skus)s::text[], %(pieces)s::bigint[])
        AS line (id, order_id, sku, pieces)
), moved AS (
    UPDATE inventory_stockitem AS item
    SET reserved = item.reserved + total.pieces, version = item.version + 1, updated_at = %(now)s
    FROM (SELECT sku, sum(pieces)::bigint AS pieces FROM line GROUP BY sku) AS total
    WHERE item.sku = total.sku
    RETURNING item.*
), booked AS (
    INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, order_id, occurred_at)
    SELECT line.id, line.sku, %(kind)s, 0, line.pieces, '', line.order_id, %(now)s FROM line JOIN moved USING (sku)
)
{ITEMS_MOVED}"""  # noqa: S608  a part of the statement, no values


@dataclass(frozen=True)
class Given:
    """A line of a reservation whose pieces are given back."""

    id: ReservationId
    order_id: OrderId
    sku: Sku
    quantity: int
    elsewhere: int


@dataclass(frozen=True, kw_only=True)
class Released:
    """What was given back, and the counters of its SKUs before and after."""

    lines: list[Given]
    locked: dict[Sku, Free]
    items: dict[Sku, StockItem]


@dataclass(frozen=True)
class Opened:
    """A reservation that is being made: the counters of its SKUs are locked, and `free` says what each has left for it.

    `elsewhere` says how much of it lies at other locations than the main one; `room` for how many pieces of a SKU it may wait,
    where orders wait at all.
    """

    id: ReservationId
    free: dict[Sku, int]
    elsewhere: int
    room: dict[Sku, int]


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
            "wait": SoldOut.WAIT.value,
            "most": MOST_PIECES,
            "now": now,
        },
    )
    if not rows:
        return None
    known = [counts for _, *counts in rows if counts[0] is not None]
    return Opened(
        id=rows[0][0],
        free={sku: free for sku, free, _, _ in known},
        elsewhere=sum(elsewhere for _, _, elsewhere, _ in known),
        room={sku: room for sku, _, _, room in known if room is not None},
    )


def shelves(skus: Sequence[Sku]) -> list[Shelf]:
    """What is free of these SKUs at each location, in the order in which orders are served from them; their rows are locked."""
    main = {"main": MAIN.id, "priority": MAIN.priority, "code": MAIN.code}
    rows = fetch_all(_SHELVES, {**main, "skus": list(skus)})
    return [
        Shelf(location_id=location_id, free={sku: free for _, sku, free in there})
        for location_id, there in groupby(rows, key=lambda row: row[0])
    ]


def allocate(pieces: Sequence[tuple[ReservationId, Piece]]) -> None:
    """Write down where pieces of reservations lie that do not lie at the main location."""
    if not pieces:
        return
    parameters = {
        "ids": [new_id() for _ in pieces],
        "reservations": [reservation_id for reservation_id, _ in pieces],
        "skus": [piece.sku for _, piece in pieces],
        "locations": [piece.location_id for _, piece in pieces],
        "pieces": [piece.quantity for _, piece in pieces],
    }
    execute(_ALLOCATE, parameters)


def allocated(reservation_ids: Sequence[ReservationId]) -> list[tuple[OrderId, Sku, LocationId, int]]:
    """Where pieces lie that do not lie at the main location, for each order."""
    return fetch_all(_ALLOCATED, [list(reservation_ids)])


def move_here(lines: Sequence[tuple[OrderId, StockLine]], kind: MovementKind, *, now: datetime) -> list[StockItem]:
    """Keep pieces at the main location for many orders, or below zero give them back; the items, whose rows are locked."""
    parameters = {
        "ids": [new_id() for _ in lines],
        "order_ids": [order_id for order_id, _ in lines],
        "skus": [line.sku for _, line in lines],
        "pieces": [line.quantity for _, line in lines],
        "kind": kind.value,
        "now": now,
    }
    return fetch_as(StockItem, _MOVE_HERE, parameters)


def release(order_ids: Sequence[OrderId], *, now: datetime) -> Released:
    """Release what is held for these orders, and give the pieces back; the lines of one reservation stand together.

    With the counters of their SKUs as they were before, and as they are now.
    """
    states = {"held": ReservationState.HELD.value, "released": ReservationState.RELEASED.value}
    lines = fetch_as(Given, _RELEASE, {**states, "order_ids": list(order_ids), "now": now})
    # Locked first, in SKU order: the update alone takes rows as it finds them, and two orders could deadlock.
    locked = lock_free(sorted({line.sku for line in lines}))
    here = [
        (line.order_id, StockLine(sku=line.sku, quantity=line.elsewhere - line.quantity))
        for line in lines
        if line.quantity > line.elsewhere
    ]
    moved = move_here(here, MovementKind.RELEASE, now=now)
    there = sorted({line.id for line in lines if line.elsewhere})
    if there:
        moved += move(
            [
                Delta(sku=sku, reserved=-quantity, location_id=location_id, order_id=order_id)
                for order_id, sku, location_id, quantity in allocated(there)
            ],
            Entry(kind=MovementKind.RELEASE, now=now),
        )
    return Released(lines=lines, locked=locked, items={item.sku: item for item in moved})


def pieces_of(row: models.Reservation) -> list[Piece]:
    """Where the pieces of a reservation lie, or lay; those of one SKU at the main location first. What it waits for lies nowhere."""
    lines = [line for line in row.lines.all() if line.ticket is None]
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
