"""What keeps stock for orders, gives it back, and lets it leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from contexts.inventory.reservations import domain, dto, models, queries, signals, statements
from contexts.inventory.reservations.dto import Piece, ReservationState, StockLine
from contexts.inventory.reservations.errors import ReservationNotFound
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.statements import Delta, Entry
from gotuto.db import unit_of_work
from gotuto.ids import OrderId

# How the shop chooses from where an order is served.
sourcing: domain.Sourcing = domain.by_priority


@unit_of_work
def reserve_stock(
    *,
    order_id: OrderId,
    lines: Sequence[dto.StockLine],
    allowance: dto.Allowance | None = None,
    until: datetime | None = None,
    now: datetime,
) -> dto.Reservation:
    """Keep all pieces for an order, or none; the repeat with the same lines answers the same.

    `until` is when the order ends unless it is paid; it is told to people, and ends nothing here.

    Raises NotEnoughStock, AllowanceExceeded, QuantityOutOfRange, ReservationDiffers, ReservationAlreadyReleased.
    """
    wanted = domain.merged(lines)
    opened = statements.open_reservation(
        order_id=order_id, state=ReservationState.HELD, lines=wanted, until=until, now=now
    )
    if opened is None:
        known = queries.get_reservation(order_id=order_id)
        domain.check_repeat(known, wanted)
        return known
    domain.check_free(wanted, opened.free)
    if allowance is not None:
        domain.check_allowance(wanted, opened.free, allowance)
    pieces = _sourced(wanted, opened)
    deltas = [
        Delta(sku=piece.sku, reserved=piece.quantity, location_id=piece.location_id, order_id=order_id)
        for piece in pieces
    ]
    stock.move(deltas, Entry(kind=MovementKind.RESERVE, now=now))
    signals.stock_reserved.publish(
        signals.StockReserved(reservation_id=opened.id, order_id=order_id, lines=wanted, occurred_at=now)
    )
    return dto.Reservation(id=opened.id, order_id=order_id, state=ReservationState.HELD, lines=wanted)


@unit_of_work
def release_stock(*, order_id: OrderId, now: datetime) -> dto.Reservation:
    """Give the pieces of an order back; without a reservation, leave a tombstone: it never gets one. Raises ReservationAlreadyCommitted."""
    opened = statements.open_reservation(order_id=order_id, state=ReservationState.RELEASED, lines=(), now=now)
    if opened is not None:
        return dto.Reservation(id=opened.id, order_id=order_id, state=ReservationState.RELEASED, lines=())
    row = _lock_reservation(order_id)
    reservation = row.to_dto()
    domain.check_releasable(reservation)
    if reservation.state is not ReservationState.HELD:
        return reservation
    released = _turn(row, reservation, ReservationState.RELEASED, now=now)
    signals.stock_released.publish(
        signals.StockReleased(reservation_id=released.id, order_id=order_id, lines=released.lines, occurred_at=now)
    )
    return released


@unit_of_work
def release_stock_of_orders(*, order_ids: Sequence[OrderId], now: datetime) -> None:
    """Give back what is held for many orders; what has left, or was given back before, stays as it is."""
    lines = statements.release(order_ids, now=now)
    signals.stock_released.publish_all(
        [
            signals.StockReleased(
                reservation_id=reservation_id,
                order_id=order_id,
                lines=tuple(StockLine(sku=line.sku, quantity=line.quantity) for line in of_it),
                occurred_at=now,
            )
            for (reservation_id, order_id), of_it in groupby(lines, key=lambda line: (line.id, line.order_id))
        ]
    )


@unit_of_work
def commit_stock(*, order_id: OrderId, now: datetime) -> dto.Reservation:
    """The reserved pieces leave the warehouse. Raises ReservationNotFound, ReservationAlreadyReleased."""
    row = _lock_reservation(order_id)
    reservation = row.to_dto()
    domain.check_committable(reservation)
    if reservation.state is not ReservationState.HELD:
        return reservation
    committed = _turn(row, reservation, ReservationState.COMMITTED, now=now)
    signals.stock_committed.publish(
        signals.StockCommitted(reservation_id=committed.id, order_id=order_id, lines=committed.lines, occurred_at=now)
    )
    return committed


def _sourced(wanted: Sequence[StockLine], opened: statements.Opened) -> list[Piece]:
    """From where the pieces come. Where nothing is free elsewhere, nobody is asked."""
    if not opened.elsewhere:
        return [Piece(sku=line.sku, location_id=None, quantity=line.quantity) for line in wanted]
    pieces = sourcing(wanted, statements.shelves([line.sku for line in wanted]))
    elsewhere = [piece for piece in pieces if piece.location_id is not None]
    if elsewhere:
        statements.allocate(opened.id, elsewhere)
    return pieces


def _lock_reservation(order_id: OrderId) -> models.Reservation:
    rows = models.Reservation.objects.select_for_update(no_key=True).filter(order_id=order_id)
    row = rows.prefetch_related("lines").first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row


def _turn(
    row: models.Reservation, reservation: dto.Reservation, state: ReservationState, *, now: datetime
) -> dto.Reservation:
    row.state, row.updated_at = state, now
    row.save(update_fields=["state", "updated_at"])
    # Locked first, in SKU order: the update alone takes rows as it finds them, and two orders could deadlock.
    stock.lock_free([line.sku for line in reservation.lines])
    leaves = state is ReservationState.COMMITTED
    deltas = [
        Delta(
            sku=piece.sku,
            on_hand=-piece.quantity if leaves else 0,
            reserved=-piece.quantity,
            location_id=piece.location_id,
            order_id=reservation.order_id,
        )
        for piece in statements.pieces_of(row)
    ]
    kind = MovementKind.COMMIT if leaves else MovementKind.RELEASE
    stock.move(deltas, Entry(kind=kind, now=now))
    return replace(reservation, state=state)
