"""What inventory tells the others."""

from dataclasses import dataclass
from uuid import UUID

from contexts.inventory.dto import StockLine
from gotuto.events import DomainEvent
from gotuto.ids import OrderId, ReservationId, Sku
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
class StockReserved(DomainEvent, aggregate="reservation_id"):
    """All pieces of an order are kept for it."""

    reservation_id: ReservationId
    order_id: OrderId
    lines: tuple[StockLine, ...]


@dataclass(frozen=True, kw_only=True)
class StockReleased(DomainEvent, aggregate="reservation_id"):
    """The pieces of an order are free again."""

    reservation_id: ReservationId
    order_id: OrderId
    lines: tuple[StockLine, ...]


@dataclass(frozen=True, kw_only=True)
class StockCommitted(DomainEvent, aggregate="reservation_id"):
    """The pieces of an order have left the warehouse."""

    reservation_id: ReservationId
    order_id: OrderId
    lines: tuple[StockLine, ...]


stock_received = DomainSignal(StockReceived)
stock_adjusted = DomainSignal(StockAdjusted)
stock_reserved = DomainSignal(StockReserved)
stock_released = DomainSignal(StockReleased)
stock_committed = DomainSignal(StockCommitted)
