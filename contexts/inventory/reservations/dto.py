"""What is kept for an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gotuto.ids import LocationId, OrderId, ReservationId, Sku


class ReservationState(StrEnum):
    """Held for an order, given back, or gone with the parcel."""

    HELD = "held"
    RELEASED = "released"
    COMMITTED = "committed"


@dataclass(frozen=True, kw_only=True)
class StockLine:
    """So many pieces of one SKU."""

    sku: Sku
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Piece:
    """So many pieces of a line at one location; None is the main one."""

    sku: Sku
    location_id: LocationId | None
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """What is free at one location."""

    location_id: LocationId | None
    free: Mapping[Sku, int]


@dataclass(frozen=True, kw_only=True)
class Pick:
    """Pieces to fetch from one location."""

    location: str
    location_name: str
    sku: Sku
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Who keeps pieces of a SKU at a location, since when, and until when its order is to be paid.

    `until` is information: only its order ends a reservation.
    """

    id: UUID
    order_id: OrderId
    location: str
    quantity: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class HoldFilter:
    """Which of those who keep pieces a list shows."""

    order_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How much of each SKU one order may have: so many pieces, or a share of those that are free, whichever is more."""

    pieces: int
    share: Decimal


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """Pieces that are kept for an order, one line for each SKU, in SKU order."""

    id: ReservationId
    order_id: OrderId
    state: ReservationState
    lines: tuple[StockLine, ...]
