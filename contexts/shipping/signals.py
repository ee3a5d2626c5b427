"""What shipping tells the others; where a parcel goes is personal and is not among it."""

from dataclasses import dataclass

from gotuto.events import DomainEvent
from gotuto.ids import OrderId, ShipmentId
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class ShipmentCreated(DomainEvent, aggregate="shipment_id"):
    """A parcel is to be packed."""

    shipment_id: ShipmentId
    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class ShipmentDispatched(DomainEvent, aggregate="shipment_id"):
    """The carrier has the parcel."""

    shipment_id: ShipmentId
    order_id: OrderId
    carrier: str
    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class ShipmentCorrected(DomainEvent, aggregate="shipment_id"):
    """The parcel went by another carrier, or under another number, than was said."""

    shipment_id: ShipmentId
    order_id: OrderId
    carrier: str
    tracking_number: str


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(DomainEvent, aggregate="shipment_id"):
    """The buyer has the parcel."""

    shipment_id: ShipmentId
    order_id: OrderId


shipment_created = DomainSignal(ShipmentCreated)
shipment_dispatched = DomainSignal(ShipmentDispatched)
shipment_corrected = DomainSignal(ShipmentCorrected)
shipment_delivered = DomainSignal(ShipmentDelivered)
