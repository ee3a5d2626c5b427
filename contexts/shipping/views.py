"""Parcels over HTTP, for staff; a buyer sees the way of the goods in the order."""

from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request

from contexts.shipping import dto, queries, use_cases
from contexts.shipping.serializers import CorrectionBody, DispatchBody
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, if_match, may_see, operation
from gotuto.ids import ShipmentId
from gotuto.paging import Page
from gotuto.roles import Role

_READERS = may_see("shipping.shipment")
_PACKERS = has_role(Role.FULFILMENT)


class Shipments(Endpoint):
    @operation(allow=_READERS, listing=queries.SHIPMENTS, returns=Page[dto.Shipment])
    def get(self, request: Request, *, query: ListQuery[dto.ShipmentFilter]) -> Page[dto.Shipment]:
        """Shipments, the latest first; of one order with ?order_id=."""
        return queries.list_shipments(filters=query.filters, page=query.page)


class Shipment(Endpoint):
    @operation(allow=_READERS, returns=dto.Shipment)
    def get(self, request: Request, *, shipment_id: UUID) -> dto.Shipment:
        """One shipment."""
        return queries.get_shipment(shipment_id=ShipmentId(shipment_id))

    @operation(allow=_PACKERS, returns=dto.Shipment, example={"tracking_number": "00340434161094042557"})
    def patch(self, request: Request, *, shipment_id: UUID, body: CorrectionBody) -> dto.Shipment:
        """Correct the carrier or the tracking number of a shipment that has left."""
        return use_cases.correct_shipment(
            shipment_id=ShipmentId(shipment_id), **body, expected_version=if_match(request), now=timezone.now()
        )


class Picking(Endpoint):
    @operation(allow=_READERS, returns=dto.PickingList)
    def get(self, request: Request, *, shipment_id: UUID) -> dto.PickingList:
        """What to fetch for a parcel, location by location; they all go into it."""
        return use_cases.picking_list(shipment_id=ShipmentId(shipment_id))


class Dispatch(Endpoint):
    @operation(
        allow=_PACKERS,
        returns=dto.Shipment,
        replay=again(queries.get_shipment),
        example={"carrier": "DHL", "tracking_number": "00340434161094042557"},
    )
    def post(self, request: Request, *, shipment_id: UUID, body: DispatchBody) -> dto.Shipment:
        """Hand a pending shipment to the carrier; its goods leave the stock, and the order becomes shipped."""
        return use_cases.dispatch_shipment(
            shipment_id=ShipmentId(shipment_id),
            **body,
            expected_version=if_match(request),
            actor=acting(request),
            now=timezone.now(),
        )


class Deliver(Endpoint):
    @operation(allow=_PACKERS, returns=dto.Shipment, replay=again(queries.get_shipment))
    def post(self, request: Request, *, shipment_id: UUID) -> dto.Shipment:
        """The buyer has the parcel; the order becomes delivered."""
        return use_cases.deliver_shipment(
            shipment_id=ShipmentId(shipment_id),
            expected_version=if_match(request),
            actor=acting(request),
            now=timezone.now(),
        )
