"""What goes in and out of shipping's door."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from gotuto.address import Address
from gotuto.filters import Period
from gotuto.ids import ActorId, OrderId, ShipmentId, Sku


class ShipmentState(StrEnum):
    """Where a parcel is in its life."""

    PENDING = "pending"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class ShipmentLine:
    """So many pieces of one SKU in a parcel."""

    sku: Sku
    quantity: int


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """A parcel of an order; `address` is None for one that was cancelled before anybody knew where it was to go."""

    id: ShipmentId
    order_id: OrderId
    state: ShipmentState
    carrier: str
    tracking_number: str
    address: Address | None
    lines: tuple[ShipmentLine, ...]
    created_at: datetime
    dispatched_at: datetime | None
    delivered_at: datetime | None
    dispatched_by: ActorId | None = None
    delivered_by: ActorId | None = None
    version: int


@dataclass(frozen=True, kw_only=True)
class ShipmentFilter:
    """Which parcels a list shows."""

    order_id: OrderId | None = None
    state: ShipmentState | None = None
    carrier: Annotated[str, Meta(max_length=100)] | None = None
    tracking_number: Annotated[str, Meta(max_length=100)] | None = None
    created_at: Period[datetime] | None = None
    dispatched_at: Period[datetime] | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Pick:
    """Pieces to fetch from one location."""

    location: str
    location_name: str
    sku: Sku
    quantity: int


@dataclass(frozen=True, kw_only=True)
class PickingList:
    """What to fetch for a parcel, location by location."""

    shipment_id: ShipmentId
    results: tuple[Pick, ...]
