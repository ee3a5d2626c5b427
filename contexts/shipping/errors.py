"""Shipping's refusals."""

from contexts.shipping.dto import ShipmentState
from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import OrderId, ShipmentId


class ShipmentNotFound(NotFound):
    """There is no such parcel."""

    code = "shipping.shipment_not_found"

    def __init__(self, *, shipment_id: ShipmentId) -> None:
        super().__init__(f"There is no shipment {shipment_id}.")


class ShipmentDiffers(Conflict):
    """The order has a parcel with other contents or another address."""

    code = "shipping.shipment_differs"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(f"Order {order_id} already has a shipment with other contents or another address.")


class ShipmentCancelled(Conflict):
    """The parcel of this order was called off, and that is final."""

    code = "shipping.shipment_cancelled"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(f"The shipment of order {order_id} was cancelled.")


class NotDispatchable(Conflict):
    """Only a pending parcel can be handed to a carrier."""

    code = "shipping.not_dispatchable"

    def __init__(self, *, state: ShipmentState) -> None:
        super().__init__(f"Only a pending shipment can be dispatched; this one is {state}.")


class NotDeliverable(Conflict):
    """Only a parcel on its way can arrive."""

    code = "shipping.not_deliverable"

    def __init__(self, *, state: ShipmentState) -> None:
        super().__init__(f"Only a dispatched shipment can be delivered; this one is {state}.")


class NotCancellable(Conflict):
    """A parcel that has left cannot be called off."""

    code = "shipping.not_cancellable"

    def __init__(self, *, state: ShipmentState) -> None:
        super().__init__(f"Only a pending shipment can be cancelled; this one is {state}.")


class NothingToShip(Refused):
    """A parcel without contents."""

    code = "shipping.nothing_to_ship"
    field = "lines"

    def __init__(self) -> None:
        super().__init__("A shipment has at least one line, each with at least one piece.")
