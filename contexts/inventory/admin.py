"""Inventory in the back office."""

from contexts.inventory.audits.admin import (
    CorrectionAdmin,
)
from contexts.inventory.locations.admin import (
    LocationAdmin,
)
from contexts.inventory.movements.admin import (
    MovementAdmin,
)
from contexts.inventory.purchasing.admin import (
    PurchaseOrderAdmin,
)
from contexts.inventory.replenishment.admin import (
    ShortageAdmin,
)
from contexts.inventory.reservations.admin import (
    ReservationAdmin,
)
from contexts.inventory.stocktakes.admin import (
    StocktakeAdmin,
)
from contexts.inventory.suppliers.admin import (
    SupplierAdmin,
    SupplierGoodAdmin,
)
from contexts.inventory.transfers.admin import (
    TransferAdmin,
)
from contexts.inventory.valuation.admin import (
    StockItemPage,
)

__all__ = [
    "CorrectionAdmin",
    "LocationAdmin",
    "MovementAdmin",
    "PurchaseOrderAdmin",
    "ReservationAdmin",
    "ShortageAdmin",
    "StockItemPage",
    "StocktakeAdmin",
    "SupplierAdmin",
    "SupplierGoodAdmin",
    "TransferAdmin",
]
