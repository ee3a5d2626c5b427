"""Events of reservations."""

from dataclasses import dataclass

from contexts.inventory.reservations.dto import StockLine
from gotuto.events import DomainEvent
from gotuto.ids import OrderId, ReservationId
from gotuto.outbox import DomainSignal


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


stock_reserved = DomainSignal(StockReserved)
stock_released = DomainSignal(StockReleased)
stock_committed = DomainSignal(StockCommitted)
