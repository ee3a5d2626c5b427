"""The rules of counting stock, in plain Python."""

from contexts.inventory.stock.dto import Cause
from contexts.inventory.stock.errors import DeltaOutOfRange, QuantityOutOfRange, ReasonMissing, WrongDirection

MOST_PIECES = 1_000_000


def check_quantity(quantity: int) -> None:
    """Raises QuantityOutOfRange."""
    if not 1 <= quantity <= MOST_PIECES:
        raise QuantityOutOfRange(quantity=quantity, most=MOST_PIECES)


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
