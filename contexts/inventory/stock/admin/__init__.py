"""Stock in the back office: counters, and what explains them."""

from contexts.inventory.stock.admin.page import MovementAdmin, StockItemAdmin

__all__ = ["MovementAdmin", "StockItemAdmin"]
