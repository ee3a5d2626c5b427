"""The worklist as a table of its own in the back office."""

from contexts.inventory.stock.models import StockItem


class Shortage(StockItem):
    """A SKU that is down at its reorder point."""

    class Meta:
        proxy = True
        ordering = ("sku",)
        verbose_name = "SKU to order"
        verbose_name_plural = "SKUs to order"
