"""Questions about stock and its ledger."""

from collections.abc import Sequence

from contexts.inventory.stock import dto, models
from contexts.inventory.stock.errors import SkuUnknown
from gotuto.db.listing import Listing
from gotuto.ids import Sku
from gotuto.paging import Page, PageRequest

STOCK_ITEMS = Listing(filters=dto.StockItemFilter, orderings={"sku": "sku", "created_at": "created_at"}, default="sku")
MOVEMENTS = Listing(filters=dto.MovementFilter, orderings={"occurred_at": "occurred_at"}, default="-occurred_at")


def free_pieces(*, skus: Sequence[Sku]) -> dict[Sku, int]:
    """How many pieces of each SKU are kept for nobody; of one that never lay in the warehouse, nothing is said."""
    counters = models.StockItem.objects.filter(sku__in=set(skus)).values_list("sku", "on_hand", "reserved")
    return {Sku(sku): on_hand - reserved for sku, on_hand, reserved in counters}


def get_stock_item(*, sku: Sku) -> dto.StockItem:
    """The counters of a SKU. Raises SkuUnknown."""
    row = models.StockItem.objects.filter(sku=sku).first()
    if row is None:
        raise SkuUnknown(sku=sku)
    return row.to_dto()


def list_stock_items(*, filters: dto.StockItemFilter, page: PageRequest) -> Page[dto.StockItem]:
    """Stock items by SKU or by age. Raises InvalidCursor, UnknownOrdering."""
    rows = models.StockItem.objects.all()
    return STOCK_ITEMS.page(rows, filters=filters, page=page, to_dto=models.StockItem.to_dto)


def list_movements(*, sku: Sku, filters: dto.MovementFilter, page: PageRequest) -> Page[dto.Movement]:
    """The ledger of a SKU, newest first. Raises SkuUnknown, InvalidCursor, UnknownOrdering."""
    rows = models.Movement.objects.filter(item__sku=sku)
    movements = MOVEMENTS.page(rows, filters=filters, page=page, to_dto=models.Movement.to_dto, within=sku)
    if not movements.items:
        get_stock_item(sku=sku)
    return movements
