"""What may happen to a parcel: pending → dispatched → delivered, or cancelled while pending."""

from collections.abc import Sequence

from contexts.shipping.dto import Shipment, ShipmentLine, ShipmentState
from contexts.shipping.errors import (
    NotCancellable,
    NotCorrectable,
    NotDeliverable,
    NotDispatchable,
    NothingToShip,
    ShipmentAlreadyCancelled,
    ShipmentDiffers,
)
from gotuto.address import Address

# The transition table: what a parcel must be to become something else.
ALLOWED_FROM = {
    ShipmentState.DISPATCHED: (ShipmentState.PENDING,),
    ShipmentState.DELIVERED: (ShipmentState.DISPATCHED,),
    ShipmentState.CANCELLED: (ShipmentState.PENDING,),
}
# The carrier has, or had, the parcel.
SENT = (ShipmentState.DISPATCHED, ShipmentState.DELIVERED)
_REFUSALS: dict[ShipmentState, type[NotDispatchable] | type[NotDeliverable] | type[NotCancellable]] = {
    ShipmentState.DISPATCHED: NotDispatchable,
    ShipmentState.DELIVERED: NotDeliverable,
    ShipmentState.CANCELLED: NotCancellable,
}


def packed(lines: Sequence[ShipmentLine]) -> tuple[ShipmentLine, ...]:
    """The contents in SKU order. Raises NothingToShip."""
    if not lines or any(line.quantity < 1 for line in lines):
        raise NothingToShip
    return tuple(sorted(lines, key=lambda line: (line.sku, line.quantity)))


def check_repeat(shipment: Shipment, *, address: Address, lines: tuple[ShipmentLine, ...]) -> None:
    """The same order may ask again for the same parcel only. Raises ShipmentAlreadyCancelled, ShipmentDiffers."""
    if shipment.state is ShipmentState.CANCELLED:
        raise ShipmentAlreadyCancelled(order_id=shipment.order_id)
    if (shipment.address, shipment.lines) != (address, lines):
        raise ShipmentDiffers(order_id=shipment.order_id)


def is_repeated_dispatch(shipment: Shipment, *, carrier: str, tracking_number: str) -> bool:
    """Whether this very dispatch has happened already."""
    return shipment.state in SENT and (shipment.carrier, shipment.tracking_number) == (carrier, tracking_number)


def check_correctable(shipment: Shipment) -> None:
    """Carrier and tracking number are corrected once the carrier has the parcel. Raises NotCorrectable."""
    if shipment.state not in SENT:
        raise NotCorrectable(state=shipment.state)


def transition(state: ShipmentState, to: ShipmentState) -> ShipmentState:
    """The state that a parcel gets. Raises NotDispatchable, NotDeliverable or NotCancellable, whichever was wanted."""
    if state not in ALLOWED_FROM[to]:
        raise _REFUSALS[to](state=state)
    return to
