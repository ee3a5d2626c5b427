"""The rules of transfers, in plain Python."""

from collections.abc import Sequence

from contexts.inventory.reservations.domain import merged
from contexts.inventory.reservations.dto import StockLine
from contexts.inventory.stock.domain import check_quantity
from contexts.inventory.stock.errors import QuantityOutOfRange
from contexts.inventory.transfers.dto import Arrival, TransferLine, TransferState
from contexts.inventory.transfers.errors import NotInTransit, SamePlace, TransferEmpty, TransferMoved
from gotuto.ids import Sku

MOST_LINES = 500


def packed(lines: Sequence[StockLine]) -> tuple[StockLine, ...]:
    """One line for each SKU, in SKU order. Raises TransferEmpty, QuantityOutOfRange."""
    wanted = merged(lines)
    if not 1 <= len(wanted) <= MOST_LINES:
        raise TransferEmpty(most=MOST_LINES)
    return wanted


def check_places(*, from_location: str, to_location: str) -> None:
    """Raises SamePlace."""
    if from_location == to_location:
        raise SamePlace(location=from_location)


def check_state(state: TransferState, needed: TransferState) -> None:
    """Raises TransferMoved."""
    if state is not needed:
        raise TransferMoved(state=state.value, needed=needed.value)


def arrived(lines: Sequence[TransferLine], arrivals: Sequence[Arrival]) -> dict[Sku, Arrival]:
    """What has come of each SKU; said of none, all that is on its way has come. Raises NotInTransit, QuantityOutOfRange."""
    if not arrivals:
        arrivals = [Arrival(sku=line.sku, quantity=line.in_transit) for line in lines if line.in_transit]
    under_way = {line.sku: line.in_transit for line in lines}
    found: dict[Sku, Arrival] = {}
    for one in arrivals:
        _check(one)
        before = found.get(one.sku, Arrival(sku=one.sku))
        told = Arrival(sku=one.sku, quantity=before.quantity + one.quantity, missing=before.missing + one.missing)
        pieces, most = told.quantity + told.missing, under_way.get(one.sku, 0)
        if pieces > most:
            raise NotInTransit(sku=one.sku, pieces=pieces, in_transit=most)
        found[one.sku] = told
    return found


def _check(arrival: Arrival) -> None:
    check_quantity(arrival.quantity + arrival.missing)
    for part in (arrival.quantity, arrival.missing):
        if part < 0:
            raise QuantityOutOfRange(quantity=part, most=arrival.quantity + arrival.missing)


def after(lines: Sequence[TransferLine], arrivals: dict[Sku, Arrival]) -> tuple[TransferLine, ...]:
    """The lines once this has come."""
    nothing = {line.sku: Arrival(sku=line.sku) for line in lines}
    now_there = nothing | arrivals
    return tuple(
        TransferLine(
            sku=line.sku,
            quantity=line.quantity,
            received=line.received + now_there[line.sku].quantity,
            missing=line.missing + now_there[line.sku].missing,
        )
        for line in lines
    )
