"""What is told of orders."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import CustomerId, OrderId, ShipmentId
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(DomainEvent, aggregate="order_id"):
    """A cart has become an order; whether it can be fulfilled is not yet known."""

    order_id: OrderId
    customer_id: CustomerId | None
    total: Money


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(DomainEvent, aggregate="order_id"):
    """Stock is held and the invoice is issued: the order stands."""

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class OrderShipped(DomainEvent, aggregate="order_id"):
    """The carrier has the parcel."""

    order_id: OrderId
    shipment_id: ShipmentId


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(DomainEvent, aggregate="order_id"):
    """The buyer has the parcel."""

    order_id: OrderId
    shipment_id: ShipmentId


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(DomainEvent, aggregate="order_id"):
    """The order will not be fulfilled; nothing is held and nothing is owed for it."""

    order_id: OrderId
    code: str
    reason: str


order_placed = DomainSignal(OrderPlaced)
order_confirmed = DomainSignal(OrderConfirmed)
order_shipped = DomainSignal(OrderShipped)
order_delivered = DomainSignal(OrderDelivered)
order_cancelled = DomainSignal(OrderCancelled)
