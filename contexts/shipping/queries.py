"""What shipping can be asked."""

from contexts.shipping import dto, models
from contexts.shipping.errors import ShipmentNotFound
from gotuto.db import fetch, paginate
from gotuto.ids import OrderId, ShipmentId
from gotuto.paging import Page, PageRequest


def get_shipment(*, shipment_id: ShipmentId) -> dto.Shipment:
    """One parcel. Raises ShipmentNotFound."""
    return fetch(models.Shipment, shipment_id, missing=lambda: ShipmentNotFound(shipment_id=shipment_id)).to_dto()


def shipments_of(*, order_id: OrderId) -> tuple[dto.Shipment, ...]:
    """All parcels of an order, in the order of their making."""
    return tuple(row.to_dto() for row in models.Shipment.objects.filter(order_id=order_id).order_by("number"))


def list_shipments(*, filters: dto.ShipmentFilter, page: PageRequest) -> Page[dto.Shipment]:
    """Parcels, the latest first. Raises InvalidCursor, UnknownOrdering."""
    rows = models.Shipment.objects.all()
    if filters.order_id is not None:
        rows = rows.filter(order_id=filters.order_id)
    if filters.state is not None:
        rows = rows.filter(state=filters.state)
    return paginate(
        rows,
        page,
        orderings={"created_at": "created_at"},
        default="-created_at",
        filters=filters,
        to_dto=models.Shipment.to_dto,
    )
