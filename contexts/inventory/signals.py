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
    StockCommitted,
    StockReleased,
    StockReserved,
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
    "StockAdjusted",
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
    "stock_adjusted",
    "stock_committed",
    "stock_received",
    "stock_released",
    "stock_reserved",
    "stocktake_closed",
    "transfer_received",
    "transfer_sent",
]
