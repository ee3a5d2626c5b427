"""The worklist of what is to be ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from contexts.inventory.replenishment import domain, dto
from gotuto.db import fetch_as
from gotuto.db.keyset import Selection
from gotuto.db.listing import Listing
from gotuto.ids import Sku, SupplierId
from gotuto.money import Money
from gotuto.paging import Page, PageRequest

SHORTAGES = Listing(
    filters=dto.ShortageFilter,
    orderings={"sku": "item.sku"},
    default="sku",
    columns={"supplier": "supplier.code"},
)

_COLUMNS = """item.id, item.sku, item.on_hand, item.on_hand - item.reserved - item.waiting AS left, item.reorder_point,
item.reorder_quantity, on_order.pieces AS on_order, supplier.id AS supplier_id,
supplier.code AS supplier, supplier.currency, good.supplier_sku, good.pack_size,
good.cost_amount"""

# Of a supplier that is archived nothing is bought.
_SOURCE = """inventory_stockitem AS item
LEFT JOIN (inventory_suppliergood AS good
           JOIN inventory_supplier AS supplier ON supplier.id = good.supplier_id AND supplier.archived_at IS NULL)
    ON good.sku = item.sku AND good.is_preferred
CROSS JOIN LATERAL (
    SELECT coalesce(sum(line.quantity - line.received), 0)::int AS pieces
    FROM inventory_purchaseline AS line JOIN inventory_purchaseorder AS purchase ON purchase.id = line.order_id
    WHERE line.sku = item.sku AND line.quantity > line.received AND purchase.state = ANY(%(awaited)s::text[])
) AS on_order"""

# Purchase orders of which more is to come, written down or placed.
_AWAITED = ["draft", "placed"]

_OF_SKUS = f"SELECT {_COLUMNS} FROM {_SOURCE} WHERE item.is_low AND item.sku = ANY(%(skus)s::text[])"  # noqa: S608  no values
_OF_SUPPLIER = f"""
SELECT {_COLUMNS} FROM {_SOURCE} WHERE item.is_low AND supplier.id = %(supplier)s ORDER BY item.sku
"""  # noqa: S608  no values


@dataclass(frozen=True)
class Low:
    """A row of the worklist, before anybody reckons."""

    id: UUID
    sku: Sku
    on_hand: int
    left: int
    reorder_point: int
    reorder_quantity: int | None
    on_order: int
    supplier_id: SupplierId | None
    supplier: str | None
    currency: str | None
    supplier_sku: str | None
    pack_size: int | None
    cost_amount: Decimal | None


def list_shortages(*, filters: dto.ShortageFilter, page: PageRequest) -> Page[dto.Shortage]:
    """What is to be ordered, by SKU. Raises InvalidCursor, UnknownOrdering."""
    rows = Selection(
        id="item.id",
        hydrates=Low,
        columns=_COLUMNS,
        source=_SOURCE,
        conditions=["item.is_low"],
        parameters={"awaited": _AWAITED},
        sortable={"item.sku": str},
    )
    return SHORTAGES.page(rows, filters=filters, page=page, to_dto=_reckoned)


def shortages_of(*, skus: Sequence[Sku]) -> dict[Sku, dto.Shortage]:
    """Those of these SKUs that are to be ordered."""
    return {row.sku: _reckoned(row) for row in fetch_as(Low, _OF_SKUS, {"skus": list(skus), "awaited": _AWAITED})}


def shortages_of_supplier(*, supplier_id: SupplierId) -> tuple[dto.Shortage, ...]:
    """What is to be ordered of a supplier, by SKU."""
    return tuple(_reckoned(row) for row in fetch_as(Low, _OF_SUPPLIER, {"supplier": supplier_id, "awaited": _AWAITED}))


def _reckoned(row: Low) -> dto.Shortage:
    known = {name: value for name, value in vars(row).items() if name not in ("currency", "cost_amount")}
    cost = None
    if row.cost_amount is not None and row.currency is not None:
        cost = Money.round(row.cost_amount, row.currency)
    wanted = domain.suggested(
        left=row.left + row.on_order, point=row.reorder_point, quantity=row.reorder_quantity, pack=row.pack_size or 1
    )
    return dto.Shortage(**known, suggested=wanted, cost=cost)
