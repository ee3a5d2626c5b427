"""Billing in the back office; what an invoice's page shows of several topics is put together here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from contexts.billing.clients.admin import ClientAdmin
from contexts.billing.invoices.admin import InvoiceAdmin
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments.admin import PAYABLE, PaymentForm, PaymentInline

__all__ = ["ClientAdmin", "InvoicePage"]


@admin.register(Invoice)
class InvoicePage(InvoiceAdmin):
    """An invoice with the money that came in for it, and the form that books more."""

    edits = True
    inlines = (*InvoiceAdmin.inlines, PaymentInline)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.status in PAYABLE)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self.has_change_permission(request, obj):
            kwargs["form"] = PaymentForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        pages = super().get_fieldsets(request, obj)
        if not self.has_change_permission(request, obj):
            return pages
        return [("Record a payment", {"fields": ("amount", "method", "reference")}), *pages]
