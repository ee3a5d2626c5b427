"""Refunds over HTTP, for staff who look after payments."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.refunds import dto, queries, use_cases
from contexts.billing.refunds.dto import OnInvoices
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, may_see, operation
from gotuto.ids import PaymentId, RefundId
from gotuto.money import Money
from gotuto.paging import Page
from gotuto.roles import Role

_WRITERS, _READERS = has_role(Role.BILLING), may_see("billing.refund")


class RefundBody(TypedDict):
    """Money that goes back."""

    amount: Annotated[Money, Meta(description="At most what came in, less what went back before.")]
    reason: Annotated[str, Meta(min_length=1, max_length=500, description="Stands on the credit note, if one is made.")]
    on_invoices: NotRequired[
        Annotated[
            OnInvoices,
            Meta(description="Invoices that the money has settled are credited (`credit`, without), or owed again."),
        ]
    ]


class PaidOutBody(TypedDict):
    """A person has sent the money."""

    reference: Annotated[str, Meta(min_length=1, max_length=120, description="Of the transfer.")]


_again = again(queries.get_refund)


class PaymentRefunds(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.Refund,
        status=201,
        replay=_again,
        example={"amount": {"amount": "5.00", "currency": "EUR"}, "reason": "One cup arrived broken."},
    )
    def post(self, request: Request, *, payment_id: UUID, body: RefundBody) -> dto.Refund:
        """Send a part of a payment back, through the gateway by which it came or by hand.

        First goes what settles nothing. Through a gateway it is `pending` until that has answered; by hand, until somebody says
        that it was paid out.
        """
        return use_cases.request_refund(
            payment_id=PaymentId(payment_id),
            amount=body["amount"],
            reason=body["reason"],
            on_invoices=body.get("on_invoices", OnInvoices.CREDIT),
            actor=acting(request),
            now=timezone.now(),
        )


class Refunds(Endpoint):
    @operation(allow=_READERS, listing=queries.REFUNDS, returns=Page[dto.Refund])
    def get(self, request: Request, *, query: ListQuery[dto.RefundFilter]) -> Page[dto.Refund]:
        """Refunds, the latest first."""
        return queries.list_refunds(filters=query.filters, page=query.page)


class Refund(Endpoint):
    @operation(allow=_READERS, returns=dto.Refund)
    def get(self, request: Request, *, refund_id: UUID) -> dto.Refund:
        """One refund as it stands now."""
        return queries.get_refund(refund_id=RefundId(refund_id))


class PayingOut(Endpoint):
    @operation(allow=_WRITERS, returns=dto.Refund, replay=_again, example={"reference": "TRANSFER-2026-11-26/1"})
    def post(self, request: Request, *, refund_id: UUID, body: PaidOutBody) -> dto.Refund:
        """Note that somebody has sent the money of a refund that goes by hand, or that a gateway refused."""
        return use_cases.pay_out_by_hand(
            refund_id=RefundId(refund_id), reference=body["reference"], actor=acting(request), now=timezone.now()
        )


class Withdrawing(Endpoint):
    @operation(allow=_WRITERS, returns=dto.Refund, replay=_again)
    def post(self, request: Request, *, refund_id: UUID) -> dto.Refund:
        """Give up a refund that has not happened; its amount settles nothing and is the client's again."""
        return use_cases.withdraw_refund(refund_id=RefundId(refund_id), actor=acting(request), now=timezone.now())
