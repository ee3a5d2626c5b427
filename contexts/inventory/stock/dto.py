"""Counters of stock, what a buyer may know of them, and the ledger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gotuto.filters import Period, Range
from gotuto.ids import ActorId, LocationId, OrderId, ProductId, Sku


class MovementKind(StrEnum):
    """Why a counter moved."""

    RECEIPT = "receipt"
    ADJUSTMENT = "adjustment"
    RESERVE = "reserve"
    RELEASE = "release"
    COMMIT = "commit"
    SCRAP = "scrap"
    RETURN = "return"
    WRITE_OFF = "write_off"
    COUNT = "count"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"


class Cause(StrEnum):
    """Why somebody corrects a counter by hand: as a correction, or because goods broke, came back or are lost."""

    ADJUSTMENT = "adjustment"
    SCRAP = "scrap"
    RETURN = "return"
    WRITE_OFF = "write_off"


class SoldOut(StrEnum):
    """What becomes of an order for more than is free: it is refused, or it waits in line."""

    REFUSE = "refuse"
    WAIT = "wait"


@dataclass(frozen=True, kw_only=True)
class StockItem:
    """The counters of one SKU: `available` is what lies there, is kept for nobody, and has nobody who waits for it.

    `waiting` counts the pieces for which orders wait in line; `waiting_limit` is for how many they may, and null for any number.
    `expected_at` is when more is promised to come.
    """

    id: UUID
    sku: Sku
    product_id: ProductId
    on_hand: int
    reserved: int
    available: int
    waiting: int
    when_sold_out: SoldOut
    waiting_limit: int | None
    expected_at: datetime | None
    version: int

    @property
    def can_wait(self) -> bool:
        """Whether one more piece may be waited for."""
        is_full = self.waiting_limit is not None and self.waiting >= self.waiting_limit
        return self.when_sold_out is SoldOut.WAIT and not is_full


@dataclass(frozen=True, kw_only=True)
class StockItemFilter:
    """Which stock items a list shows."""

    sku: Sku | None = None
    location: str | None = None
    on_hand: Range[int] | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Level:
    """How much of a SKU lies at one location."""

    location_id: LocationId
    location: str
    name: str
    on_hand: int
    reserved: int
    available: int


@dataclass(frozen=True, kw_only=True)
class Levels:
    """Where the pieces of a SKU lie; together they are its counters."""

    sku: Sku
    results: tuple[Level, ...]


@dataclass(frozen=True, kw_only=True)
class Availability:
    """What a buyer may know of a SKU: of one that is sold out, whether an order for it waits in line, and when more is promised."""

    sku: Sku
    available: int
    is_available: bool
    can_wait: bool = False
    expected_at: datetime | None = None


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
    location: str
    reason: str
    reference: str
    actor: ActorId | None
    order_id: OrderId | None
    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class MovementFilter:
    """Which entries of a ledger a list shows."""

    kind: MovementKind | None = None
    order_id: OrderId | None = None
    occurred_at: Period[datetime] | None = None
