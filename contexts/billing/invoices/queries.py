"""Questions about invoices."""

import re
from dataclasses import replace
from functools import partial

from django.db.models import Q, QuerySet

from contexts.billing.invoices import dto, models
from contexts.billing.invoices.errors import InvoiceNotFound
from gotuto.db.listing import Listing
from gotuto.ids import ClientId, InvoiceId
from gotuto.paging import Page, PageRequest

# The number of an invoice or a credit note, as a series makes them.
NUMBER = r"[A-Z]+-[0-9]{4}-[0-9]+"
_NOTHING = Q(pk__in=[])


def _numbered(number: str) -> Q:
    return Q(number=number.upper())


def _with_words(words: str) -> Q:
    number = words.strip().upper()
    return _numbered(number) if re.fullmatch(NUMBER, number) else models.made_out_to(words) or _NOTHING


INVOICES = Listing(
    filters=dto.InvoiceFilter,
    orderings={
        "created_at": "created_at",
        "number": "number",
        "due_date": "due_date",
        "total": "currency, total",
    },
    default="-created_at",
    # A draft has neither.
    lacking=("number", "due_date"),
    special={"search": _with_words, "number": _numbered, "order_id": models.of_order},
)


def get_invoice(*, invoice_id: InvoiceId, of_client: ClientId | None) -> dto.Invoice:
    """One invoice; with `of_client` only if it is made out to that client. Raises InvoiceNotFound."""
    row = _invoices(of_client).filter(pk=invoice_id).first()
    if row is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    return _told(row, of_client)


def list_invoices(*, filters: dto.InvoiceFilter, page: PageRequest, of_client: ClientId | None) -> Page[dto.Invoice]:
    """Invoices, newest first, with `of_client` only that client's. Raises InvalidCursor, UnknownOrdering."""
    rows, to_dto = _invoices(of_client), partial(_told, of_client=of_client)
    return INVOICES.page(rows, filters=filters, page=page, to_dto=to_dto, within=of_client)


def _told(row: models.Invoice, of_client: ClientId | None) -> dto.Invoice:
    """An invoice; who books payments is the shop's own business."""
    invoice = row.to_dto()
    if of_client is None:
        return invoice
    return replace(invoice, payments=tuple(replace(payment, actor=None) for payment in invoice.payments))


def _invoices(of_client: ClientId | None) -> QuerySet[models.Invoice]:
    rows = models.Invoice.objects.filter(client__isnull=False)
    if of_client is not None:
        rows = rows.filter(client_id=of_client)
    return rows.select_related("seller").prefetch_related("lines", "tax_lines", "allocations")
