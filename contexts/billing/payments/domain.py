"""The rules of payments: what one does to an invoice."""

from dataclasses import replace

from contexts.billing.invoices import dto
from contexts.billing.invoices.domain import Account, transition
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.errors import InvoiceIsCreditNote
from contexts.billing.payments.errors import AmountNotPositive, Overpaid, ReferenceReused, TooManyParts
from gotuto.money import Money

# Whatever shows an invoice shows all its payments, and an order's stream has an event for each.
MOST_PARTS = 100


def pay(account: Account, amount: Money, *, earlier: int) -> Account:
    """Book a payment, in part or in full, after so many earlier ones.

    Raises AmountNotPositive, InvoiceIsVoid, InvoiceNotIssued, InvoiceIsCreditNote, Overpaid, TooManyParts, CurrencyMismatch.
    """
    if account.kind is InvoiceKind.CREDIT_NOTE:
        raise InvoiceIsCreditNote(invoice_id=account.invoice_id)
    if not amount.is_positive:
        raise AmountNotPositive(amount=amount)
    settled = account if account.status is InvoiceStatus.PAID else transition(account, InvoiceStatus.PAID)
    if amount > account.due:
        raise Overpaid(amount=amount, due=account.due)
    if earlier >= MOST_PARTS and amount < account.due:
        raise TooManyParts(most=MOST_PARTS, due=account.due)
    return replace(settled if amount == account.due else account, paid=account.paid + amount)


def check_same_payment(earlier: dto.Payment, *, amount: Money, method: str) -> None:
    """A reference stands for one payment. Raises ReferenceReused when this is another one."""
    if (earlier.amount, earlier.method) != (amount, method):
        raise ReferenceReused(reference=earlier.reference, amount=earlier.amount, method=earlier.method)
