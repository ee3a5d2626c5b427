"""Payments on an invoice over HTTP."""

from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.invoices import dto, queries
from contexts.billing.invoices.api import seen_by
from contexts.billing.payments import use_cases
from gotuto.http import Endpoint, acting, again, has_role, operation
from gotuto.ids import InvoiceId
from gotuto.money import Money
from gotuto.roles import Role

_WRITERS = has_role(Role.BILLING)


class PaymentBody(TypedDict):
    amount: Annotated[Money, Meta(description="At most what is still due.")]
    method: Annotated[str, Meta(max_length=32, description="How it was paid, such as bank_transfer, card or cash.")]
    reference: Annotated[
        str,
        Meta(
            max_length=120,
            description="The bank's or payer's own; the same one twice on an invoice is the same payment.",
        ),
    ]


_PAYMENT = {
    "amount": {"amount": "12.50", "currency": "EUR"},
    "method": "bank_transfer",
    "reference": "STATEMENT-2026-11-21/1",
}


def _what_is_due(request: Request, invoice_id: UUID) -> dict[str, Any]:
    """The payment that would settle this invoice."""
    due = queries.get_invoice(invoice_id=InvoiceId(invoice_id), of_client=seen_by(request)).amount_due
    return {**_PAYMENT, "amount": {"amount": str(due.amount), "currency": due.currency}}


class Payments(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.Invoice,
        status=201,
        replay=again(queries.get_invoice, of_client=seen_by),
        example=_PAYMENT,
        living_example=_what_is_due,
    )
    def post(self, request: Request, *, invoice_id: UUID, body: PaymentBody) -> dto.Invoice:
        """Book a payment; partial payments add up. Answers the invoice as it stands after it."""
        return use_cases.record_payment(
            invoice_id=InvoiceId(invoice_id), **body, actor=acting(request), now=timezone.now()
        )
