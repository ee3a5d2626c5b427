"""The tables of all topics, where Django looks for them."""

from contexts.billing.bankstatements.models import BankAccount, BankStatement, CsvMapping, StatementLine
from contexts.billing.clients.models import Client
from contexts.billing.documents.models import Document
from contexts.billing.invoices.models import Invoice
from contexts.billing.lines.models import InvoiceLine, TaxLine
from contexts.billing.numbers.models import NumberCounter, Seal
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.sellers.models import LegalEntity, Logo, SellerVersion
from contexts.billing.taxes.models import VatId, VatIdCheck

__all__ = [
    "Allocation",
    "BankAccount",
    "BankStatement",
    "Client",
    "CsvMapping",
    "Document",
    "Invoice",
    "InvoiceLine",
    "LegalEntity",
    "Logo",
    "NumberCounter",
    "Payment",
    "Seal",
    "SellerVersion",
    "StatementLine",
    "TaxLine",
    "VatId",
    "VatIdCheck",
]
