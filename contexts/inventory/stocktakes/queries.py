"""Questions about stocktakes."""

from contexts.inventory.stocktakes import dto, models
from contexts.inventory.stocktakes.errors import StocktakeNotFound
from gotuto.db.listing import Listing
from gotuto.ids import StocktakeId
from gotuto.paging import Page, PageRequest

STOCKTAKES = Listing(filters=dto.StocktakeFilter, orderings={"created_at": "created_at"}, default="-created_at")
LINES = Listing(filters=dto.LineFilter, orderings={"sku": "item_id"}, default="sku")


def list_stocktakes(*, filters: dto.StocktakeFilter, page: PageRequest) -> Page[dto.Stocktake]:
    """Stocktakes, the latest first. Raises InvalidCursor, UnknownOrdering."""
    rows = models.with_sums(models.Stocktake.objects.all())
    return STOCKTAKES.page(rows, filters=filters, page=page, to_dto=models.to_dto)


def get_stocktake(*, stocktake_id: StocktakeId) -> dto.Stocktake:
    """One stocktake, with how far it is. Raises StocktakeNotFound."""
    row = models.with_sums(models.Stocktake.objects.filter(id=stocktake_id)).first()
    if row is None:
        raise StocktakeNotFound(stocktake_id=stocktake_id)
    return models.to_dto(row)


def list_lines(*, stocktake_id: StocktakeId, filters: dto.LineFilter, page: PageRequest) -> Page[dto.StocktakeLine]:
    """What is counted, by SKU. Raises StocktakeNotFound, InvalidCursor, UnknownOrdering."""
    rows = models.StocktakeLine.objects.filter(stocktake_id=stocktake_id)
    found = LINES.page(rows, filters=filters, page=page, to_dto=models.StocktakeLine.to_dto, within=stocktake_id)
    if not found.items:
        get_stocktake(stocktake_id=stocktake_id)
    return found
