"""The rules of counting stock, in plain Python."""

from contexts.inventory.stock.dto import Cause, StockItem, Terms
from contexts.inventory.stock.errors import (
    DeltaOutOfRange,
    QuantityOutOfRange,
    ReasonMissing,
    ReorderOutOfRange,
    WaitingLimitOutOfRange,
    WrongDirection,
)

MOST_PIECES = 1_000_000


def check_quantity(quantity: int) -> None:
    """Raises QuantityOutOfRange."""
    if not 1 <= quantity <= MOST_PIECES:
        raise QuantityOutOfRange(quantity=quantity, most=MOST_PIECES)


def check_terms(terms: Terms) -> None:
    """Raises WaitingLimitOutOfRange, ReorderOutOfRange."""
    if terms.waiting_limit is not None and not 1 <= terms.waiting_limit <= MOST_PIECES:
        raise WaitingLimitOutOfRange(limit=terms.waiting_limit, most=MOST_PIECES)
    for where, least in (("reorder_point", 0), ("reorder_quantity", 1)):
        pieces = getattr(terms, where)
        if pieces is not None and not least <= pieces <= MOST_PIECES:
            raise ReorderOutOfRange(where=where, least=least, pieces=pieces, most=MOST_PIECES)


def was_low(item: StockItem, by: int) -> bool:
    """Whether it was low before so many pieces more (or, below zero, fewer) were left."""
    return item.reorder_point is not None and item.left - by <= item.reorder_point


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
