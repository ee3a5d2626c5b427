"""The rules of availability, in plain Python."""

from contexts.inventory.availability.dto import Availability
from contexts.inventory.stock.dto import StockItem
from gotuto.ids import Sku


def offered(sku: Sku, item: StockItem | None) -> Availability:
    """What a buyer may know of a SKU that is for sale; of any other there is nothing to know."""
    if item is None:
        return Availability(sku=sku, available=0, is_available=False)
    is_there = item.available > 0
    return Availability(
        sku=sku,
        available=item.available,
        is_available=is_there,
        can_wait=item.can_wait and not is_there,
        expected_at=None if is_there else item.expected_at,
    )
