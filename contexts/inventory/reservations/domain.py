"""The rules of keeping stock for orders, in plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from contexts.inventory.reservations.dto import Allowance, Reservation, ReservationState, StockLine
from contexts.inventory.reservations.errors import (
    AllowanceExceeded,
    ReservationAlreadyCommitted,
    ReservationAlreadyReleased,
    ReservationDiffers,
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


def check_free(lines: Sequence[StockLine], free: Mapping[Sku, int]) -> None:
    """All or nothing; a SKU that never lay in the warehouse counts as sold out. Raises NotEnoughStock for the first short line."""
    for line in lines:
        available = free.get(line.sku, 0)
        if available < line.quantity:
            raise NotEnoughStock(sku=line.sku, wanted=line.quantity, available=available)


def check_allowance(lines: Sequence[StockLine], free: Mapping[Sku, int], allowance: Allowance) -> None:
    """One order must not take all that others might buy. Raises AllowanceExceeded for the first line that would."""
    for line in lines:
        most = max(allowance.pieces, int(free.get(line.sku, 0) * allowance.share))
        if line.quantity > most:
            raise AllowanceExceeded(sku=line.sku, wanted=line.quantity, most=most)


def check_repeat(reservation: Reservation, lines: tuple[StockLine, ...]) -> None:
    """The same order may ask again for the same pieces only. Raises ReservationAlreadyReleased, ReservationDiffers."""
    check_committable(reservation)
    if reservation.lines != lines:
        raise ReservationDiffers(order_id=reservation.order_id)


def check_releasable(reservation: Reservation) -> None:
    """Pieces that have left do not come back by a release. Raises ReservationAlreadyCommitted."""
    if reservation.state is ReservationState.COMMITTED:
        raise ReservationAlreadyCommitted(order_id=reservation.order_id)


def check_committable(reservation: Reservation) -> None:
    """Pieces that were given back cannot leave. Raises ReservationAlreadyReleased."""
    if reservation.state is ReservationState.RELEASED:
        raise ReservationAlreadyReleased(order_id=reservation.order_id)
