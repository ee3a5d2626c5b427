"""The events of an order's stream: private, versioned, and the only source of its status and lines.

Personal data never stands here. A change of shape gets a new schema and an upcaster; old events stay as they were written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, get_args

from gotuto.events import Data, UnknownEvent, decode, encode, upcast
from gotuto.ids import CartId, CustomerId, InvoiceId, OrderId, PaymentId, ProductId, ReservationId, ShipmentId, Sku
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class StreamEvent:
    """Something that happened to an order."""

    schema: ClassVar[int] = 1

    occurred_at: datetime


@dataclass(frozen=True, kw_only=True)
class Line:
    """What was ordered, with name and price as the buyer saw them."""

    sku: Sku
    product_id: ProductId
    name: str
    quantity: int
    unit_price: Money

    @property
    def total(self) -> Money:
        return self.unit_price * self.quantity


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(StreamEvent):
    order_id: OrderId
    number: str
    cart_id: CartId
    customer_id: CustomerId | None
    currency: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class StockReserved(StreamEvent):
    reservation_id: ReservationId


@dataclass(frozen=True, kw_only=True)
class InvoiceOpened(StreamEvent):
    invoice_id: InvoiceId


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(StreamEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PaymentReceived(StreamEvent):
    payment_id: PaymentId
    amount: Money
    in_full: bool


@dataclass(frozen=True, kw_only=True)
class ShipmentRequested(StreamEvent):
    shipment_id: ShipmentId


@dataclass(frozen=True, kw_only=True)
class OrderShipped(StreamEvent):
    shipment_id: ShipmentId


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(StreamEvent):
    shipment_id: ShipmentId


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(StreamEvent):
    code: str
    reason: str


OrderEvent = (
    OrderPlaced
    | StockReserved
    | InvoiceOpened
    | OrderConfirmed
    | PaymentReceived
    | ShipmentRequested
    | OrderShipped
    | OrderDelivered
    | OrderCancelled
)

_CLASSES: dict[str, type[OrderEvent]] = {event_class.__name__: event_class for event_class in get_args(OrderEvent)}

# Data of (type, schema) to data of the next schema.
UPCASTERS: dict[tuple[str, int], Callable[[Data], Data]] = {}


def names() -> list[str]:
    return list(_CLASSES)


def pack(event: OrderEvent) -> tuple[str, int, Data]:
    """Type, schema and data of an event, as they are stored."""
    return type(event).__name__, event.schema, encode(event)


def unpack(name: str, schema: int, data: Data) -> OrderEvent:
    """The event that was stored, upcast to the present schema. Raises UnknownEvent."""
    event_class = _CLASSES.get(name)
    if event_class is None:
        raise UnknownEvent(f"No event of an order's stream is called {name}.")
    return decode(event_class, upcast(UPCASTERS, name, schema, event_class.schema, data))
