"""Invoices, payments and clients over HTTP: customers see their own invoices, staff see all, the role writes."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework.request import Request

from contexts.billing import dto
from contexts.billing import facade as billing
from contexts.billing.serializers import ClientBody, ClientQuery, InvoiceQuery, PaymentBody
from gotuto.http import SIGNED_IN, STAFF, Endpoint, has_role, if_match, operation, principal
from gotuto.ids import ClientId, InvoiceId
from gotuto.paging import Page
from gotuto.roles import Role

_WRITERS = has_role(Role.BILLING)
_PAYMENT = {
    "amount": {"amount": "12.50", "currency": "EUR"},
    "method": "bank_transfer",
    "reference": "STATEMENT-2026-11-21/1",
}
_CLIENT = {
    "name": "Ada Lovelace",
    "email": "ada@example.com",
    "address": {
        "name": "Ada Lovelace",
        "line1": "12 St James's Square",
        "postal_code": "SW1Y 4JH",
        "city": "London",
        "country": "GB",
    },
}


def _seen_by(request: Request) -> ClientId | None:
    """Whose invoices may be seen: of a customer only his own; staff see everybody's."""
    asking = principal(request)
    if asking.is_staff:
        return None
    # A customer's client carries his id; somebody who is neither customer nor staff sees nobody's.
    return ClientId(asking.customer_id or UUID(int=0))


def _invoice_now(invoice_id: UUID, request: Request) -> dto.Invoice:
    return billing.get_invoice(invoice_id=InvoiceId(invoice_id))


def _client_now(client_id: UUID, request: Request) -> dto.Client:
    return billing.get_client(client_id=ClientId(client_id))


class Invoices(Endpoint):
    @operation(allow=SIGNED_IN, query=InvoiceQuery, returns=Page[dto.Invoice])
    def get(self, request: Request, *, query: InvoiceQuery) -> Page[dto.Invoice]:
        """Invoices, newest first: a customer's own, or all of them for staff."""
        return billing.list_invoices(
            filters=dto.InvoiceFilter(**query.filters), of_client=_seen_by(request), page=query.page
        )


class Invoice(Endpoint):
    @operation(allow=SIGNED_IN, returns=dto.Invoice)
    def get(self, request: Request, *, invoice_id: UUID) -> dto.Invoice:
        """One invoice with its lines, taxes and payments."""
        return billing.get_invoice(invoice_id=InvoiceId(invoice_id), of_client=_seen_by(request))

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, invoice_id: UUID) -> None:
        """Delete a draft that belongs to no order; everything else must be kept."""
        billing.delete_invoice(invoice_id=InvoiceId(invoice_id), expected_version=if_match(request))


def _what_is_due(request: Request, invoice_id: UUID) -> dict[str, Any]:
    """The payment that would settle this invoice."""
    due = billing.get_invoice(invoice_id=InvoiceId(invoice_id), of_client=_seen_by(request)).amount_due
    return {**_PAYMENT, "amount": {"amount": str(due.amount), "currency": due.currency}}


class Payments(Endpoint):
    @operation(
        allow=_WRITERS,
        body=PaymentBody,
        returns=dto.Invoice,
        status=201,
        replay=_invoice_now,
        example=_PAYMENT,
        living_example=_what_is_due,
    )
    def post(self, request: Request, *, invoice_id: UUID, body: dict[str, Any]) -> dto.Invoice:
        """Book a payment; partial payments add up. Answers the invoice as it stands after it."""
        return billing.record_payment(invoice_id=InvoiceId(invoice_id), **body, now=timezone.now())


class Clients(Endpoint):
    @operation(allow=STAFF, query=ClientQuery, returns=Page[dto.Client])
    def get(self, request: Request, *, query: ClientQuery) -> Page[dto.Client]:
        """Clients by name."""
        return billing.list_clients(filters=dto.ClientFilter(**query.filters), page=query.page)

    @operation(allow=_WRITERS, body=ClientBody, returns=dto.Client, status=201, replay=_client_now, example=_CLIENT)
    def post(self, request: Request, *, body: dict[str, Any]) -> dto.Client:
        """Enter a client by hand; customers and buyers become clients by themselves."""
        return billing.create_client(**body, now=timezone.now())


class Client(Endpoint):
    @operation(allow=STAFF, returns=dto.Client)
    def get(self, request: Request, *, client_id: UUID) -> dto.Client:
        """One client."""
        return billing.get_client(client_id=ClientId(client_id))

    @operation(allow=_WRITERS, body=ClientBody, returns=dto.Client, example={"phone": "+44 20 7946 0000"})
    def patch(self, request: Request, *, client_id: UUID, body: dict[str, Any]) -> dto.Client:
        """Change what is given; an address is replaced as a whole. Issued invoices keep what they say."""
        return billing.update_client(
            client_id=ClientId(client_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, client_id: UUID) -> None:
        """Delete a client who never got an invoice."""
        billing.delete_client(client_id=ClientId(client_id), expected_version=if_match(request), now=timezone.now())
