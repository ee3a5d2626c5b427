"""The events that inventory publishes, of all topics."""

from contexts.inventory.locations.signals import (
    LocationOpened,
    LocationUpdated,
    LocationWasClosed,
    location_opened,
    location_updated,
    location_was_closed,
)
from contexts.inventory.reservations.signals import (
    ReservationHeld,
    StockAwaited,
    StockCommitted,
    StockReleased,
    StockReserved,
    reservation_held,
    stock_awaited,
    stock_committed,
    stock_released,
    stock_reserved,
)
from contexts.inventory.stock.signals import (
    StockAdjusted,
    StockReceived,
    stock_adjusted,
    stock_received,
)
from contexts.inventory.stocktakes.signals import (
    StocktakeClosed,
    stocktake_closed,
)
from contexts.inventory.transfers.signals import (
    TransferReceived,
    TransferSent,
    transfer_received,
    transfer_sent,
)

__all__ = [
    "LocationOpened",
    "LocationUpdated",
    "LocationWasClosed",
    "ReservationHeld",
    "StockAdjusted",
    "StockAwaited",
    "StockCommitted",
    "StockReceived",
    "StockReleased",
    "StockReserved",
    "StocktakeClosed",
    "TransferReceived",
    "TransferSent",
    "location_opened",
    "location_updated",
    "location_was_closed",
    "reservation_held",
    "stock_adjusted",
    "stock_awaited",
    "stock_committed",
    "stock_received",
    "stock_released",
    "stock_reserved",
    "stocktake_closed",
    "transfer_received",
    "transfer_sent",
]
