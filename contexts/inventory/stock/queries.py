"""Questions about stock and its ledger."""

from collections.abc import Sequence

from django.db.models import F, Q

from contexts.inventory.locations import statements
from contexts.inventory.locations.domain import MAIN_CODE, MAIN_ID, is_main
from contexts.inventory.locations.queries import get_location
from contexts.inventory.stock import dto, models
from contexts.inventory.stock.errors import SkuUnknown
from gotuto.db import fetch_as
from gotuto.db.listing import Listing
from gotuto.ids import Sku
from gotuto.paging import Page, PageRequest

_LEVELS = """
SELECT place.id AS location_id, place.code AS location, place.name, level.on_hand, level.reserved,
       level.on_hand - level.reserved AS available
FROM inventory_level AS level JOIN inventory_location AS place ON place.id = level.location_id
WHERE level.sku = %s AND level.on_hand > 0
ORDER BY place.priority, place.code
"""


def _at(location: str) -> Q:
    """Stock items of which something lies there."""
    if is_main(location):
        return Q(on_hand__gt=F("on_hand_elsewhere"))
    place = statements.named(location)
    there = models.Level.objects.filter(location_id=place.id if place else MAIN_ID, on_hand__gt=0)
    return Q(sku__in=there.values("item_id"))


STOCK_ITEMS = Listing(
    filters=dto.StockItemFilter,
    orderings={"sku": "sku", "created_at": "created_at"},
    default="sku",
    special={"location": _at},
)


def stock_of(*, skus: Sequence[Sku]) -> dict[Sku, dto.StockItem]:
    """The counters of each SKU; of one that never lay in the warehouse, nothing is said."""
    return {Sku(row.sku): row.to_dto() for row in models.StockItem.objects.filter(sku__in=set(skus))}


def get_stock_item(*, sku: Sku) -> dto.StockItem:
    """The counters of a SKU. Raises SkuUnknown."""
    return _row(sku).to_dto()


def levels_of(*, sku: Sku) -> dto.Levels:
    """Where the pieces of a SKU lie; the main location comes first. Raises SkuUnknown."""
    row = _row(sku)
    main = get_location(location=MAIN_CODE)
    on_hand, reserved = row.on_hand - row.on_hand_elsewhere, row.reserved - row.reserved_elsewhere
    here = dto.Level(
        location_id=main.id,
        location=main.code,
        name=main.name,
        on_hand=on_hand,
        reserved=reserved,
        available=on_hand - reserved,
    )
    return dto.Levels(sku=sku, results=(here, *fetch_as(dto.Level, _LEVELS, [sku])))


def list_stock_items(*, filters: dto.StockItemFilter, page: PageRequest) -> Page[dto.StockItem]:
    """Stock items by SKU or by age. Raises InvalidCursor, UnknownOrdering."""
    rows = models.StockItem.objects.all()
    return STOCK_ITEMS.page(rows, filters=filters, page=page, to_dto=models.StockItem.to_dto)


def _row(sku: Sku) -> models.StockItem:
    row = models.StockItem.objects.filter(sku=sku).first()
    if row is None:
        raise SkuUnknown(sku=sku)
    return row
