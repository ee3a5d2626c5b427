"""What inventory refuses, of all topics."""

from contexts.inventory.reservations.errors import (
    AllowanceExceeded,
    ReservationAlreadyCommitted,
    ReservationAlreadyReleased,
    ReservationDiffers,
    ReservationNotFound,
)
from contexts.inventory.stock.errors import (
    DeltaOutOfRange,
    NotEnoughStock,
    QuantityOutOfRange,
    ReasonMissing,
    SkuUnknown,
)

__all__ = [
    "AllowanceExceeded",
    "DeltaOutOfRange",
    "NotEnoughStock",
    "QuantityOutOfRange",
    "ReasonMissing",
    "ReservationAlreadyCommitted",
    "ReservationAlreadyReleased",
    "ReservationDiffers",
    "ReservationNotFound",
    "SkuUnknown",
]
