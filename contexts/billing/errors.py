"""What billing refuses, of all topics."""

from contexts.billing.clients.errors import ClientHasInvoices, ClientNotFound
from contexts.billing.documents.errors import DocumentIncomplete, LogoUnreadable, MissingGlyphs, NotInEn16931
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
from contexts.billing.taxes.errors import DiscountTooLarge, TaxRateUnknown, VatIdInvalid

__all__ = [
    "AmountNotPositive",
    "ClientHasInvoices",
    "ClientNotFound",
    "DiscountTooLarge",
    "DocumentIncomplete",
    "InvoiceAlreadyPaid",
    "InvoiceEmpty",
    "InvoiceIsVoid",
    "InvoiceLineInvalid",
    "InvoiceNotDeletable",
    "InvoiceNotFound",
    "InvoiceNotIssued",
    "InvoiceOfOrder",
    "LogoUnreadable",
    "MissingGlyphs",
    "NotInEn16931",
    "OrderInvoicedOtherwise",
    "Overpaid",
    "ReferenceReused",
    "TaxRateUnknown",
    "TooManyParts",
    "VatIdInvalid",
]
