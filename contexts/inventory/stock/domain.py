"""The rules of counting stock, in plain Python."""

from contexts.inventory.stock.errors import DeltaOutOfRange, QuantityOutOfRange, ReasonMissing

MOST_PIECES = 1_000_000


def check_quantity(quantity: int) -> None:
    """Raises QuantityOutOfRange."""
    if not 1 <= quantity <= MOST_PIECES:
        raise QuantityOutOfRange(quantity=quantity, most=MOST_PIECES)


def check_adjustment(*, delta: int, reason: str) -> None:
    """Raises DeltaOutOfRange, ReasonMissing."""
    if delta == 0 or abs(delta) > MOST_PIECES:
        raise DeltaOutOfRange(delta=delta, most=MOST_PIECES)
    if not reason.strip():
        raise ReasonMissing
