"""Payments over HTTP: on an invoice, or of a client, and what they settle."""

from datetime import date
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.fees import dto as fees
from contexts.billing.fees.queries import get_fee
from contexts.billing.invoices import dto as invoices
from contexts.billing.invoices.api import seen_by
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.payments import dto, queries, use_cases
from contexts.billing.payments.dto import Cause, Channel, Reversal
from gotuto.http import Endpoint, ListQuery, acting, again, has_role, if_match, may_see, operation
from gotuto.ids import ClientId, FeeId, InvoiceId, PaymentId
from gotuto.money import Money
from gotuto.paging import Page
from gotuto.roles import Role

_WRITERS, _READERS = has_role(Role.BILLING), may_see("billing.payment")
_Method = Annotated[
    str, Meta(min_length=1, max_length=32, description="How it was paid, such as bank_transfer, card or cash.")
]
_Day = Annotated[date, Meta(description="The day on which it came in; today without.")]
_ClientReference = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=120,
        description="The bank's or payer's own; the same one twice of a client is the same payment.",
    ),
]
_Reason = Annotated[str, Meta(max_length=500)]


class PaymentBody(TypedDict):
    """Money for an invoice."""

    amount: Annotated[Money, Meta(description="At most what is still due.")]
    method: _Method
    reference: Annotated[
        str,
        Meta(
            max_length=120,
            description="The bank's or payer's own; the same one twice on an invoice is the same payment.",
        ),
    ]
    received_on: NotRequired[_Day]
    reason: NotRequired[_Reason]


class FeePaymentBody(TypedDict):
    """Money for a fee."""

    amount: Annotated[Money, Meta(description="At most what is open of it.")]
    method: _Method
    reference: _ClientReference
    received_on: NotRequired[_Day]
    reason: NotRequired[_Reason]


class UnallocatedBody(TypedDict):
    """Money of a client."""

    client_id: UUID
    amount: Money
    method: _Method
    reference: _ClientReference
    received_on: NotRequired[_Day]
    reason: NotRequired[_Reason]


class AllocationBody(TypedDict):
    """What is settled: an invoice, or a fee."""

    invoice_id: NotRequired[Annotated[UUID, Meta(description="An invoice of the same client.")]]
    fee_id: NotRequired[Annotated[UUID, Meta(description="In place of an invoice: a fee of the same client.")]]
    amount: Annotated[Money, Meta(description="At most what is due on it, and what is left of the payment.")]
    reason: NotRequired[_Reason]


class ReleaseBody(TypedDict):
    """What the payment is taken off: an invoice, or a fee."""

    invoice_id: NotRequired[Annotated[UUID, Meta(description="On which the payment was booked.")]]
    fee_id: NotRequired[Annotated[UUID, Meta(description="In place of an invoice: the fee on which it was booked.")]]
    amount: NotRequired[Annotated[Money, Meta(description="All that it settles of it without.")]]
    reason: Annotated[str, Meta(min_length=1, max_length=500)]


class ReversalBody(TypedDict):
    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    kind: NotRequired[Annotated[Reversal, Meta(description="`reversal` without.")]]


_PAYMENT = {
    "amount": {"amount": "12.50", "currency": "EUR"},
    "method": "bank_transfer",
    "reference": "STATEMENT-2026-11-21/1",
}
_ID = "0199d0a4-1c5e-7000-8000-000000000001"


def _what_is_due(request: Request, invoice_id: UUID) -> dict[str, Any]:
    """The payment that would settle this invoice."""
    due = get_invoice(invoice_id=InvoiceId(invoice_id), of_client=seen_by(request)).amount_due
    return {**_PAYMENT, "amount": {"amount": str(due.amount), "currency": due.currency}}


class InvoicePayments(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=invoices.Invoice,
        status=201,
        replay=again(get_invoice, of_client=seen_by),
        example=_PAYMENT,
        living_example=_what_is_due,
    )
    def post(self, request: Request, *, invoice_id: UUID, body: PaymentBody) -> invoices.Invoice:
        """Book a payment; partial payments add up. Answers the invoice as it stands after it."""
        return use_cases.record_payment(
            invoice_id=InvoiceId(invoice_id), **body, channel=Channel.STAFF, actor=acting(request), now=timezone.now()
        )


class FeePayments(Endpoint):
    @operation(allow=_WRITERS, returns=fees.Fee, status=201, replay=again(get_fee), example=_PAYMENT)
    def post(self, request: Request, *, fee_id: UUID, body: FeePaymentBody) -> fees.Fee:
        """Book money for a fee; parts add up. Answers the fee as it stands after it."""
        return use_cases.pay_fee(
            fee_id=FeeId(fee_id), **body, channel=Channel.STAFF, actor=acting(request), now=timezone.now()
        )


_again = again(queries.get_payment)


class Payments(Endpoint):
    @operation(allow=_READERS, listing=queries.PAYMENTS, returns=Page[dto.Payment])
    def get(self, request: Request, *, query: ListQuery[dto.PaymentFilter]) -> Page[dto.Payment]:
        """Payments with what they settle, the latest first; `unallocated=true` are those of which a part settles nothing yet."""
        return queries.list_payments(filters=query.filters, page=query.page)

    @operation(allow=_WRITERS, returns=dto.Payment, status=201, replay=_again, example={"client_id": _ID, **_PAYMENT})
    def post(self, request: Request, *, body: UnallocatedBody) -> dto.Payment:
        """Book money of a client who has not said for what; it settles nothing until it is allocated."""
        given: dict[str, Any] = {**body, "client_id": ClientId(body["client_id"])}
        return use_cases.receive_payment(**given, channel=Channel.STAFF, actor=acting(request), now=timezone.now())


class Payment(Endpoint):
    @operation(allow=_READERS, returns=dto.Payment)
    def get(self, request: Request, *, payment_id: UUID) -> dto.Payment:
        """One payment with the entries that booked it on invoices and took it off again."""
        return queries.get_payment(payment_id=PaymentId(payment_id))


def _claim(body: AllocationBody | ReleaseBody) -> dict[str, Any]:
    """The invoice or the fee that is named."""
    invoice, fee = body.get("invoice_id"), body.get("fee_id")
    return {
        "invoice_id": None if invoice is None else InvoiceId(invoice),
        "fee_id": None if fee is None else FeeId(fee),
    }


class Allocations(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.Payment,
        status=201,
        replay=_again,
        example={"invoice_id": _ID, "amount": _PAYMENT["amount"]},
    )
    def post(self, request: Request, *, payment_id: UUID, body: AllocationBody) -> dto.Payment:
        """Let a part of a payment settle an invoice, or a fee, of the same client; an order goes on once its invoice is paid."""
        return use_cases.allocate_payment(
            payment_id=PaymentId(payment_id),
            **_claim(body),
            amount=body["amount"],
            reason=body.get("reason", ""),
            channel=Channel.STAFF,
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )


class Releases(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.Payment,
        status=201,
        replay=_again,
        example={"invoice_id": _ID, "reason": "Booked on the wrong invoice."},
    )
    def post(self, request: Request, *, payment_id: UUID, body: ReleaseBody) -> dto.Payment:
        """Take a payment off an invoice, or a fee, again: that is owed, and the money can settle something else."""
        return use_cases.release_payment(
            payment_id=PaymentId(payment_id),
            **_claim(body),
            amount=body.get("amount"),
            reason=body["reason"],
            cause=Cause.CORRECTED,
            channel=Channel.STAFF,
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )


class Reversing(Endpoint):
    @operation(
        allow=_WRITERS, returns=dto.Payment, replay=_again, example={"reason": "The bank returned the direct debit."}
    )
    def post(self, request: Request, *, payment_id: UUID, body: ReversalBody) -> dto.Payment:
        """End a payment that did not stay: what it settled is owed again. A chargeback is what the holder of a card took back."""
        return use_cases.reverse_payment(
            payment_id=PaymentId(payment_id),
            kind=body.get("kind", Reversal.REVERSAL),
            reason=body["reason"],
            channel=Channel.STAFF,
            actor=acting(request),
            expected_version=if_match(request),
            now=timezone.now(),
        )
