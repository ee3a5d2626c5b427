"""Invoices over HTTP: customers see their own, staff all of them."""

from uuid import UUID

from rest_framework.request import Request

from contexts.billing.invoices import dto, queries, use_cases
from gotuto.http import SIGNED_IN, Endpoint, ListQuery, has_role, if_match, operation, principal
from gotuto.ids import ClientId, InvoiceId
from gotuto.paging import Page
from gotuto.roles import Role

_WRITERS = has_role(Role.BILLING)


def seen_by(request: Request) -> ClientId | None:
    """Whose invoices may be seen: of a customer only their own; staff whose role sees invoices see everybody's."""
    asking = principal(request)
    if asking.sees("billing.invoice"):
        return None
    # A customer's client carries the customer's id; anybody else sees nobody's.
    return ClientId(asking.customer_id or UUID(int=0))


class Invoices(Endpoint):
    @operation(allow=SIGNED_IN, listing=queries.INVOICES, returns=Page[dto.Invoice])
    def get(self, request: Request, *, query: ListQuery[dto.InvoiceFilter]) -> Page[dto.Invoice]:
        """Invoices and credit notes, newest first: a customer's own, or all of them for staff."""
        return queries.list_invoices(filters=query.filters, of_client=seen_by(request), page=query.page)


class Invoice(Endpoint):
    @operation(allow=SIGNED_IN, returns=dto.Invoice)
    def get(self, request: Request, *, invoice_id: UUID) -> dto.Invoice:
        """One invoice with its lines, taxes and payments."""
        return queries.get_invoice(invoice_id=InvoiceId(invoice_id), of_client=seen_by(request))

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, invoice_id: UUID) -> None:
        """Delete a draft that belongs to no order; everything else must be kept."""
        use_cases.delete_invoice(invoice_id=InvoiceId(invoice_id), expected_version=if_match(request))
