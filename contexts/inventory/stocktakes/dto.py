"""Counting what lies at a location."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gotuto.filters import Period
from gotuto.ids import ActorId, Sku, StocktakeId


class StocktakeState(StrEnum):
    """Being counted, booked, or given up."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CountState(StrEnum):
    """Not counted yet, counted, in the way of reservations, or booked."""

    OPEN = "open"
    COUNTED = "counted"
    BLOCKED = "blocked"
    BOOKED = "booked"


@dataclass(frozen=True, kw_only=True)
class Count:
    """So many pieces of a SKU lie on the shelf."""

    sku: Sku
    quantity: int


@dataclass(frozen=True, kw_only=True)
class StocktakeLine:
    """A SKU that is counted: how many lay there, how many the ledger knew of at that moment, and the difference."""

    id: UUID
    sku: Sku
    state: CountState
    counted: int | None
    expected: int | None
    difference: int | None
    problem: str
    counted_by: ActorId | None
    counted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Stocktake:
    """A location, or a part of its goods, that is counted; each count is a difference, booked when the stocktake is closed."""

    id: StocktakeId
    reference: str
    location: str
    state: StocktakeState
    note: str
    lines: int
    counted: int
    booked: int
    blocked: int
    created_by: ActorId | None
    created_at: datetime
    closed_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class StocktakeFilter:
    """Which stocktakes a list shows."""

    state: StocktakeState | None = None
    created_at: Period[datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class LineFilter:
    """Which lines of a stocktake a list shows."""

    state: CountState | None = None


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What lies at the location of a stocktake, and how much of it is kept for orders."""

    on_hand: int
    reserved: int
