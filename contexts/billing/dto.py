"""What other contexts give to billing and get from it."""

from contexts.billing.attempts.dto import Begun, PaymentAttempt
from contexts.billing.credits.dto import Withdrawal
from contexts.billing.documents.dto import Addressee, PaymentRequest, StoredFile
from contexts.billing.dunning.dto import Tone
from contexts.billing.invoices.dto import Buyer, Invoice, InvoiceKind, InvoiceStatus, IssuedInvoice
from contexts.billing.lines.dto import InvoiceLine, Quote, TaxLine
from contexts.billing.payments.dto import Cause
from contexts.billing.quotes.dto import Destination, QuoteLine
from contexts.billing.refunds.dto import RefundStatus

__all__ = [
    "Addressee",
    "Begun",
    "Buyer",
    "Cause",
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
    "RefundStatus",
    "StoredFile",
    "TaxLine",
    "Tone",
    "Withdrawal",
]
