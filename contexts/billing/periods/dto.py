"""Closed periods as plain data: which days of a seller's books are shut for good."""

from dataclasses import dataclass
from datetime import date, datetime

from gotuto.ids import ActorId, PeriodId


@dataclass(frozen=True, kw_only=True)
class ClosedPeriod:
    """Days of a seller's books in which nothing is booked any more; they are never opened again.

    `digest` is the SHA-256 of the file that the tax adviser gets, in hexadecimal digits: it is written anew for each who asks,
    and must come out the same.
    """

    id: PeriodId
    legal_entity: str
    first: date
    last: date
    bookings: int
    digest: str
    actor: ActorId | None
    closed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PeriodFilter:
    """Which closed periods to list."""

    legal_entity: str | None = None
