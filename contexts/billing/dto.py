"""What other contexts give to billing and get from it."""

from contexts.billing.documents.dto import Addressee, PaymentRequest, StoredFile
from contexts.billing.invoices.dto import Buyer, Invoice, InvoiceKind, InvoiceStatus, IssuedInvoice
from contexts.billing.lines.dto import InvoiceLine

__all__ = [
    "Addressee",
    "Buyer",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceStatus",
    "IssuedInvoice",
    "PaymentRequest",
    "StoredFile",
]
