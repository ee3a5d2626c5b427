"""Shipping's refusals."""

from contexts.shipping.dto import ShipmentState
from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import OrderId, ShipmentId


class ShipmentNotFound(NotFound):
    """There is no such parcel."""

    code = "shipping.shipment_not_found"
    text = "There is no shipment {shipment_id}."
    shipment_id: ShipmentId


class ShipmentDiffers(Conflict):
    """The order has a parcel with other contents or another address."""

    code = "shipping.shipment_differs"
    text = "Order {order_id} already has a shipment with other contents or another address."
    order_id: OrderId


class ShipmentAlreadyCancelled(Conflict):
    """The parcel of this order was called off, and that is final."""

    code = "shipping.shipment_cancelled"
    text = "The shipment of order {order_id} was cancelled."
    order_id: OrderId


class NotDispatchable(Conflict):
    """Only a pending parcel can be handed to a carrier."""

    code = "shipping.not_dispatchable"
    text = "Only a pending shipment can be dispatched; this one is {state}."
    state: ShipmentState


class NotDeliverable(Conflict):
    """Only a parcel on its way can arrive."""

    code = "shipping.not_deliverable"
    text = "Only a dispatched shipment can be delivered; this one is {state}."
    state: ShipmentState


class NotCancellable(Conflict):
    """A parcel that has left cannot be called off."""

    code = "shipping.not_cancellable"
    text = "Only a pending shipment can be cancelled; this one is {state}."
    state: ShipmentState


class NotCorrectable(Conflict):
    """A parcel that nobody has carries no label that could be wrong."""

    code = "shipping.not_correctable"
    text = "Only a shipment that has left can get another carrier or tracking number; this one is {state}."
    state: ShipmentState


class NothingToShip(Refused):
    """A parcel without contents."""

    code = "shipping.nothing_to_ship"
    field = "lines"
    text = "A shipment has at least one line, each with at least one piece."
