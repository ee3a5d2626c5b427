"""Invoices as plain data, with their lines, taxes and what was paid on them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from contexts.billing.sellers.dto import Seller
from contexts.billing.taxes.dto import Taxation, TaxCategory, TaxClass
from gotuto.address import Address
from gotuto.filters import Period, Range
from gotuto.ids import (
    ActorId,
    ClientId,
    CustomerId,
    InvoiceId,
    InvoiceLineId,
    OrderId,
    PaymentId,
    Sku,
    new_id,
)
from gotuto.money import Money

# UN/ECE Recommendation 20: one piece.
PIECE = "C62"


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class InvoiceStatus(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    PAID = "paid"
    OVERDUE = "overdue"
    VOID = "void"


class SettledBy(StrEnum):
    """Who settled a claim: whoever paid, a credit note, or both in part."""

    PAYMENT = "payment"
    CREDIT = "credit"
    BOTH = "both"


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
class Particulars:
    """What stands on a document beside its lines: how the buyer calls it, when and where it was delivered, which it corrects."""

    buyer_reference: str = ""
    delivered_on: date | None = None
    deliver_to: str = ""
    notes: str = ""
    credits_invoice_id: InvoiceId | None = None
    credit_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """What is to be invoiced; `unit_price` and `discount` are gross or net as the document's prices are.

    Without a `taxation` that was decided before, it is taxed at home: at `tax_rate` (0.19 = 19 %), or the standard rate.
    """

    sku: Sku
    description: str
    quantity: int
    unit_price: Money
    tax_rate: Decimal | None = None
    taxation: Taxation | None = None
    unit: str = PIECE
    discount: Discount | None = None
    tax_class: TaxClass | None = None
    is_service: bool = False
    credits_line_id: InvoiceLineId | None = None


@dataclass(frozen=True, kw_only=True)
class InvoicedLine:
    """A line as it stands on the invoice; `total` is the price of the quantity less the discount.

    `unit` is a code of UN/ECE Recommendation 20; C62 is a piece. `included_rate` is the rate whose tax is inside a gross
    price on which none is owed, where it is not `tax_rate`. `credits_line_id` is the line that a credit note takes back.
    """

    id: InvoiceLineId = field(default_factory=lambda: InvoiceLineId(new_id()), compare=False)
    position: int
    sku: Sku
    description: str
    quantity: int
    unit_price: Money
    total: Money
    tax_rate: Decimal
    tax_category: TaxCategory = TaxCategory.STANDARD
    exemption: str = ""
    included_rate: Decimal | None = None
    unit: str = PIECE
    discount: Discount | None = None
    tax_class: TaxClass | None = None
    is_service: bool = False
    credits_line_id: InvoiceLineId | None = None


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

    `reference` is the number of the order, as the buyer knows it. `amount_due` is what neither payments nor credit notes have
    settled. `delivered_on` is the day of the service or delivery, `deliver_to` the country where it went. Amounts of a credit
    note are positive; it names the invoice that it corrects.
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
    prices_include_tax: bool = True
    discount: Discount | None = None
    delivered_on: date | None = None
    deliver_to: str = ""
    notes: str = ""
    buyer_reference: str = ""
    credits_invoice_id: InvoiceId | None = None
    credit_reason: str = ""
    amount_paid: Money
    amount_credited: Money
    amount_due: Money
    settled_by: SettledBy | None = None
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
