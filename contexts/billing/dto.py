"""What other contexts give to billing and get from it."""

from contexts.billing.attempts.dto import Begun, PaymentAttempt
from contexts.billing.credits.dto import Withdrawal
from contexts.billing.documents.dto import Addressee, PaymentRequest, StoredFile
from contexts.billing.dunning.dto import Tone
from contexts.billing.invoices.dto import Buyer, Invoice, InvoiceKind, InvoiceStatus, IssuedInvoice
from contexts.billing.lines.dto import InvoiceLine, Quote, TaxLine
from contexts.billing.quotes.dto import Destination, QuoteLine

__all__ = [
    "Addressee",
    "Begun",
    "Buyer",
    "Destination",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceStatus",
    "IssuedInvoice",
    "PaymentAttempt",
    "PaymentRequest",
    "Quote",
    "QuoteLine",
    "StoredFile",
    "TaxLine",
    "Tone",
    "Withdrawal",
]
