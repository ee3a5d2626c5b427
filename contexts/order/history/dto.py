"""The history of an order as plain data: in words for its buyer, and as it is stored."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class StreamFilter:
    """Which events of a stream to tell: all of them, a page at a time."""


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One thing that happened to an order, as its buyer may know it."""

    version: int
    type: str
    occurred_at: datetime
    text: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RawEvent:
    """An event of the stream as it is stored; for staff, and without promise."""

    version: int
    type: str
    schema: int
    occurred_at: datetime
    recorded_at: datetime
    correlation_id: str
    data: dict[str, Any]
    event_id: UUID
