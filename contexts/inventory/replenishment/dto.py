"""What is to be ordered anew."""

from dataclasses import dataclass
from uuid import UUID

from gotuto.ids import Sku, SupplierId
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """A SKU that is down at its reorder point: `left` is what lies there less what is kept for orders and waited for.

    `suggested` is how many pieces to order, in whole packs of the preferred supplier; 0 where enough is on its way already.
    """

    id: UUID
    sku: Sku
    on_hand: int
    left: int
    reorder_point: int
    reorder_quantity: int | None
    on_order: int
    suggested: int
    supplier_id: SupplierId | None
    supplier: str | None
    supplier_sku: str | None
    pack_size: int | None
    cost: Money | None


@dataclass(frozen=True, kw_only=True)
class ShortageFilter:
    """Which SKUs of the worklist are shown; `supplier` is a code."""

    supplier: str | None = None
