"""The tables of all topics, where Django looks for them."""

from contexts.inventory.audits.models import (
    Correction,
)
from contexts.inventory.locations.models import (
    Location,
)
from contexts.inventory.movements.models import (
    Movement,
)
from contexts.inventory.purchasing.models import (
    PurchaseLine,
    PurchaseOrder,
)
from contexts.inventory.replenishment.models import (
    Shortage,
)
from contexts.inventory.reservations.models import (
    Allocation,
    Reservation,
    ReservationLine,
)
from contexts.inventory.stock.models import (
    Level,
    StockItem,
)
from contexts.inventory.stocktakes.models import (
    Stocktake,
    StocktakeLine,
)
from contexts.inventory.suppliers.models import (
    Supplier,
    SupplierGood,
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
    "PurchaseLine",
    "PurchaseOrder",
    "Reservation",
    "ReservationLine",
    "Shortage",
    "StockItem",
    "Stocktake",
    "StocktakeLine",
    "Supplier",
    "SupplierGood",
    "Transfer",
    "TransferLine",
]
