"""Counters of stock, what a buyer may know of them, and the ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gotuto.filters import Period, Range
from gotuto.ids import ActorId, OrderId, ProductId, Sku


class MovementKind(StrEnum):
    """Why a counter moved."""

    RECEIPT = "receipt"
    ADJUSTMENT = "adjustment"
    RESERVE = "reserve"
    RELEASE = "release"
    COMMIT = "commit"


@dataclass(frozen=True, kw_only=True)
class StockItem:
    """The counters of one SKU: `available` is what lies there and is kept for nobody."""

    id: UUID
    sku: Sku
    product_id: ProductId
    on_hand: int
    reserved: int
    available: int
    version: int


@dataclass(frozen=True, kw_only=True)
class StockItemFilter:
    """Which stock items a list shows."""

    sku: Sku | None = None
    on_hand: Range[int] | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Availability:
    """What a buyer may know of a SKU."""

    sku: Sku
    available: int
    is_available: bool


@dataclass(frozen=True, kw_only=True)
class Availabilities:
    """The answer to a question about several SKUs."""

    results: tuple[Availability, ...]


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One entry of the ledger: the sums of its deltas are the counters."""

    id: UUID
    sku: Sku
    kind: MovementKind
    delta_on_hand: int
    delta_reserved: int
    reason: str
    actor: ActorId | None
    order_id: OrderId | None
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class MovementFilter:
    """Which entries of a ledger a list shows."""

    kind: MovementKind | None = None
    order_id: OrderId | None = None
    occurred_at: Period[datetime] | None = None
