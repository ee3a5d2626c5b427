"""What other contexts give to billing and get from it."""

from contexts.billing.invoices.dto import Buyer, Invoice, InvoiceLine, InvoiceStatus, IssuedInvoice

__all__ = ["Buyer", "Invoice", "InvoiceLine", "InvoiceStatus", "IssuedInvoice"]
