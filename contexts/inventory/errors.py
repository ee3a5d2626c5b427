"""What inventory refuses, of all topics."""

from contexts.inventory.audits.errors import (
    LedgerPromisesTooMuch,
)
from contexts.inventory.locations.errors import (
    LocationClosed,
    LocationInvalid,
    LocationNotEmpty,
    LocationNotFound,
    LocationTaken,
    MainStaysOpen,
)
from contexts.inventory.reservations.errors import (
    AllowanceExceeded,
    ReservationAlreadyCommitted,
    ReservationAlreadyReleased,
    ReservationDiffers,
    ReservationNotFound,
    ReservationWaits,
    WaitingLineFull,
)
from contexts.inventory.stock.errors import (
    DeltaOutOfRange,
    NotEnoughStock,
    QuantityOutOfRange,
    ReasonMissing,
    SkuUnknown,
    WaitingLimitOutOfRange,
    WrongDirection,
)
from contexts.inventory.stocktakes.errors import (
    CountOutOfRange,
    NotInStocktake,
    StocktakeEnded,
    StocktakeNotFound,
    StocktakeOutOfRange,
)
from contexts.inventory.transfers.errors import (
    NotInTransit,
    SamePlace,
    TransferEmpty,
    TransferMoved,
    TransferNotFound,
)

__all__ = [
    "AllowanceExceeded",
    "CountOutOfRange",
    "DeltaOutOfRange",
    "LedgerPromisesTooMuch",
    "LocationClosed",
    "LocationInvalid",
    "LocationNotEmpty",
    "LocationNotFound",
    "LocationTaken",
    "MainStaysOpen",
    "NotEnoughStock",
    "NotInStocktake",
    "NotInTransit",
    "QuantityOutOfRange",
    "ReasonMissing",
    "ReservationAlreadyCommitted",
    "ReservationAlreadyReleased",
    "ReservationDiffers",
    "ReservationNotFound",
    "ReservationWaits",
    "SamePlace",
    "SkuUnknown",
    "StocktakeEnded",
    "StocktakeNotFound",
    "StocktakeOutOfRange",
    "TransferEmpty",
    "TransferMoved",
    "TransferNotFound",
    "WaitingLimitOutOfRange",
    "WaitingLineFull",
    "WrongDirection",
]
