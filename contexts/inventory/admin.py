"""Inventory in the back office."""

from contexts.inventory.reservations.admin import ReservationAdmin
from contexts.inventory.stock.admin import MovementAdmin, StockItemAdmin

__all__ = ["MovementAdmin", "ReservationAdmin", "StockItemAdmin"]
