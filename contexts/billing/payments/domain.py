"""The rules of payments: what money does to an invoice, and how much of a payment is left to do it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from contexts.billing.invoices.domain import UNPAID, Account, transition
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.errors import InvoiceIsCreditNote
from contexts.billing.payments.errors import (
    AmountNotPositive,
    NothingLeftToAllocate,
    NothingToTakeOff,
    Overpaid,
    PaymentAlreadyReversed,
    ReferenceReused,
    TooManyParts,
)
from gotuto.ids import PaymentId
from gotuto.money import Money

K = TypeVar("K")

# Whatever shows an invoice shows all its payments, and an order's stream has an event for each.
MOST_PARTS = 100


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How a payment stands: what of it settles invoices and fees, was sent back, or did not stay."""

    payment_id: PaymentId
    amount: Money
    allocated: Money
    refunded: Money
    reversed: Money

    @property
    def unallocated(self) -> Money:
        """What is the client's still."""
        return self.amount - self.allocated - self.refunded - self.reversed


def pay(account: Account, amount: Money, *, earlier: int) -> Account:
    """Book money on an invoice, in part or in full, after so many earlier entries.

    Raises AmountNotPositive, InvoiceIsVoid, InvoiceNotIssued, InvoiceIsCreditNote, Overpaid, TooManyParts, CurrencyMismatch.
    """
    if account.kind is InvoiceKind.CREDIT_NOTE:
        raise InvoiceIsCreditNote(invoice_id=account.invoice_id)
    check_positive(amount)
    settled = account if account.status is InvoiceStatus.PAID else transition(account, InvoiceStatus.PAID)
    if amount > account.due:
        raise Overpaid(amount=amount, due=account.due)
    if earlier >= MOST_PARTS and amount < account.due:
        raise TooManyParts(most=MOST_PARTS, due=account.due)
    return replace(settled if amount == account.due else account, paid=account.paid + amount)


def payable(account: Account) -> Money:
    """What may be booked on an invoice now; nothing on what is no claim, or none any more."""
    is_open = account.status in UNPAID
    return account.due if is_open else Money.zero(account.total.currency)


def reopened(account: Account, amount: Money, *, is_late: bool) -> Account:
    """Take money off an invoice again: it is owed once more, and overdue where its day is over."""
    after = replace(account, paid=account.paid - amount)
    if account.status is not InvoiceStatus.PAID:
        return after
    return replace(after, status=InvoiceStatus.OVERDUE if is_late else InvoiceStatus.SENT)


def check_positive(amount: Money) -> None:
    """Raises AmountNotPositive."""
    if not amount.is_positive:
        raise AmountNotPositive(amount=amount)


def allocate(balance: Balance, amount: Money) -> Balance:
    """Let a part of a payment settle an invoice or a fee. Raises AmountNotPositive, NothingLeftToAllocate, CurrencyMismatch."""
    check_positive(amount)
    if amount > balance.unallocated:
        raise NothingLeftToAllocate(amount=amount, left=balance.unallocated)
    return replace(balance, allocated=balance.allocated + amount)


def release(balance: Balance, amount: Money, *, settles: Money) -> Balance:
    """Take a part of a payment off an invoice or a fee of which it settles so much. Raises AmountNotPositive, NothingToTakeOff."""
    if not settles.is_positive:
        raise NothingToTakeOff(amount=amount, settles=settles)
    check_positive(amount)
    if amount > settles:
        raise NothingToTakeOff(amount=amount, settles=settles)
    return replace(balance, allocated=balance.allocated - amount)


def reverse(balance: Balance) -> Balance:
    """End a payment that did not stay; what was sent back of it before was. Raises PaymentAlreadyReversed."""
    left = balance.amount - balance.refunded - balance.reversed
    if not left.is_positive:
        raise PaymentAlreadyReversed(payment_id=balance.payment_id)
    return replace(balance, allocated=Money.zero(left.currency), reversed=balance.reversed + left)


def latest_first(settled: Iterable[tuple[K, Money]], amount: Money) -> Iterator[tuple[K, Money]]:
    """From which an amount is taken off, and how much of each: what was settled last goes first."""
    left = amount
    for key, settles in reversed(list(settled)):
        part = min(left, settles)
        if part.is_positive:
            yield key, part
            left -= part


def check_same_payment(*, reference: str, earlier: tuple[Money, str], told: tuple[Money, str]) -> None:
    """A reference stands for one payment, by amount and method. Raises ReferenceReused when this is another one."""
    if earlier != told:
        raise ReferenceReused(reference=reference, amount=earlier[0], method=earlier[1])
