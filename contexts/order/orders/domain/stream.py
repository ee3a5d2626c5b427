"""The events of an order's stream: private, versioned, and the only source of its status and lines.

Personal data never stands here. A change of shape gets a new schema and an upcaster; old events stay as they were written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, get_args

from contexts.billing.dto import Quote
from gotuto.events import Data, UnknownEvent, decode, encode, upcast
from gotuto.ids import CartId, CustomerId, InvoiceId, OrderId, PaymentId, ProductId, ReservationId, ShipmentId, Sku
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class StreamEvent:
    """Something that happened to an order."""

    schema: ClassVar[int] = 1

    occurred_at: datetime

    @property
    def written_schema(self) -> int:
        """The oldest schema that says all of it."""
        return self.schema


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
    """What was ordered, and the taxes as they were quoted; an event of a release without taxes has none.

    Taxes that say no more than a release without them would bill are written beside schema 1, which it reads; others are
    schema 2, which it leaves to this release. Schema 3 has the prices of a group of customers.
    """

    schema: ClassVar[int] = 3

    order_id: OrderId
    number: str
    cart_id: CartId
    customer_id: CustomerId | None
    currency: str
    lines: tuple[Line, ...]
    taxes: Quote | None = None
    customer_group: str = ""

    @property
    def written_schema(self) -> int:
        if self.customer_group:
            return self.schema
        return 1 if self.taxes is None or self.taxes.is_plain else 2


@dataclass(frozen=True, kw_only=True)
class StockReserved(StreamEvent):
    """All goods are held; `waited`: the order stood in line for some of them, which a release before this one leaves to this one."""

    schema: ClassVar[int] = 2

    reservation_id: ReservationId
    waited: bool = False

    @property
    def written_schema(self) -> int:
        return self.schema if self.waited else 1


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
class PaymentReversed(StreamEvent):
    """Money that had come in did not stay, or was booked elsewhere; `payment_id` is of the entry that says so."""

    payment_id: PaymentId
    amount: Money
    cause: str


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
class CancellationRequested(StreamEvent):
    """Somebody wishes that an order ends on which money has come in."""


@dataclass(frozen=True, kw_only=True)
class CancellationRefused(StreamEvent):
    """It could not end any more, and goes on."""

    code: str
    reason: str


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
    | PaymentReversed
    | ShipmentRequested
    | OrderShipped
    | OrderDelivered
    | CancellationRequested
    | CancellationRefused
    | OrderCancelled
)

_CLASSES: dict[str, type[OrderEvent]] = {event_class.__name__: event_class for event_class in get_args(OrderEvent)}

# Data of (type, schema) to data of the next schema.
UPCASTERS: dict[tuple[str, int], Callable[[Data], Data]] = {
    ("OrderPlaced", 1): lambda data: data,
    ("OrderPlaced", 2): lambda data: data,
    ("StockReserved", 1): lambda data: data,
}


def names() -> list[str]:
    return list(_CLASSES)


def pack(event: OrderEvent) -> tuple[str, int, Data]:
    """Type, schema and data of an event, as they are stored."""
    return type(event).__name__, event.written_schema, encode(event)


def unpack(name: str, schema: int, data: Data) -> OrderEvent:
    """The event that was stored, upcast to the present schema. Raises UnknownEvent."""
    event_class = _CLASSES.get(name)
    if event_class is None:
        raise UnknownEvent(f"No event of an order's stream is called {name}.")
    return decode(event_class, upcast(UPCASTERS, name, schema, event_class.schema, data))
