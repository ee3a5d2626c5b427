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
class StockAwaited(DomainEvent, aggregate="reservation_id"):
    """An order stands in line for these pieces; what else it needs is kept for it."""

    reservation_id: ReservationId
    order_id: OrderId
    lines: tuple[StockLine, ...]


@dataclass(frozen=True, kw_only=True)
class ReservationHeld(DomainEvent, aggregate="reservation_id"):
    """An order that stood in line has been served: all its pieces are kept for it now."""

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
stock_awaited = DomainSignal(StockAwaited)
reservation_held = DomainSignal(ReservationHeld)
stock_released = DomainSignal(StockReleased)
stock_committed = DomainSignal(StockCommitted)
