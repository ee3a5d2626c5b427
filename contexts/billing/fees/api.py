"""Fees over HTTP."""

from typing import Annotated, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.fees import dto, queries, use_cases
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, may_see, operation
from gotuto.ids import FeeId
from gotuto.paging import Page
from gotuto.roles import Role


class WaiveBody(TypedDict):
    reason: Annotated[str, Meta(max_length=500)]


class Fees(Endpoint):
    @operation(allow=may_see("billing.fee"), listing=queries.FEES, returns=Page[dto.Fee])
    def get(self, request: Request, *, query: ListQuery[dto.FeeFilter]) -> Page[dto.Fee]:
        """What is claimed for reminders, the latest first; plain claims, without VAT."""
        return queries.list_fees(filters=query.filters, page=query.page)


class FeeWaiving(Endpoint):
    @operation(
        allow=has_role(Role.BILLING),
        returns=dto.Fee,
        replay=again(queries.get_fee),
        example={"reason": "As a courtesy"},
    )
    def post(self, request: Request, *, fee_id: UUID, body: WaiveBody) -> dto.Fee:
        """Claim no more what of a fee is open; what is paid is not given back."""
        return use_cases.waive_fee(
            fee_id=FeeId(fee_id), reason=body["reason"], actor=acting(request), now=timezone.now()
        )
