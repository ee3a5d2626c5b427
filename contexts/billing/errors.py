"""What billing refuses, of all topics."""

from contexts.billing.clients.errors import ClientHasInvoices, ClientNotFound
from contexts.billing.invoices.errors import (
    InvoiceEmpty,
    InvoiceLineInvalid,
    InvoiceNotDeletable,
    InvoiceNotFound,
    InvoiceNotIssued,
    InvoiceOfOrder,
    InvoicePaid,
    InvoiceVoid,
    OrderInvoicedOtherwise,
)
from contexts.billing.payments.errors import AmountNotPositive, Overpaid, ReferenceReused

__all__ = [
    "AmountNotPositive",
    "ClientHasInvoices",
    "ClientNotFound",
    "InvoiceEmpty",
    "InvoiceLineInvalid",
    "InvoiceNotDeletable",
    "InvoiceNotFound",
    "InvoiceNotIssued",
    "InvoiceOfOrder",
    "InvoicePaid",
    "InvoiceVoid",
    "OrderInvoicedOtherwise",
    "Overpaid",
    "ReferenceReused",
]
