"""Goods that are ordered of suppliers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gotuto.filters import Period
from gotuto.ids import ActorId, PurchaseOrderId, Sku, SupplierId
from gotuto.money import Money


class PurchaseState(StrEnum):
    """Written down, ordered, all of it come or given up, or never ordered."""

    DRAFT = "draft"
    PLACED = "placed"
    RECEIVED = "received"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Pieces of one SKU; without a cost they cost what the supplier is known to ask."""

    sku: Sku
    quantity: int
    cost: Money | None = None


@dataclass(frozen=True, kw_only=True)
class PurchaseLine:
    """Pieces of one SKU at a cost each, and how many of them have come."""

    sku: Sku
    quantity: int
    received: int
    cost: Money

    @property
    def open(self) -> int:
        return self.quantity - self.received


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """So many pieces of a SKU have come."""

    sku: Sku
    quantity: int


@dataclass(frozen=True, kw_only=True)
class PurchaseOrder:
    """What is ordered of a supplier; `promised_on` is when it is to come, `total` what it costs, net."""

    id: PurchaseOrderId
    reference: str
    supplier_id: SupplierId
    supplier: str
    location: str
    state: PurchaseState
    lines: tuple[PurchaseLine, ...]
    total: Money
    promised_on: date | None
    note: str
    created_by: ActorId | None
    created_at: datetime
    placed_at: datetime | None
    closed_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class PurchaseFilter:
    """Which purchase orders a list shows."""

    state: PurchaseState | None = None
    supplier_id: SupplierId | None = None
    sku: Sku | None = None
    created_at: Period[datetime] | None = None
    updated_since: datetime | None = None
