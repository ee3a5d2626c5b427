"""The tables of all topics, where Django looks for them."""

from contexts.billing.accounting.models import AccountMap, LedgerAccount
from contexts.billing.attempts.models import AttemptCall, GatewayEvent, PaymentAttempt
from contexts.billing.bankfiles.models import BankAccount, CsvMapping
from contexts.billing.bankstatements.models import BankStatement, StatementLine
from contexts.billing.clients.models import Client
from contexts.billing.documents.models import Document
from contexts.billing.dunning.models import DunningAction, DunningPause, DunningPolicy, DunningRun
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.models import Invoice
from contexts.billing.lines.models import InvoiceLine, TaxLine
from contexts.billing.numbers.models import NumberCounter, Seal
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.periods.models import ClosedPeriod
from contexts.billing.refunds.models import Refund
from contexts.billing.sellers.models import LegalEntity, Logo, SellerVersion
from contexts.billing.taxes.models import VatId, VatIdCheck

__all__ = [
    "AccountMap",
    "Allocation",
    "AttemptCall",
    "BankAccount",
    "BankStatement",
    "Client",
    "ClosedPeriod",
    "CsvMapping",
    "Document",
    "DunningAction",
    "DunningPause",
    "DunningPolicy",
    "DunningRun",
    "Fee",
    "GatewayEvent",
    "Invoice",
    "InvoiceLine",
    "LedgerAccount",
    "LegalEntity",
    "Logo",
    "NumberCounter",
    "Payment",
    "PaymentAttempt",
    "Refund",
    "Seal",
    "SellerVersion",
    "StatementLine",
    "TaxLine",
    "VatId",
    "VatIdCheck",
]
