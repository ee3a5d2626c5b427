"""Suppliers, and what each of them supplies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gotuto.ids import Sku, SupplierId
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Supplier:
    """From whom goods are bought; `lead_time_days` is how long they take to come."""

    id: SupplierId
    code: str
    name: str
    email: str
    currency: str
    lead_time_days: int
    archived_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class SupplierFilter:
    """Which suppliers a list shows."""

    code: str | None = None
    is_archived: bool | None = None


@dataclass(frozen=True, kw_only=True)
class SupplierGood:
    """What a supplier has of a SKU: what it is called there, what a piece costs, and how many come in a pack."""

    id: UUID
    supplier_id: SupplierId
    sku: Sku
    supplier_sku: str
    cost: Money
    pack_size: int
    is_preferred: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class SupplierGoodFilter:
    """Which goods of a supplier a list shows."""

    sku: Sku | None = None
