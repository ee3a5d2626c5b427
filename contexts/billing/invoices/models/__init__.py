"""The tables of invoices: the document, its lines and its taxes."""

from contexts.billing.invoices.models.invoice import NO_CURRENCY, Invoice
from contexts.billing.invoices.models.lines import InvoiceLine, TaxLine

__all__ = ["NO_CURRENCY", "Invoice", "InvoiceLine", "TaxLine"]
