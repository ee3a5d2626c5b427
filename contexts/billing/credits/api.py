"""Credit notes over HTTP."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.credits import use_cases
from contexts.billing.credits.dto import LineCredit
from contexts.billing.invoices import dto, queries
from contexts.billing.invoices.api import seen_by
from gotuto.http import Endpoint, again, has_role, operation
from gotuto.ids import InvoiceId, InvoiceLineId
from gotuto.money import Money
from gotuto.roles import Role

# As many as a document has, and no more than its columns hold.
_MOST_LINES, _MOST_PIECES = 1_000, 2_147_483_647


class LineCreditBody(TypedDict):
    """So many pieces of a line of the invoice."""

    line_id: Annotated[UUID, Meta(description="Of the invoice, not of an earlier credit note.")]
    quantity: Annotated[int, Meta(ge=1, le=_MOST_PIECES)]


class CreditNoteBody(TypedDict):
    """Without lines and amount all that is still due is credited."""

    reason: Annotated[str, Meta(max_length=500, description="Stands on the credit note; the buyer reads it.")]
    lines: NotRequired[Annotated[list[LineCreditBody], Meta(min_length=1, max_length=_MOST_LINES)]]
    amount: NotRequired[
        Annotated[Money, Meta(description="At most what was not credited yet; not together with lines.")]
    ]


class CreditNotes(Endpoint):
    @operation(
        allow=has_role(Role.BILLING),
        returns=dto.Invoice,
        status=201,
        replay=again(queries.get_invoice, of_client=seen_by),
        example={"reason": "One cup arrived broken.", "amount": {"amount": "5.00", "currency": "EUR"}},
    )
    def post(self, request: Request, *, invoice_id: UUID, body: CreditNoteBody) -> dto.Invoice:
        """Credit an issued invoice: pieces of its lines, an amount, or all that is still due. Answers the credit note.

        What was paid of it is the client's again: it can settle another invoice, or be refunded. A credit note has a number of
        its own series, and its document is made and mailed like that of an invoice. It moves no order.
        """
        lines = [
            LineCredit(line_id=InvoiceLineId(line["line_id"]), quantity=line["quantity"])
            for line in body.get("lines", ())
        ]
        return use_cases.credit_invoice(
            invoice_id=InvoiceId(invoice_id),
            reason=body["reason"],
            lines=lines,
            amount=body.get("amount"),
            now=timezone.now(),
        )
