"""What other contexts may ask of inventory, and nothing else."""

from contexts.inventory import errors
from contexts.inventory.reservations.queries import picking_list, places_in_line
from contexts.inventory.reservations.use_cases import (
    commit_stock,
    release_stock,
    release_stock_of_orders,
    reserve_stock,
)

__all__ = [
    "commit_stock",
    "errors",
    "picking_list",
    "places_in_line",
    "release_stock",
    "release_stock_of_orders",
    "reserve_stock",
]
