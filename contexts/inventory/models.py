"""The tables of all topics, where Django looks for them."""

from contexts.inventory.audits.models import (
    Correction,
)
from contexts.inventory.locations.models import (
    Location,
)
from contexts.inventory.reservations.models import (
    Allocation,
    Reservation,
    ReservationLine,
)
from contexts.inventory.stock.models import (
    Level,
    Movement,
    StockItem,
)
from contexts.inventory.stocktakes.models import (
    Stocktake,
    StocktakeLine,
)
from contexts.inventory.transfers.models import (
    Transfer,
    TransferLine,
)

__all__ = [
    "Allocation",
    "Correction",
    "Level",
    "Location",
    "Movement",
    "Reservation",
    "ReservationLine",
    "StockItem",
    "Stocktake",
    "StocktakeLine",
    "Transfer",
    "TransferLine",
]
