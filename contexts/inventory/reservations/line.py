"""The waiting line of a SKU: who joins it, who leaves it, and who is served when pieces have come free.

A line is written only by whoever has locked its SKU's row, so that its order is the order of arrival. Whoever serves it never locks
the row of a reservation: who ends a reservation has locked that row before the SKUs. That all lines of a reservation are served is
seen behind a lock of its own, which is taken after the SKUs, in the order of ids; so of two who serve it at once one sees it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from contexts.inventory.locations.dto import Place
from contexts.inventory.reservations import domain, signals, statements
from contexts.inventory.reservations.dto import Piece, StockLine
from contexts.inventory.stock import limits
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.dto import MovementKind, StockItem
from contexts.inventory.stock.statements import ITEMS_MOVED, Delta, Entry, Free, move
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import OrderId, ReservationId, Sku

_JOIN = f"""
WITH joined AS (
    UPDATE inventory_reservationline AS line
    SET ticket = 1 + coalesce(
        (SELECT max(last.ticket) FROM inventory_reservationline AS last WHERE last.sku = line.sku AND last.ticket IS NOT NULL), 0)
    WHERE line.reservation_id = %(reservation)s AND line.sku = ANY(%(skus)s::text[])
    RETURNING line.sku, line.quantity
), noted AS (
    UPDATE inventory_reservation SET held_until = %(until)s, queued_at = %(now)s WHERE id = %(reservation)s
), moved AS (
    UPDATE inventory_stockitem AS item
    SET waiting = item.waiting + joined.quantity, version = item.version + 1, updated_at = %(now)s
    FROM joined WHERE item.sku = joined.sku
    RETURNING item.*
)
{ITEMS_MOVED}"""  # noqa: S608  a part of the statement, no values

_STEP_OUT = f"""
WITH gone AS (
    UPDATE inventory_reservationline SET ticket = NULL
    WHERE {{which}} AND ticket IS NOT NULL
    RETURNING sku, quantity
), moved AS (
    UPDATE inventory_stockitem AS item
    SET waiting = item.waiting - fewer.pieces, version = item.version + 1, updated_at = %(now)s
    FROM (SELECT sku, sum(quantity)::bigint AS pieces FROM gone GROUP BY sku) AS fewer
    WHERE item.sku = fewer.sku
    RETURNING item.*
)
{ITEMS_MOVED}"""  # noqa: S608  a part of the statement, no values
_LEAVE = _STEP_OUT.format(which="reservation_id = %(reservation)s")
_SERVED = _STEP_OUT.format(which="id = ANY(%(lines)s::uuid[])")

# From the first on, as far as what is free suffices; of so many pieces at most as many orders can be served.
_HEADS = """
WITH item AS (
    SELECT sku, on_hand - reserved AS free, on_hand_elsewhere - reserved_elsewhere AS elsewhere
    FROM inventory_stockitem WHERE sku = ANY(%s::text[]) AND waiting > 0 AND on_hand > reserved
)
SELECT turn.id, turn.reservation_id, reservation.order_id, item.sku, turn.quantity, item.elsewhere
FROM item
CROSS JOIN LATERAL (
    SELECT first.*, sum(first.quantity) OVER (ORDER BY first.ticket) AS needed
    FROM (
        SELECT line.id, line.reservation_id, line.quantity, line.ticket
        FROM inventory_reservationline AS line
        WHERE line.sku = item.sku AND line.ticket IS NOT NULL ORDER BY line.ticket LIMIT item.free
    ) AS first
) AS turn
JOIN inventory_reservation AS reservation ON reservation.id = turn.reservation_id
WHERE turn.needed <= item.free
ORDER BY item.sku, turn.ticket
"""

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('served ' || id, 0)) FROM unnest(%s::text[]) AS id"

_COMPLETE = """
SELECT reservation.id, reservation.order_id, line.sku, line.quantity
FROM inventory_reservation AS reservation JOIN inventory_reservationline AS line ON line.reservation_id = reservation.id
WHERE reservation.id = ANY(%s::uuid[])
  AND NOT EXISTS (SELECT FROM inventory_reservationline AS other
                  WHERE other.reservation_id = reservation.id AND other.ticket IS NOT NULL)
ORDER BY reservation.id, line.sku
"""


@dataclass(frozen=True)
class Head:
    """Who is served now."""

    id: UUID
    reservation_id: ReservationId
    order_id: OrderId
    sku: Sku
    quantity: int
    # How many pieces are free elsewhere than at the main location.
    elsewhere: int


def join(
    reservation_id: ReservationId,
    lines: Sequence[StockLine],
    *,
    order_id: OrderId,
    until: datetime | None,
    now: datetime,
) -> None:
    """Put a reservation at the end of the lines of these SKUs, whose rows are locked."""
    skus = [line.sku for line in lines]
    items = fetch_as(StockItem, _JOIN, {"reservation": reservation_id, "skus": skus, "until": until, "now": now})
    limits.tell(items, {line.sku: -line.quantity for line in lines}, now=now)
    awaited = signals.StockAwaited(
        reservation_id=reservation_id, order_id=order_id, lines=tuple(lines), occurred_at=now
    )
    signals.stock_awaited.publish(awaited)


def leave(reservation_id: ReservationId, *, now: datetime) -> list[StockItem]:
    """Take a reservation out of all lines, the rows of its SKUs are locked; of which nothing was kept for it.

    What is left of them rises by its pieces, and whoever ends it tells.
    """
    return fetch_as(StockItem, _LEAVE, {"reservation": reservation_id, "now": now})


def put(
    pieces: Mapping[Sku, int], place: Place, entry: Entry, costs: Mapping[Sku, Decimal | None] = {}
) -> list[StockItem]:
    """Put pieces on the shelves of a place, and serve first who waits for them; the items as they came. They may have a cost each."""
    come = sorted(sku for sku, quantity in pieces.items() if quantity)
    locked = stock.lock_free(come)
    if place.id is not None:
        stock.open_levels(come, place.id, now=entry.now)
    deltas = [Delta(sku=sku, on_hand=pieces[sku], location_id=place.id, cost=costs.get(sku)) for sku in come]
    items = limits.move(deltas, entry)
    serve(locked, entry.now)
    return items


def serve(locked: Mapping[Sku, Free], now: datetime) -> bool:
    """Give what has come free to those who wait for it, in order of arrival; whether anybody was served.

    The rows of the SKUs are locked, and were so before the pieces came free: `locked` says for which somebody waits.
    """
    awaited = [sku for sku, free in locked.items() if free.waiting]
    heads = fetch_as(Head, _HEADS, [awaited]) if awaited else []
    if heads:
        _keep(heads, now=now)
        _tell(heads, now=now)
    return bool(heads)


def _keep(heads: Sequence[Head], *, now: datetime) -> None:
    pieces = _sourced(heads)
    fetch_all(_SERVED, {"lines": [head.id for head in heads], "now": now})
    statements.allocate([(head.reservation_id, piece) for head, piece in pieces if piece.location_id is not None])
    statements.move_here(
        [
            (head.order_id, StockLine(sku=piece.sku, quantity=piece.quantity))
            for head, piece in pieces
            if piece.location_id is None
        ],
        MovementKind.RESERVE,
        now=now,
    )
    there = [
        Delta(sku=piece.sku, reserved=piece.quantity, location_id=piece.location_id, order_id=head.order_id)
        for head, piece in pieces
        if piece.location_id is not None
    ]
    move(there, Entry(kind=MovementKind.RESERVE, now=now))


def _sourced(heads: Sequence[Head]) -> list[tuple[Head, Piece]]:
    """From where each is served; where nothing is free elsewhere, nobody is asked."""
    shelves = statements.shelves(sorted({head.sku for head in heads})) if any(head.elsewhere for head in heads) else []
    found = []
    for head in heads:
        wanted = [StockLine(sku=head.sku, quantity=head.quantity)]
        if not shelves:
            found.append((head, Piece(sku=head.sku, location_id=None, quantity=head.quantity)))
            continue
        pieces = domain.sourcing(wanted, shelves)
        shelves = domain.left_on(shelves, pieces)
        found += [(head, piece) for piece in pieces]
    return found


def _tell(heads: Sequence[Head], *, now: datetime) -> None:
    served = sorted({str(head.reservation_id) for head in heads})
    execute(_LOCK, [served])
    complete = groupby(fetch_all(_COMPLETE, [served]), key=lambda row: (row[0], row[1]))
    signals.reservation_held.publish_all(
        [
            signals.ReservationHeld(
                reservation_id=reservation_id,
                order_id=order_id,
                lines=tuple(StockLine(sku=sku, quantity=quantity) for *_, sku, quantity in lines),
                occurred_at=now,
            )
            for (reservation_id, order_id), lines in complete
        ]
    )
