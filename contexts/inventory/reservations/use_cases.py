"""What keeps stock for orders, gives it back, and lets it leave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from contexts.inventory.reservations import domain, dto, line, models, signals, statements
from contexts.inventory.reservations.dto import Piece, ReservationState, StockLine
from contexts.inventory.reservations.errors import ReservationNotFound
from contexts.inventory.stock import limits
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.dto import MovementKind
from contexts.inventory.stock.statements import Delta, Entry, Free
from gotuto.db import unit_of_work
from gotuto.ids import OrderId, Sku


@unit_of_work
def reserve_stock(
    *,
    order_id: OrderId,
    lines: Sequence[dto.StockLine],
    allowance: dto.Allowance | None = None,
    until: datetime | None = None,
    waits_until: datetime | None = None,
    now: datetime,
) -> dto.Reservation:
    """Keep all pieces for an order, or none; the repeat with the same lines answers the same.

    Where orders for a SKU wait, the answer may be `waiting`: the order stands in line for what is not there, and keeps the rest.
    `ReservationHeld` tells when all of it is there. `until` is when the order ends unless it is paid, put off by as long as it has
    stood in line, and `waits_until` when it gives its place up; both are told to people, and end nothing here.

    Raises NotEnoughStock, WaitingLineFull, AllowanceExceeded, QuantityOutOfRange, ReservationDiffers,
    ReservationAlreadyReleased.
    """
    wanted = domain.merged(lines)
    opened = statements.open_reservation(
        order_id=order_id, state=ReservationState.HELD, lines=wanted, until=until, now=now
    )
    if opened is None:
        return _asked_again(order_id, wanted, until=until, now=now)
    short = domain.check_free(wanted, opened.free, opened.room)
    if allowance is not None:
        domain.check_allowance(wanted, opened.free, allowance)
    _keep([one for one in wanted if one not in short], opened, order_id, now=now)
    if short:
        line.join(opened.id, short, order_id=order_id, until=waits_until, now=now)
        return dto.Reservation(id=opened.id, order_id=order_id, state=ReservationState.WAITING, lines=wanted)
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
    if reservation.state is ReservationState.RELEASED:
        return reservation
    locked, back = _turn(row, reservation, ReservationState.RELEASED, now=now)
    line.serve(locked, now)
    if back:
        signals.stock_released.publish(
            signals.StockReleased(reservation_id=reservation.id, order_id=order_id, lines=back, occurred_at=now)
        )
    return replace(reservation, state=ReservationState.RELEASED)


@unit_of_work
def release_stock_of_orders(*, order_ids: Sequence[OrderId], now: datetime) -> None:
    """Give back what is held for many orders; what has left, was given back before, or is not there yet, stays as it is."""
    released = statements.release(order_ids, now=now)
    back = Counter[Sku]()
    for one in released.lines:
        back[one.sku] += one.quantity
    limits.tell(released.items.values(), back, now=now)
    line.serve(released.locked, now)
    signals.stock_released.publish_all(
        [
            signals.StockReleased(
                reservation_id=reservation_id,
                order_id=order_id,
                lines=tuple(StockLine(sku=given.sku, quantity=given.quantity) for given in of_it),
                occurred_at=now,
            )
            for (reservation_id, order_id), of_it in groupby(
                released.lines, key=lambda given: (given.id, given.order_id)
            )
        ]
    )


@unit_of_work
def commit_stock(*, order_id: OrderId, now: datetime) -> dto.Reservation:
    """The reserved pieces leave the warehouse. Raises ReservationNotFound, ReservationAlreadyReleased, ReservationWaits."""
    row = _lock_reservation(order_id)
    reservation = row.to_dto()
    domain.check_committable(reservation)
    if reservation.state is not ReservationState.HELD:
        return reservation
    _turn(row, reservation, ReservationState.COMMITTED, now=now)
    signals.stock_committed.publish(
        signals.StockCommitted(
            reservation_id=reservation.id, order_id=order_id, lines=reservation.lines, occurred_at=now
        )
    )
    return replace(reservation, state=ReservationState.COMMITTED)


def _asked_again(
    order_id: OrderId, wanted: tuple[StockLine, ...], *, until: datetime | None, now: datetime
) -> dto.Reservation:
    """What is kept for the order; of one that has stood in line it is noted anew until when it is to be paid."""
    row = models.Reservation.objects.filter(order_id=order_id).prefetch_related("lines").get()
    known = row.to_dto()
    domain.check_repeat(known, wanted)
    if known.state is ReservationState.HELD and row.queued_at is not None:
        later = until and until + (now - row.queued_at)
        models.Reservation.objects.filter(id=row.id).update(held_until=later)
    return known


def _keep(taken: Sequence[StockLine], opened: statements.Opened, order_id: OrderId, *, now: datetime) -> None:
    deltas = [
        Delta(sku=piece.sku, reserved=piece.quantity, location_id=piece.location_id, order_id=order_id)
        for piece in _sourced(taken, opened)
    ]
    limits.move(deltas, Entry(kind=MovementKind.RESERVE, now=now))


def _sourced(wanted: Sequence[StockLine], opened: statements.Opened) -> list[Piece]:
    """From where the pieces come. Where nothing is free elsewhere, nobody is asked."""
    if not opened.elsewhere:
        return [Piece(sku=one.sku, location_id=None, quantity=one.quantity) for one in wanted]
    pieces = domain.sourcing(wanted, statements.shelves([one.sku for one in wanted]))
    statements.allocate([(opened.id, piece) for piece in pieces if piece.location_id is not None])
    return pieces


def _lock_reservation(order_id: OrderId) -> models.Reservation:
    rows = models.Reservation.objects.select_for_update(no_key=True).filter(order_id=order_id)
    row = rows.prefetch_related("lines").first()
    if row is None:
        raise ReservationNotFound(order_id=order_id)
    return row


def _turn(
    row: models.Reservation, reservation: dto.Reservation, state: ReservationState, *, now: datetime
) -> tuple[dict[Sku, Free], tuple[StockLine, ...]]:
    """End a reservation: the counters of its SKUs as they were before, and the lines that were kept."""
    row.state, row.updated_at = state, now
    row.save(update_fields=["state", "updated_at"])
    # Locked first, in SKU order: the update alone takes rows as it finds them, and two orders could deadlock.
    locked = stock.lock_free([one.sku for one in reservation.lines])
    gone: set[Sku] = set()
    if reservation.state is ReservationState.WAITING:
        # Until the SKUs were locked it may have been served.
        items = line.leave(reservation.id, now=now)
        gone = {item.sku for item in items}
        limits.tell(items, {one.sku: one.quantity for one in reservation.lines}, now=now)
        row = _lock_reservation(reservation.order_id)
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
        if piece.sku not in gone
    ]
    kind = MovementKind.COMMIT if leaves else MovementKind.RELEASE
    limits.move(deltas, Entry(kind=kind, now=now))
    return locked, tuple(one for one in reservation.lines if one.sku not in gone)
