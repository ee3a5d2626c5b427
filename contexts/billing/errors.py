"""What billing refuses, of all topics."""

from contexts.billing.clients.errors import (
    ClientHasInvoices,
    ClientIsCustomer,
    ClientMerged,
    ClientMergedIntoSelf,
    ClientNotFound,
    ClientOnHold,
    CreditLimitReached,
)
from contexts.billing.credits.errors import (
    CreditLinesOrAmount,
    CreditLineUnknown,
    CreditNotPositive,
    NothingLeftToCredit,
)
from contexts.billing.documents.errors import (
    DocumentDamaged,
    DocumentIncomplete,
    DocumentNotMade,
    LogoUnreadable,
    MissingGlyphs,
    NotInEn16931,
    SellerIncomplete,
)
from contexts.billing.drafts.errors import DraftLineIncomplete, DraftOutdated, InvoiceNotDraft
from contexts.billing.dunning.errors import (
    DunningNotPaused,
    DunningPauseEnded,
    DunningPolicyInvalid,
    FeeNotFound,
    FeeSettled,
    PlanInThePast,
    PlanTooLong,
)
from contexts.billing.invoices.errors import (
    InvoiceAlreadyPaid,
    InvoiceIsCreditNote,
    InvoiceIssued,
    InvoiceIsVoid,
    InvoiceNotDeletable,
    InvoiceNotFound,
    InvoiceNotIssued,
    InvoiceOfOrder,
    OrderInvoicedOtherwise,
)
from contexts.billing.lines.errors import InvoiceEmpty, InvoiceLineInvalid
from contexts.billing.payments.errors import AmountNotPositive, Overpaid, ReferenceReused, TooManyParts
from contexts.billing.reports.errors import SpanReversed, SpanTooLong
from contexts.billing.sellers.errors import BankAccountInvalid, LogoInvalid, SellerInvalid, SellerNotFound
from contexts.billing.taxes.errors import DiscountTooLarge, TaxRateUnknown, VatIdCheckedToday, VatIdInvalid

__all__ = [
    "AmountNotPositive",
    "BankAccountInvalid",
    "ClientHasInvoices",
    "ClientIsCustomer",
    "ClientMerged",
    "ClientMergedIntoSelf",
    "ClientNotFound",
    "ClientOnHold",
    "CreditLimitReached",
    "CreditLineUnknown",
    "CreditLinesOrAmount",
    "CreditNotPositive",
    "DiscountTooLarge",
    "DocumentDamaged",
    "DocumentIncomplete",
    "DocumentNotMade",
    "DraftLineIncomplete",
    "DraftOutdated",
    "DunningNotPaused",
    "DunningPauseEnded",
    "DunningPolicyInvalid",
    "FeeNotFound",
    "FeeSettled",
    "InvoiceAlreadyPaid",
    "InvoiceEmpty",
    "InvoiceIsCreditNote",
    "InvoiceIsVoid",
    "InvoiceIssued",
    "InvoiceLineInvalid",
    "InvoiceNotDeletable",
    "InvoiceNotDraft",
    "InvoiceNotFound",
    "InvoiceNotIssued",
    "InvoiceOfOrder",
    "LogoInvalid",
    "LogoUnreadable",
    "MissingGlyphs",
    "NotInEn16931",
    "NothingLeftToCredit",
    "OrderInvoicedOtherwise",
    "Overpaid",
    "PlanInThePast",
    "PlanTooLong",
    "ReferenceReused",
    "SellerIncomplete",
    "SellerInvalid",
    "SellerNotFound",
    "SpanReversed",
    "SpanTooLong",
    "TaxRateUnknown",
    "TooManyParts",
    "VatIdCheckedToday",
    "VatIdInvalid",
]
