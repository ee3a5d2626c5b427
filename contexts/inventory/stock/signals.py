"""Events of stock items."""

from dataclasses import dataclass
from uuid import UUID

from gotuto.events import DomainEvent
from gotuto.ids import Sku
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class StockReceived(DomainEvent, aggregate="stock_item_id"):
    """Pieces came into the warehouse."""

    stock_item_id: UUID
    sku: Sku
    quantity: int
    available: int


@dataclass(frozen=True, kw_only=True)
class StockAdjusted(DomainEvent, aggregate="stock_item_id"):
    """A person corrected the count."""

    stock_item_id: UUID
    sku: Sku
    delta: int
    available: int


@dataclass(frozen=True, kw_only=True)
class StockLow(DomainEvent, aggregate="stock_item_id"):
    """No more is left of a SKU than its reorder point: more is to be ordered; `left` is less what is kept and waited for."""

    stock_item_id: UUID
    sku: Sku
    left: int
    reorder_point: int
    reorder_quantity: int | None


@dataclass(frozen=True, kw_only=True)
class StockReplenished(DomainEvent, aggregate="stock_item_id"):
    """More is left of a SKU than its reorder point again, or it has none any more."""

    stock_item_id: UUID
    sku: Sku
    left: int


@dataclass(frozen=True, kw_only=True)
class AvailabilityChanged(DomainEvent, aggregate="stock_item_id"):
    """Nothing is left of a SKU for whoever orders next, or something is again."""

    stock_item_id: UUID
    sku: Sku
    is_available: bool


stock_received = DomainSignal(StockReceived)
stock_adjusted = DomainSignal(StockAdjusted)
stock_low = DomainSignal(StockLow)
stock_replenished = DomainSignal(StockReplenished)
availability_changed = DomainSignal(AvailabilityChanged)
