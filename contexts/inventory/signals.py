"""The events that inventory publishes, of all topics."""

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

__all__ = [
    "StockAdjusted",
    "StockCommitted",
    "StockReceived",
    "StockReleased",
    "StockReserved",
    "stock_adjusted",
    "stock_committed",
    "stock_received",
    "stock_released",
    "stock_reserved",
]
