"""Counters of stock, what a buyer may know of them, and the ledger."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import UNSET

from gotuto.filters import Range
from gotuto.ids import LocationId, ProductId, Sku


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
    # These move a value and no counter: its beginning and end, and what was lost on the way from one location to another.
    VALUATION = "valuation"
    TRANSFER_LOSS = "transfer_loss"

    @property
    def changes_value(self) -> bool:
        """Whether less or more is worth something afterwards; what is kept for an order, or on its way, is worth what it was."""
        return self not in _WORTH_THE_SAME


_WORTH_THE_SAME = frozenset(
    (MovementKind.RESERVE, MovementKind.RELEASE, MovementKind.TRANSFER_OUT, MovementKind.TRANSFER_IN)
)


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
    `expected_at` is when more is promised to come. Down at `reorder_point` more is to be ordered, `reorder_quantity` at a time;
    `is_low` says that it is so: less what is kept for orders and waited for, no more pieces than that are left.
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
    reorder_point: int | None
    reorder_quantity: int | None
    is_low: bool
    version: int

    @property
    def left(self) -> int:
        """What lies there less what is kept for orders and waited for; below zero, so many are short."""
        return self.on_hand - self.reserved - self.waiting

    def terms(self, **wanted: Any) -> "Terms":
        """What people have said of it, and what is wanted instead; UNSET wants nothing."""
        known = {field.name: getattr(self, field.name) for field in fields(Terms)}
        return Terms(**known | {name: value for name, value in wanted.items() if value is not UNSET})

    @property
    def can_wait(self) -> bool:
        """Whether one more piece may be waited for."""
        is_full = self.waiting_limit is not None and self.waiting >= self.waiting_limit
        return self.when_sold_out is SoldOut.WAIT and not is_full


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What people say of a SKU: whether orders wait for it, for how many pieces, until when, and when it is ordered anew."""

    when_sold_out: SoldOut
    waiting_limit: int | None
    expected_at: datetime | None
    reorder_point: int | None
    reorder_quantity: int | None


@dataclass(frozen=True, kw_only=True)
class StockItemFilter:
    """Which stock items a list shows."""

    sku: Sku | None = None
    location: str | None = None
    is_low: bool | None = None
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
