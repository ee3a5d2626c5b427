"""The rules of invoices: totals and taxes, what may follow what, when to pay."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from contexts.billing.invoices import dto
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.errors import (
    InvoiceAlreadyPaid,
    InvoiceEmpty,
    InvoiceIsVoid,
    InvoiceLineInvalid,
    InvoiceNotIssued,
)
from gotuto.ids import InvoiceId, OrderId
from gotuto.money import Money, total

# Under which the numbers of each kind of document are counted.
SERIES = {InvoiceKind.INVOICE: "INV", InvoiceKind.CREDIT_NOTE: "CN"}

# The transition table: what an invoice must be to become something else; the statements take their statuses from it.
# Nothing follows paid or void: a claim that was settled is corrected by a document of its own, never by a change.
ALLOWED_FROM = {
    InvoiceStatus.SENT: (InvoiceStatus.DRAFT,),
    InvoiceStatus.OVERDUE: (InvoiceStatus.SENT,),
    InvoiceStatus.PAID: (InvoiceStatus.SENT, InvoiceStatus.OVERDUE),
    InvoiceStatus.VOID: (InvoiceStatus.DRAFT, InvoiceStatus.SENT, InvoiceStatus.OVERDUE),
}


@dataclass(frozen=True, kw_only=True)
class Bill:
    """The lines of an invoice and what they come to."""

    lines: tuple[dto.InvoicedLine, ...]
    tax_lines: tuple[dto.TaxLine, ...]
    net: Money
    tax: Money
    total: Money


def bill(lines: Sequence[dto.InvoiceLine], *, currency: str, standard_rate: Decimal) -> Bill:
    """Add up gross lines and take the tax out. Raises InvoiceEmpty, InvoiceLineInvalid, CurrencyMismatch."""
    invoiced = tuple(_line(position, line, standard_rate) for position, line in enumerate(lines, start=1))
    gross = total((line.total for line in invoiced), currency)
    if not gross.is_positive:
        raise InvoiceEmpty
    tax_lines = tuple(taxes(invoiced, currency=currency))
    tax = total((line.tax for line in tax_lines), currency)
    return Bill(lines=invoiced, tax_lines=tax_lines, net=gross - tax, tax=tax, total=gross)


def _line(position: int, line: dto.InvoiceLine, standard_rate: Decimal) -> dto.InvoicedLine:
    if line.quantity < 1 or line.unit_price.amount < 0:
        raise InvoiceLineInvalid(position=position)
    return dto.InvoicedLine(
        position=position,
        sku=line.sku,
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        total=line.unit_price * line.quantity,
        tax_rate=(standard_rate if line.tax_rate is None else line.tax_rate).normalize(),
    )


def taxes(lines: Iterable[dto.InvoicedLine], *, currency: str) -> Iterable[dto.TaxLine]:
    """One tax line a rate, rounded once for the group, so that net and tax always come to the gross that was agreed."""
    groups: dict[Decimal, list[Money]] = {}
    for line in lines:
        groups.setdefault(line.tax_rate, []).append(line.total)
    for rate, amounts in sorted(groups.items()):
        gross = total(amounts, currency)
        tax = gross.tax_included(rate)
        yield dto.TaxLine(rate=rate, net=gross - tax, tax=tax, gross=gross)


@dataclass(frozen=True, kw_only=True)
class Account:
    """How an invoice stands: its status, what it comes to, and what has been paid on it."""

    invoice_id: InvoiceId
    status: InvoiceStatus
    total: Money
    paid: Money

    @property
    def due(self) -> Money:
        """What is still to be paid; nothing on what was given up."""
        return self.total - (self.total if self.status is InvoiceStatus.VOID else self.paid)


def transition(account: Account, to: InvoiceStatus) -> Account:
    """The account in another status. Raises InvoiceIsVoid, InvoiceNotIssued or InvoiceAlreadyPaid, whichever it is now."""
    if account.status in ALLOWED_FROM[to]:
        return replace(account, status=to)
    if account.status is InvoiceStatus.VOID:
        raise InvoiceIsVoid(invoice_id=account.invoice_id)
    if account.status is InvoiceStatus.DRAFT:
        raise InvoiceNotIssued(invoice_id=account.invoice_id)
    raise InvoiceAlreadyPaid(invoice_id=account.invoice_id, paid=account.paid)


def void(account: Account) -> Account:
    """Give up a claim on which nothing has been paid. Raises InvoiceAlreadyPaid, InvoiceIsVoid."""
    if not account.paid.is_zero:
        raise InvoiceAlreadyPaid(invoice_id=account.invoice_id, paid=account.paid)
    return transition(account, InvoiceStatus.VOID)


def is_deletable(status: InvoiceStatus, *, order_id: OrderId | None) -> bool:
    """Books are kept: only a draft that no order knows may go."""
    return status is InvoiceStatus.DRAFT and order_id is None
