"""The rules of invoices: what may follow what, and how a claim stands."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from contexts.billing.clients.errors import ClientOnHold, CreditLimitReached
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus, SettledBy
from contexts.billing.invoices.errors import InvoiceAlreadyPaid, InvoiceIssued, InvoiceIsVoid, InvoiceNotIssued
from gotuto.ids import InvoiceId, OrderId
from gotuto.money import Money

# Under which the numbers of each kind of document are counted.
SERIES = {InvoiceKind.INVOICE: "INV", InvoiceKind.CREDIT_NOTE: "CN"}

# The transition table: what an invoice must be to become something else; the statements take their statuses from it.
# Nothing follows paid or void. What has a number is never voided: a credit note settles its claim. Releases before credit
# notes did so, and what they voided stays void.
ALLOWED_FROM = {
    InvoiceStatus.SENT: (InvoiceStatus.DRAFT,),
    InvoiceStatus.OVERDUE: (InvoiceStatus.SENT,),
    InvoiceStatus.PAID: (InvoiceStatus.SENT, InvoiceStatus.OVERDUE),
    InvoiceStatus.VOID: (InvoiceStatus.DRAFT,),
}

# What stands in the books; what is void, a release before credit notes took out.
ISSUED = (InvoiceStatus.SENT, InvoiceStatus.PAID, InvoiceStatus.OVERDUE)

# What was issued and is not settled: what can be paid, and of what people are reminded.
UNPAID = ALLOWED_FROM[InvoiceStatus.PAID]

# What a client owes, or soon will.
OWED = (InvoiceStatus.DRAFT, *UNPAID)


@dataclass(frozen=True, kw_only=True)
class Account:
    """How an invoice stands: its status, what it comes to, and what has been paid on it and credited."""

    invoice_id: InvoiceId
    kind: InvoiceKind = InvoiceKind.INVOICE
    status: InvoiceStatus
    total: Money
    paid: Money
    credited: Money

    @property
    def due(self) -> Money:
        """What is still to be paid; nothing on what was given up, nor on a credit note."""
        is_claim = self.kind is InvoiceKind.INVOICE and self.status is not InvoiceStatus.VOID
        return self.total - self.paid - self.credited if is_claim else Money.zero(self.total.currency)

    @property
    def settled_by(self) -> SettledBy | None:
        """Who settled the claim; None while something is due, and on what is no claim."""
        if self.kind is not InvoiceKind.INVOICE or self.status is not InvoiceStatus.PAID:
            return None
        if self.credited.is_zero:
            return SettledBy.PAYMENT
        return SettledBy.CREDIT if self.paid.is_zero else SettledBy.BOTH


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
    """Give up a draft. Raises InvoiceIssued, InvoiceIsVoid."""
    if account.status not in (*ALLOWED_FROM[InvoiceStatus.VOID], InvoiceStatus.VOID):
        raise InvoiceIssued(invoice_id=account.invoice_id)
    return transition(account, InvoiceStatus.VOID)


def is_deletable(status: InvoiceStatus, *, order_id: OrderId | None) -> bool:
    """Books are kept: only a draft that no order knows may go."""
    return status is InvoiceStatus.DRAFT and order_id is None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether more may be invoiced to a client, and how much they may owe at most."""

    on_hold: bool
    hold_reason: str
    limit: Money | None


def check_credit(standing: Standing, *, total: Money, owed: Callable[[str], Money]) -> None:
    """Whether a client may owe what was just opened; `owed` tells what that makes in a currency.

    A limit holds for what is in its currency. Raises ClientOnHold, CreditLimitReached.
    """
    if standing.on_hold:
        raise ClientOnHold(reason=standing.hold_reason)
    if standing.limit is None or standing.limit.currency != total.currency:
        return
    if (now_owed := owed(total.currency)) > standing.limit:
        raise CreditLimitReached(total=total, owed=now_owed, limit=standing.limit)
