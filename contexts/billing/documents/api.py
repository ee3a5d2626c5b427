"""Documents over HTTP: the stored files of an invoice, and sending them once more."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response

from contexts.billing.documents import use_cases
from contexts.billing.documents.dto import Format, Reader
from contexts.billing.invoices import dto
from contexts.billing.invoices.queries import get_invoice
from gotuto.http import PUBLIC, Endpoint, again, has_role, operation, principal
from gotuto.http.files import file_response, wanted
from gotuto.ids import InvoiceId
from gotuto.roles import Role

_MEDIA_TYPES = {Format.PDF.value: "application/pdf", Format.XML.value: "application/xml", Format.UBL.value: "text/xml"}
_SECONDS = "2"


class DocumentQuery(TypedDict):
    """How somebody who is not signed in shows that the document is meant for them."""

    token: NotRequired[Annotated[str, Meta(max_length=100, description="Of the link in a mail.")]]


class Document(Endpoint):
    @operation(
        allow=PUBLIC,
        files=_MEDIA_TYPES,
        other_statuses=(202,),
        headers={"X-Order-Token": "The token of a guest's order."},
    )
    def get(self, request: Request, *, invoice_id: UUID, query: DocumentQuery) -> HttpResponseBase:
        """The document of an issued invoice or credit note, byte for byte as it was stored.

        A PDF (Factur-X where EN 16931 covers it), or its XML as CII (`xml`) or UBL (`ubl`). While it is being made the answer
        is 202 with Retry-After. It is there for staff, for its customer, for a guest with the token of the order, and for
        whoever has the link of the mail, which proves the address of a guest.
        """
        asking = principal(request)
        reader = Reader(
            is_staff=asking.sees("billing.invoice"),
            customer_id=asking.customer_id,
            order_token=request.headers.get("X-Order-Token", ""),
            link_token=query.get("token", ""),
        )
        form = Format(wanted(request, otherwise=Format.PDF.value))
        file = use_cases.read_document(invoice_id=InvoiceId(invoice_id), wanted=form, reader=reader, now=timezone.now())
        if file is None:
            told = {"detail": "The document is being made. Ask for it again in a moment."}
            return Response(told, status=202, headers={"Retry-After": _SECONDS, "Referrer-Policy": "no-referrer"})
        return file_response(request, file.content, media_type=_MEDIA_TYPES[form.value], name=file.name)


_again = again(get_invoice, of_client=lambda request: None)


class Sending(Endpoint):
    @operation(allow=has_role(Role.BILLING), returns=dto.Invoice, replay=_again)
    def post(self, request: Request, *, invoice_id: UUID) -> dto.Invoice:
        """Mail the document of an issued invoice or credit note to its buyer, again if it was before."""
        use_cases.send_document(invoice_id=InvoiceId(invoice_id), now=timezone.now())
        return get_invoice(invoice_id=InvoiceId(invoice_id), of_client=None)
