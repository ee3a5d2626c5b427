"""What billing refuses, of all topics."""

from contexts.billing.clients.errors import ClientHasInvoices, ClientNotFound
from contexts.billing.invoices.errors import (
    InvoiceAlreadyPaid,
    InvoiceEmpty,
    InvoiceIsVoid,
    InvoiceLineInvalid,
    InvoiceNotDeletable,
    InvoiceNotFound,
    InvoiceNotIssued,
    InvoiceOfOrder,
    OrderInvoicedOtherwise,
)
from contexts.billing.payments.errors import AmountNotPositive, Overpaid, ReferenceReused, TooManyParts

__all__ = [
    "AmountNotPositive",
    "ClientHasInvoices",
    "ClientNotFound",
    "InvoiceAlreadyPaid",
    "InvoiceEmpty",
    "InvoiceIsVoid",
    "InvoiceLineInvalid",
    "InvoiceNotDeletable",
    "InvoiceNotFound",
    "InvoiceNotIssued",
    "InvoiceOfOrder",
    "OrderInvoicedOtherwise",
    "Overpaid",
    "ReferenceReused",
    "TooManyParts",
]
