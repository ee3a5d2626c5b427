"""The rules of keeping stock for orders, in plain Python."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from contexts.inventory.reservations.dto import Allowance, Piece, Reservation, ReservationState, Shelf, StockLine
from contexts.inventory.reservations.errors import (
    AllowanceExceeded,
    ReservationAlreadyCommitted,
    ReservationAlreadyReleased,
    ReservationDiffers,
    ReservationWaits,
    WaitingLineFull,
)
from contexts.inventory.stock.domain import check_quantity
from contexts.inventory.stock.errors import NotEnoughStock
from gotuto.ids import Sku


def merged(lines: Iterable[StockLine]) -> tuple[StockLine, ...]:
    """One line for each SKU, in SKU order. Raises QuantityOutOfRange."""
    pieces: Counter[Sku] = Counter()
    for line in lines:
        check_quantity(line.quantity)
        pieces[line.sku] += line.quantity
    for quantity in pieces.values():
        check_quantity(quantity)
    return tuple(StockLine(sku=sku, quantity=pieces[sku]) for sku in sorted(pieces))


def check_free(lines: Sequence[StockLine], free: Mapping[Sku, int], room: Mapping[Sku, int]) -> list[StockLine]:
    """All or nothing: the lines that have to wait, where there is room in the line of their SKU; nobody passes who waits already.

    A SKU that never lay in the warehouse counts as sold out. Raises NotEnoughStock, WaitingLineFull for the first short line.
    """
    short = [line for line in lines if free.get(line.sku, 0) < line.quantity]
    for line in short:
        if line.sku not in room:
            raise NotEnoughStock(sku=line.sku, wanted=line.quantity, available=free.get(line.sku, 0))
        if room[line.sku] < line.quantity:
            raise WaitingLineFull(sku=line.sku, wanted=line.quantity, room=max(room[line.sku], 0))
    return short


def check_allowance(lines: Sequence[StockLine], free: Mapping[Sku, int], allowance: Allowance) -> None:
    """One order must not take all that others might buy. Raises AllowanceExceeded for the first line that would."""
    for line in lines:
        most = max(allowance.pieces, int(free.get(line.sku, 0) * allowance.share))
        if line.quantity > most:
            raise AllowanceExceeded(sku=line.sku, wanted=line.quantity, most=most)


def check_repeat(reservation: Reservation, lines: tuple[StockLine, ...]) -> None:
    """The same order may ask again for the same pieces only. Raises ReservationAlreadyReleased, ReservationDiffers."""
    check_open(reservation)
    if reservation.lines != lines:
        raise ReservationDiffers(order_id=reservation.order_id)


def check_releasable(reservation: Reservation) -> None:
    """Pieces that have left do not come back by a release. Raises ReservationAlreadyCommitted."""
    if reservation.state is ReservationState.COMMITTED:
        raise ReservationAlreadyCommitted(order_id=reservation.order_id)


def check_committable(reservation: Reservation) -> None:
    """Pieces that were given back, or have not come yet, cannot leave. Raises ReservationAlreadyReleased, ReservationWaits."""
    check_open(reservation)
    if reservation.state is ReservationState.WAITING:
        raise ReservationWaits(order_id=reservation.order_id)


def check_open(reservation: Reservation) -> None:
    """Raises ReservationAlreadyReleased."""
    if reservation.state is ReservationState.RELEASED:
        raise ReservationAlreadyReleased(order_id=reservation.order_id)


# From where an order is served: of its lines and of what is free at each location, in their order; all of it is free somewhere.
Sourcing = Callable[[Sequence[StockLine], Sequence[Shelf]], list[Piece]]


def by_priority(lines: Sequence[StockLine], shelves: Sequence[Shelf]) -> list[Piece]:
    """All from the first location that has all of it; if none has, from one after the other until all is there."""
    for shelf in shelves:
        if all(shelf.free.get(line.sku, 0) >= line.quantity for line in lines):
            return [Piece(sku=line.sku, location_id=shelf.location_id, quantity=line.quantity) for line in lines]
    return [piece for line in lines for piece in _one_after_the_other(line, shelves)]


# How the shop chooses from where an order is served.
sourcing: Sourcing = by_priority


def left_on(shelves: Sequence[Shelf], pieces: Sequence[Piece]) -> list[Shelf]:
    """What is free at each location once these pieces are taken."""
    taken = {(piece.location_id, piece.sku): piece.quantity for piece in pieces}
    return [
        replace(shelf, free={sku: free - taken.get((shelf.location_id, sku), 0) for sku, free in shelf.free.items()})
        for shelf in shelves
    ]


def _one_after_the_other(line: StockLine, shelves: Sequence[Shelf]) -> Iterator[Piece]:
    missing = line.quantity
    for shelf in shelves:
        taken = min(missing, shelf.free.get(line.sku, 0))
        if taken > 0:
            yield Piece(sku=line.sku, location_id=shelf.location_id, quantity=taken)
            missing -= taken
