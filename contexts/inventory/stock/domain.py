"""The rules of counting stock, in plain Python."""

from contexts.inventory.stock.dto import Availability, Cause, StockItem
from contexts.inventory.stock.errors import (
    DeltaOutOfRange,
    QuantityOutOfRange,
    ReasonMissing,
    WaitingLimitOutOfRange,
    WrongDirection,
)
from gotuto.ids import Sku

MOST_PIECES = 1_000_000


def offered(sku: Sku, item: StockItem | None) -> Availability:
    """What a buyer may know of a SKU that is for sale; of any other there is nothing to know."""
    if item is None:
        return Availability(sku=sku, available=0, is_available=False)
    is_there = item.available > 0
    return Availability(
        sku=sku,
        available=item.available,
        is_available=is_there,
        can_wait=item.can_wait and not is_there,
        expected_at=None if is_there else item.expected_at,
    )


def check_quantity(quantity: int) -> None:
    """Raises QuantityOutOfRange."""
    if not 1 <= quantity <= MOST_PIECES:
        raise QuantityOutOfRange(quantity=quantity, most=MOST_PIECES)


def check_waiting_limit(limit: int | None) -> None:
    """Raises WaitingLimitOutOfRange."""
    if limit is not None and not 1 <= limit <= MOST_PIECES:
        raise WaitingLimitOutOfRange(limit=limit, most=MOST_PIECES)


def check_adjustment(*, delta: int, reason: str, cause: Cause = Cause.ADJUSTMENT) -> None:
    """Raises DeltaOutOfRange, ReasonMissing, WrongDirection."""
    if delta == 0 or abs(delta) > MOST_PIECES:
        raise DeltaOutOfRange(delta=delta, most=MOST_PIECES)
    if not reason.strip():
        raise ReasonMissing
    if cause is Cause.RETURN and delta < 0:
        raise WrongDirection(cause="return", side="above", delta=delta)
    if cause in (Cause.SCRAP, Cause.WRITE_OFF) and delta > 0:
        raise WrongDirection(cause=cause.value.replace("_", "-"), side="below", delta=delta)
