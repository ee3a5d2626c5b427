"""Questions about the ledger."""

from contexts.inventory.movements import dto, models
from contexts.inventory.stock.queries import get_stock_item
from gotuto.db.listing import Listing
from gotuto.ids import Sku
from gotuto.paging import Page, PageRequest

MOVEMENTS = Listing(filters=dto.MovementFilter, orderings={"occurred_at": "occurred_at"}, default="-occurred_at")


def list_movements(*, sku: Sku, filters: dto.MovementFilter, page: PageRequest) -> Page[dto.Movement]:
    """The ledger of a SKU, newest first. Raises SkuUnknown, InvalidCursor, UnknownOrdering."""
    rows = models.Movement.objects.filter(item__sku=sku).prefetch_related("location")
    movements = MOVEMENTS.page(rows, filters=filters, page=page, to_dto=models.Movement.to_dto, within=sku)
    if not movements.items:
        get_stock_item(sku=sku)
    return movements
