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


stock_received = DomainSignal(StockReceived)
stock_adjusted = DomainSignal(StockAdjusted)
