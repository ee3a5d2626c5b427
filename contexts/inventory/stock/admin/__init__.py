"""Stock in the back office: the counters."""

from contexts.inventory.stock.admin.page import StockItemAdmin

__all__ = ["StockItemAdmin"]
