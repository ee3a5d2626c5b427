"""Transfers over HTTP."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.reservations.dto import StockLine
from contexts.inventory.stock.domain import MOST_PIECES
from contexts.inventory.transfers import dto, queries, use_cases
from contexts.inventory.transfers.domain import MOST_LINES
from contexts.inventory.transfers.dto import Arrival
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, if_match, may_see, operation
from gotuto.ids import Sku, TransferId
from gotuto.paging import Page
from gotuto.roles import Role

_READERS = may_see("inventory.transfer")
_KEEPERS = has_role(Role.STOCK)
_Place = Annotated[str, Meta(max_length=36, description="The code or the id of a location; the main one without.")]


class TransferLineBody(TypedDict):
    """Pieces of one SKU that are to go."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MOST_PIECES)]


class TransferBody(TypedDict):
    from_location: NotRequired[_Place]
    to_location: NotRequired[_Place]
    lines: Annotated[list[TransferLineBody], Meta(min_length=1, max_length=MOST_LINES)]
    note: NotRequired[Annotated[str, Meta(max_length=200)]]


class ArrivalBody(TypedDict):
    """What has come of one SKU, and what will not."""

    sku: Sku
    quantity: NotRequired[Annotated[int, Meta(ge=0, le=MOST_PIECES)]]
    missing: NotRequired[Annotated[int, Meta(ge=0, le=MOST_PIECES)]]


class ReceivingBody(TypedDict):
    lines: NotRequired[
        Annotated[list[ArrivalBody], Meta(max_length=MOST_LINES, description="All that is on its way, without.")]
    ]


class Transfers(Endpoint):
    @operation(allow=_READERS, listing=queries.TRANSFERS, returns=Page[dto.Transfer])
    def get(self, request: Request, *, query: ListQuery[dto.TransferFilter]) -> Page[dto.Transfer]:
        """Transfers, the latest first."""
        return queries.list_transfers(filters=query.filters, page=query.page)

    @operation(
        allow=_KEEPERS,
        returns=dto.Transfer,
        status=201,
        replay=again(queries.get_transfer),
        example={"to_location": "HAMBURG", "lines": [{"sku": "TEA-EARL-GREY-100", "quantity": 20}]},
    )
    def post(self, request: Request, *, body: TransferBody) -> dto.Transfer:
        """Write down what is to go from one location to another; nothing moves before it is sent."""
        lines = [StockLine(**line) for line in body["lines"]]
        return use_cases.create_transfer(
            from_location=body.get("from_location"),
            to_location=body.get("to_location"),
            lines=lines,
            note=body.get("note", ""),
            actor=acting(request),
            now=timezone.now(),
        )


class Transfer(Endpoint):
    @operation(allow=_READERS, returns=dto.Transfer)
    def get(self, request: Request, *, transfer_id: UUID) -> dto.Transfer:
        """One transfer."""
        return queries.get_transfer(transfer_id=TransferId(transfer_id))


class Sending(Endpoint):
    @operation(allow=_KEEPERS, returns=dto.Transfer, replay=again(queries.get_transfer))
    def post(self, request: Request, *, transfer_id: UUID) -> dto.Transfer:
        """The goods leave; on the way they lie on nobody's shelf, and nobody can buy them."""
        return use_cases.send_transfer(
            transfer_id=TransferId(transfer_id),
            expected_version=if_match(request),
            actor=acting(request),
            now=timezone.now(),
        )


class Receiving(Endpoint):
    @operation(
        allow=_KEEPERS,
        returns=dto.Transfer,
        replay=again(queries.get_transfer),
        example={"lines": [{"sku": "TEA-EARL-GREY-100", "quantity": 19, "missing": 1}]},
    )
    def post(self, request: Request, *, transfer_id: UUID, body: ReceivingBody) -> dto.Transfer:
        """Goods have come, in parts or all that is on its way; some may be missing."""
        return use_cases.receive_transfer(
            transfer_id=TransferId(transfer_id),
            arrivals=[Arrival(**line) for line in body.get("lines", ())],
            expected_version=if_match(request),
            actor=acting(request),
            now=timezone.now(),
        )


class Cancelling(Endpoint):
    @operation(allow=_KEEPERS, returns=dto.Transfer, replay=again(queries.get_transfer))
    def post(self, request: Request, *, transfer_id: UUID) -> dto.Transfer:
        """Give a draft up."""
        return use_cases.cancel_transfer(
            transfer_id=TransferId(transfer_id), expected_version=if_match(request), now=timezone.now()
        )
