"""Invoices as plain data, with their lines, taxes and what was paid on them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from contexts.billing.sellers.dto import Seller
from contexts.billing.taxes.dto import TaxCategory
from gotuto.address import Address
from gotuto.filters import Period, Range
from gotuto.ids import ActorId, ClientId, CustomerId, InvoiceId, OrderId, PaymentId, Sku
from gotuto.money import Money


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class InvoiceStatus(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    PAID = "paid"
    OVERDUE = "overdue"
    VOID = "void"


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Whom an invoice is made out to; without `customer_id` a guest."""

    name: str
    email: str
    phone: str = ""
    address: Address | None = None
    customer_id: CustomerId | None = None
    vat_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Discount:
    """What is taken off a line or a document, above zero, and why."""

    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """What is to be invoiced: `unit_price` is gross; without `tax_rate` (0.19 = 19 %) the standard rate holds."""

    sku: Sku
    description: str
    quantity: int
    unit_price: Money
    tax_rate: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class InvoicedLine:
    """A line as it stands on the invoice; `total` is the price of the quantity less the discount.

    `unit` is a code of UN/ECE Recommendation 20; C62 is a piece.
    """

    position: int
    sku: Sku
    description: str
    quantity: int
    unit_price: Money
    total: Money
    tax_rate: Decimal
    tax_category: TaxCategory = TaxCategory.STANDARD
    unit: str = "C62"
    discount: Discount | None = None


@dataclass(frozen=True, kw_only=True)
class TaxLine:
    """The tax in all lines of one rate and category, rounded once.

    `exemption` is why there is none, as a code of the VATEX list.
    """

    rate: Decimal
    category: TaxCategory = TaxCategory.STANDARD
    net: Money
    tax: Money
    gross: Money
    exemption: str = ""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """Money that came in for an invoice; `reference` is the payer's or the bank's and unique per invoice.

    `actor` booked it; staff alone are told who that was.
    """

    id: PaymentId
    amount: Money
    method: str
    reference: str
    actor: ActorId | None = None
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """An invoice with its lines, taxes and payments; a draft has neither number nor dates, and no seller yet.

    `reference` is the number of the order, as the buyer knows it.
    """

    id: InvoiceId
    kind: InvoiceKind = InvoiceKind.INVOICE
    number: str | None
    status: InvoiceStatus
    client_id: ClientId
    order_id: OrderId | None
    reference: str = ""
    seller: Seller | None = None
    buyer: Buyer
    issue_date: date | None
    due_date: date | None
    lines: tuple[InvoicedLine, ...]
    tax_lines: tuple[TaxLine, ...]
    net: Money
    tax: Money
    total: Money
    amount_paid: Money
    amount_due: Money
    payments: tuple[Payment, ...]
    created_at: datetime
    version: int


@dataclass(frozen=True, kw_only=True)
class IssuedInvoice:
    """What an invoice got when it was issued."""

    id: InvoiceId
    number: str
    issue_date: date
    due_date: date


@dataclass(frozen=True, kw_only=True)
class InvoiceFilter:
    """Which invoices to list."""

    status: InvoiceStatus | None = None
    order_id: OrderId | None = None
    client_id: ClientId | None = None
    total: Range[Decimal] | None = None
    issue_date: Period[date] | None = None
    due_date: Period[date] | None = None
    created_at: Period[datetime] | None = None
    updated_since: datetime | None = None
