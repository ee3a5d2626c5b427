"""Billing in the back office; what an invoice's page shows of several topics is put together here."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin

from contexts.billing.books.admin import SealAdmin
from contexts.billing.clients.admin import ClientAdmin
from contexts.billing.documents.admin import ShowsDocument
from contexts.billing.drafts.admin import WritesDrafts
from contexts.billing.invoices.admin import STATUS_COLOURS, InvoiceAdmin
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments.admin import PaymentInline, RecordsPayments
from contexts.billing.sellers.admin import SellerAdmin
from contexts.billing.taxes.admin import VatIdAdmin
from gotuto.story import Fact

__all__ = ["ClientAdmin", "InvoicePage", "SealAdmin", "SellerAdmin", "VatIdAdmin"]


@admin.register(Invoice)
class InvoicePage(RecordsPayments, ShowsDocument, WritesDrafts):
    """An invoice with its files and the money that came in for it, and the buttons that send it and book more."""

    actions_detail = ("issue_this", "record_payment", "send_document", "make_document", *InvoiceAdmin.actions_detail)
    readonly_fields = ("shown_number", "document_files", *WritesDrafts.readonly_fields[1:])
    inlines = (*InvoiceAdmin.inlines, PaymentInline)

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """The invoice of an order, what is paid and what is due."""
        for row in Invoice.objects.filter(order_id=key, client__isnull=False) if kind == "order" else ():
            account = row.account()
            due = (
                f", {account.due} still due by {row.due_date:%Y-%m-%d}"
                if row.due_date and not account.due.is_zero
                else ""
            )
            yield Fact(
                row=row,
                title=f"Invoice {row}",
                state=row.status,
                colour=STATUS_COLOURS[row.status],
                text=f"{account.total}, paid {account.paid}{due}",
            )
