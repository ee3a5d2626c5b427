"""Billing's questions."""

from django.db.models import QuerySet

from contexts.billing import billing_sql, dto, models
from contexts.billing.errors import ClientNotFound, InvoiceNotFound
from gotuto.db import fetch, paginate
from gotuto.ids import ClientId, InvoiceId
from gotuto.paging import Page, PageRequest


def get_invoice(*, invoice_id: InvoiceId, of_client: ClientId | None = None) -> dto.Invoice:
    """One invoice; with `of_client` only if it is his. Raises InvoiceNotFound."""
    row = _invoices(of_client).filter(pk=invoice_id).first()
    if row is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    return row.to_dto()


def list_invoices(
    *, filters: dto.InvoiceFilter, page: PageRequest, of_client: ClientId | None = None
) -> Page[dto.Invoice]:
    """Invoices, newest first, with `of_client` only his; sorted by `created_at`."""
    wanted = {name: value for name, value in vars(filters).items() if value is not None}
    return paginate(
        _invoices(of_client).filter(**wanted),
        page,
        orderings={"created_at": "created_at"},
        default="-created_at",
        filters=filters,
        to_dto=models.Invoice.to_dto,
    )


def _invoices(of_client: ClientId | None) -> QuerySet[models.Invoice]:
    rows = models.Invoice.objects.filter(client__isnull=False)
    if of_client is not None:
        rows = rows.filter(client_id=of_client)
    return rows.prefetch_related("lines", "tax_lines", "payments")


def get_client(*, client_id: ClientId) -> dto.Client:
    """One client. Raises ClientNotFound."""
    return fetch(models.Client, client_id, missing=lambda: ClientNotFound(client_id=client_id)).to_dto()


def list_clients(*, filters: dto.ClientFilter, page: PageRequest) -> Page[dto.Client]:
    """Clients by name; sorted by `name` or `created_at`."""
    rows = models.Client.objects.all()
    return paginate(
        rows.filter(email=filters.email.lower()) if filters.email else rows,
        page,
        orderings={"name": "name", "created_at": "created_at"},
        default="name",
        filters=filters,
        to_dto=models.Client.to_dto,
    )


def list_number_series() -> tuple[dto.NumberSeries, ...]:
    """Every series of invoice numbers with its gaps, of which there should be none."""
    return tuple(billing_sql.number_series())
