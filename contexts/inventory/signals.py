"""The events that inventory publishes, of all topics."""

from contexts.inventory.locations.signals import (
    LocationOpened,
    LocationUpdated,
    LocationWasClosed,
    location_opened,
    location_updated,
    location_was_closed,
)
from contexts.inventory.purchasing.signals import (
    PurchaseOrderPlaced,
    PurchaseReceived,
    purchase_order_placed,
    purchase_received,
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
    AvailabilityChanged,
    StockAdjusted,
    StockLow,
    StockReceived,
    StockReplenished,
    availability_changed,
    stock_adjusted,
    stock_low,
    stock_received,
    stock_replenished,
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
    "AvailabilityChanged",
    "LocationOpened",
    "LocationUpdated",
    "LocationWasClosed",
    "PurchaseOrderPlaced",
    "PurchaseReceived",
    "ReservationHeld",
    "StockAdjusted",
    "StockAwaited",
    "StockCommitted",
    "StockLow",
    "StockReceived",
    "StockReleased",
    "StockReplenished",
    "StockReserved",
    "StocktakeClosed",
    "TransferReceived",
    "TransferSent",
    "availability_changed",
    "location_opened",
    "location_updated",
    "location_was_closed",
    "purchase_order_placed",
    "purchase_received",
    "reservation_held",
    "stock_adjusted",
    "stock_awaited",
    "stock_committed",
    "stock_low",
    "stock_received",
    "stock_released",
    "stock_replenished",
    "stock_reserved",
    "stocktake_closed",
    "transfer_received",
    "transfer_sent",
]
