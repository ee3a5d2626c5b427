"""Billing in the back office."""

from contexts.billing.admin.clients import ClientAdmin
from contexts.billing.admin.invoices import InvoiceAdmin

__all__ = ["ClientAdmin", "InvoiceAdmin"]
