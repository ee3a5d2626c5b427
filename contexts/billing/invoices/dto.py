"""Invoices as plain data, with their lines, taxes and what was paid on them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from contexts.billing.lines.dto import Discount, InvoicedLine, TaxLine
from contexts.billing.sellers.dto import Seller
from gotuto.address import Address
from gotuto.filters import Period, Range
from gotuto.ids import (
    ActorId,
    ClientId,
    CustomerId,
    InvoiceId,
    OrderId,
    PaymentId,
)
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
class Particulars:
    """What stands on a document beside its lines: how the buyer calls it, when and where it was delivered, which it corrects."""

    buyer_reference: str = ""
    delivered_on: date | None = None
    deliver_to: str = ""
    notes: str = ""
    credits_invoice_id: InvoiceId | None = None
    credit_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class InvoicePayment:
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
    payments: tuple[InvoicePayment, ...]
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
    """Which invoices to list; those of an order are its invoice and the credit notes on it."""

    search: (
        Annotated[
            str,
            Meta(max_length=200, description="The number of an invoice, or words of a buyer's name or e-mail address."),
        ]
        | None
    ) = None
    number: Annotated[str, Meta(max_length=32, description="Upper and lower case are the same.")] | None = None
    status: InvoiceStatus | None = None
    kind: InvoiceKind | None = None
    order_id: OrderId | None = None
    credits_invoice_id: InvoiceId | None = None
    client_id: ClientId | None = None
    total: Range[Decimal] | None = None
    issue_date: Period[date] | None = None
    due_date: Period[date] | None = None
    created_at: Period[datetime] | None = None
    updated_since: datetime | None = None
