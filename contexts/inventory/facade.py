"""Everything other contexts may ask of inventory."""

from contexts.inventory.errors import (
    DeltaOutOfRange,
    NotEnoughStock,
    QuantityOutOfRange,
    ReasonMissing,
    ReservationCommitted,
    ReservationDiffers,
    ReservationNotFound,
    ReservationReleased,
    SkuUnknown,
)
from contexts.inventory.queries import (
    availability,
    find_discrepancies,
    get_reservation,
    get_stock_item,
    list_movements,
    list_stock_items,
)
from contexts.inventory.use_cases import (
    adjust_stock,
    commit_stock,
    open_stock_item,
    receive_stock,
    release_stock,
    reserve_stock,
)

__all__ = [
    "DeltaOutOfRange",
    "NotEnoughStock",
    "QuantityOutOfRange",
    "ReasonMissing",
    "ReservationCommitted",
    "ReservationDiffers",
    "ReservationNotFound",
    "ReservationReleased",
    "SkuUnknown",
    "adjust_stock",
    "availability",
    "commit_stock",
    "find_discrepancies",
    "get_reservation",
    "get_stock_item",
    "list_movements",
    "list_stock_items",
    "open_stock_item",
    "receive_stock",
    "release_stock",
    "reserve_stock",
]
