"""What a list of orders can be filtered by."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from contexts.order.orders.dto import OrderStatus
from gotuto.filters import Period, Range
from gotuto.ids import CustomerId, Sku
from gotuto.text.email_address import EmailAddress


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """Which orders a list shows."""

    search: (
        Annotated[str, Meta(max_length=200, description="A number, or words of the buyer's name or e-mail address.")]
        | None
    ) = None
    status: OrderStatus | None = None
    customer_id: CustomerId | None = None
    sku: Annotated[Sku, Meta(description="Of one of its lines. Upper and lower case are the same.")] | None = None
    email: Annotated[EmailAddress, Meta(description="Upper and lower case are the same.")] | None = None
    number: Annotated[str, Meta(max_length=20)] | None = None
    is_cancellable: (
        Annotated[bool, Meta(description="Nothing was paid yet; `status=confirmed` and not this: paid in part.")] | None
    ) = None
    total: Range[Decimal] | None = None
    placed_at: Period[datetime] | None = None
    updated_since: datetime | None = None
