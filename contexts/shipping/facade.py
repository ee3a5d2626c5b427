"""Everything other contexts may ask of shipping."""

from contexts.shipping.errors import (
    NotCancellable,
    NotDeliverable,
    NotDispatchable,
    NothingToShip,
    ShipmentCancelled,
    ShipmentDiffers,
    ShipmentNotFound,
)
from contexts.shipping.queries import get_shipment, list_shipments, shipments_of
from contexts.shipping.use_cases import cancel_shipment, create_shipment, deliver_shipment, dispatch_shipment

__all__ = [
    "NotCancellable",
    "NotDeliverable",
    "NotDispatchable",
    "NothingToShip",
    "ShipmentCancelled",
    "ShipmentDiffers",
    "ShipmentNotFound",
    "cancel_shipment",
    "create_shipment",
    "deliver_shipment",
    "dispatch_shipment",
    "get_shipment",
    "list_shipments",
    "shipments_of",
]
