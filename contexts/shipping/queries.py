"""What shipping can be asked."""

from contexts.shipping import domain, dto, models
from contexts.shipping.dto import ShipmentState
from contexts.shipping.errors import ShipmentNotFound
from gotuto.db import fetch
from gotuto.db.listing import Listing
from gotuto.ids import OrderId, ShipmentId
from gotuto.paging import Page, PageRequest

SHIPMENTS = Listing(
    filters=dto.ShipmentFilter,
    orderings={"created_at": "created_at", "dispatched_at": "dispatched_at"},
    default="-created_at",
    lacking=("dispatched_at",),
    special={"tracking_number": models.with_tracking_number},
)


def get_shipment(*, shipment_id: ShipmentId) -> dto.Shipment:
    """One parcel. Raises ShipmentNotFound."""
    return fetch(models.Shipment, shipment_id, missing=lambda: ShipmentNotFound(shipment_id=shipment_id)).to_dto()


def shipments_of(*, order_id: OrderId) -> tuple[dto.Shipment, ...]:
    """All parcels of an order, in the order of their making."""
    return tuple(row.to_dto() for row in models.Shipment.objects.filter(order_id=order_id).order_by("number"))


def list_shipments(*, filters: dto.ShipmentFilter, page: PageRequest) -> Page[dto.Shipment]:
    """Parcels, the latest first. Raises InvalidCursor, UnknownOrdering."""
    return SHIPMENTS.page(models.Shipment.objects.all(), filters=filters, page=page, to_dto=models.Shipment.to_dto)


def check_cancellable(*, order_id: OrderId) -> None:
    """Whether the parcel of an order could be called off now. Raises NotCancellable once the carrier has it."""
    row = models.Shipment.objects.filter(order_id=order_id).first()
    if row is not None and row.state != ShipmentState.CANCELLED:
        domain.transition(ShipmentState(row.state), ShipmentState.CANCELLED)
