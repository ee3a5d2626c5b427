"""What is kept for an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gotuto.ids import LocationId, OrderId, ReservationId, Sku


class ReservationState(StrEnum):
    """Held for an order, held as far as there were pieces and in line for the others, given back, or gone with the parcel."""

    HELD = "held"
    WAITING = "waiting"
    RELEASED = "released"
    COMMITTED = "committed"


# Whether one waits is not stored with it: its lines say so.
STORED = (ReservationState.HELD, ReservationState.RELEASED, ReservationState.COMMITTED)


class HoldState(StrEnum):
    """Kept for an order, or waited for."""

    HELD = "held"
    WAITING = "waiting"


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
    """Who keeps pieces of a SKU at a location, since when, and until when: to be paid, or to be given up by an order in line.

    `waiting` are those for which nothing is kept yet, and which lie nowhere. `until` is information: only its order ends a
    reservation.
    """

    id: UUID
    order_id: OrderId
    state: HoldState
    location: str | None
    quantity: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class HoldFilter:
    """Which of those who keep pieces a list shows."""

    order_id: UUID | None = None
    state: HoldState | None = None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Who stands where in the line of a SKU: the first is served first, and nobody passes it.

    `position` is told up to 1,000. `until` is when the order gives up; only the order ends its reservation.
    """

    id: UUID
    position: int
    order_id: OrderId
    quantity: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class TurnFilter:
    """Which of those who wait a list shows."""

    order_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How an order stands in line: at the place of the line that it is furthest back in, and when the last of its goods is promised.

    `expected_at` is null as long as no date is promised for some of them; `until` is when the order gives up.
    """

    position: int
    expected_at: datetime | None
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How much of each SKU one order may have: so many pieces, or a share of those that are free, whichever is more."""

    pieces: int
    share: Decimal


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """Pieces that are kept for an order, one line for each SKU, in SKU order; whether it stands in line for some of them, or did."""

    id: ReservationId
    order_id: OrderId
    state: ReservationState
    lines: tuple[StockLine, ...]
    stood_in_line: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether its order stands in line for some of it."""
        return self.state is ReservationState.WAITING
