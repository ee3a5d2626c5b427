"""Orders as plain data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contexts.order.carts.dto import TaxSubtotal
from gotuto.address import Address
from gotuto.ids import CustomerId, InvoiceId, OrderId, ProductId, ShipmentId, Sku
from gotuto.money import Money


class OrderStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who orders and where it goes; without a billing address the invoice goes where the parcel goes."""

    email: str
    shipping_address: Address
    billing_address: Address | None = None
    vat_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """The personal side of an order: it can be blanked and stands in no event."""

    order_id: OrderId
    customer_id: CustomerId | None
    email: str
    shipping_address: Address
    billing_address: Address
    vat_id: str = ""
    cancellation_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """A line of an order with name and price as they were when it was placed."""

    sku: Sku
    name: str
    quantity: int
    unit_price: Money
    total: Money
    product_id: ProductId


@dataclass(frozen=True, kw_only=True)
class Cancellation:
    """Why an order was cancelled: a stable code and words."""

    code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Where an order stands in line for goods that are sold out, when they are promised, and when it gives up."""

    position: int
    expected_at: datetime | None
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order as its buyer and the staff see it; `token` is for guests, in the answers to placing it.

    `net`, `tax` and `tax_lines` are what `total` is made of, as it was quoted when the order was placed; null for an order of
    a release that did not tell them. `is_cancelling`: its money is being sent back, and then it is cancelled. `waiting`: it stands in
    line for goods that are sold out; null otherwise.
    """

    id: OrderId
    number: str
    token: str | None
    status: OrderStatus
    email: str
    vat_id: str
    currency: str
    lines: tuple[OrderLine, ...]
    net: Money | None
    tax: Money | None
    tax_lines: tuple[TaxSubtotal, ...] | None
    total: Money
    invoice_id: InvoiceId | None
    shipment_ids: tuple[ShipmentId, ...]
    placed_at: datetime
    confirmed_at: datetime | None
    cancellation: Cancellation | None
    is_cancelling: bool
    # Its place in line for goods that are sold out, as inventory tells it; null for an order that does not wait.
    waiting: Waiting | None = None
    allowed_actions: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class AddressedOrder:
    """An order and the person behind it, as whoever writes to them needs it."""

    order: Order
    party: Party


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The order that a cart has become, and whether it did so just now."""

    order: Order
    is_new: bool

    @property
    def id(self) -> OrderId:
        return self.order.id


@dataclass(frozen=True, kw_only=True)
class UnpaidOrder:
    """A confirmed order on which nothing was paid for too long."""

    id: OrderId
    number: str
    placed_at: datetime
    total: Money


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where the read model does not say what the stream says."""

    order_id: OrderId
    what: str
    stream: str
    row: str
