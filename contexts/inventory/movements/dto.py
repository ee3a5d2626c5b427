"""The ledger of stock as people read it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contexts.inventory.stock.dto import MovementKind
from gotuto.filters import Period
from gotuto.ids import ActorId, OrderId, Sku
from gotuto.money import Money


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
    # By how much what lies there is worth more; None where stock is not valued, or it stays the same.
    value: Money | None = None


@dataclass(frozen=True, kw_only=True)
class MovementFilter:
    """Which entries of a ledger a list shows."""

    kind: MovementKind | None = None
    order_id: OrderId | None = None
    occurred_at: Period[datetime] | None = None
