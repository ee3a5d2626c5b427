"""What billing refuses, of all topics."""

from contexts.billing.clients.errors import ClientHasInvoices, ClientNotFound
from contexts.billing.documents.errors import LogoUnreadable, MissingGlyphs
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
    "OrderInvoicedOtherwise",
    "Overpaid",
    "ReferenceReused",
    "TaxRateUnknown",
    "TooManyParts",
    "VatIdInvalid",
]
