"""Goods that go from one location to another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gotuto.filters import Period
from gotuto.ids import ActorId, Sku, TransferId


class TransferState(StrEnum):
    """Written down, on its way, arrived, or never sent."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class TransferLine:
    """Pieces of one SKU: how many were sent, and what became of them; the rest of a transfer that was sent is on its way."""

    sku: Sku
    quantity: int
    received: int = 0
    missing: int = 0

    @property
    def in_transit(self) -> int:
        return self.quantity - self.received - self.missing


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """So many pieces of a SKU have come, and so many will not."""

    sku: Sku
    quantity: int = 0
    missing: int = 0


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """Goods that leave one location for another; on the way they lie on nobody's shelf, and nobody can buy them."""

    id: TransferId
    reference: str
    from_location: str
    to_location: str
    state: TransferState
    lines: tuple[TransferLine, ...]
    note: str
    created_by: ActorId | None
    created_at: datetime
    sent_at: datetime | None
    received_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class TransferFilter:
    """Which transfers a list shows."""

    state: TransferState | None = None
    sku: Sku | None = None
    created_at: Period[datetime] | None = None
    updated_since: datetime | None = None
