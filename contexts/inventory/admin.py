"""Inventory in the back office."""

from contexts.inventory.audits.admin import (
    CorrectionAdmin,
)
from contexts.inventory.locations.admin import (
    LocationAdmin,
)
from contexts.inventory.reservations.admin import (
    ReservationAdmin,
)
from contexts.inventory.stock.admin import (
    MovementAdmin,
    StockItemAdmin,
)
from contexts.inventory.stocktakes.admin import (
    StocktakeAdmin,
)
from contexts.inventory.transfers.admin import (
    TransferAdmin,
)

__all__ = [
    "CorrectionAdmin",
    "LocationAdmin",
    "MovementAdmin",
    "ReservationAdmin",
    "StockItemAdmin",
    "StocktakeAdmin",
    "TransferAdmin",
]
