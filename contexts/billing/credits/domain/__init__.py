"""The rules of credit notes: what may be credited of an invoice, and what that comes to.

All credit notes of an invoice together are never above it: not of the claim, not of a line, not of what is taxed alike; and
once all is credited they are the invoice to the minor unit, in net, tax and gross.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from contexts.billing.credits.domain import bills
from contexts.billing.credits.domain.claims import Claim
from contexts.billing.credits.dto import LineCredit
from contexts.billing.credits.errors import CreditLineUnknown, CreditNotPositive, NothingLeftToCredit
from contexts.billing.invoices.domain import Account, transition
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.errors import InvoiceIsCreditNote
from contexts.billing.lines.domain import Bill
from gotuto.ids import InvoiceLineId
from gotuto.money import Money


def check_creditable(account: Account) -> None:
    """Raises InvoiceIsCreditNote, InvoiceNotIssued or InvoiceIsVoid for what is no claim."""
    if account.kind is InvoiceKind.CREDIT_NOTE:
        raise InvoiceIsCreditNote(invoice_id=account.invoice_id)
    if account.status is not InvoiceStatus.PAID:
        transition(account, InvoiceStatus.PAID)


def settle(account: Account, credited: Money) -> Account:
    """The account after a credit note: paid once nothing is due any more, whoever settled it."""
    after = replace(account, credited=account.credited + credited)
    return transition(after, InvoiceStatus.PAID) if after.due.is_zero else after


def credit_rest(claim: Claim, *, reason: str) -> Bill:
    """All that is still due: the invoice as it stands, the pieces that are left, or an amount. Raises NothingLeftToCredit."""
    if not claim.due.is_positive:
        raise _nothing_due(claim)
    if claim.is_whole:
        return bills.mirror(claim)
    left = {line.id: claim.left(line) for line in claim.lines if claim.left(line)}
    # Where money came in, or amounts were credited before, pieces come to more than that.
    with suppress(NothingLeftToCredit):
        by_pieces = bills.of_lines(claim, left)
        if by_pieces.total == claim.due:
            return by_pieces
    return bills.of_amount(claim, claim.due, reason=reason)


def credit_amount(claim: Claim, amount: Money, *, reason: str) -> Bill:
    """An amount, shared by what is left of each tax group. Raises CreditNotPositive, NothingLeftToCredit, CurrencyMismatch."""
    if not amount.is_positive:
        raise CreditNotPositive(amount=amount)
    if amount > claim.creditable:
        raise _too_much(claim)
    return bills.of_amount(claim, amount, reason=reason)


def credit_lines(claim: Claim, lines: Sequence[LineCredit]) -> Bill:
    """Pieces of lines. Raises CreditLineUnknown, CreditNotPositive, NothingLeftToCredit."""
    wanted = Counter[InvoiceLineId]()
    for one in lines:
        wanted[one.line_id] += one.quantity
    _check_pieces(claim, wanted)
    bill = bills.of_lines(claim, wanted)
    if bill.total > claim.creditable:
        raise _too_much(claim)
    if not bill.total.is_positive:
        raise CreditNotPositive(amount=bill.total)
    return bill


def _check_pieces(claim: Claim, wanted: Counter[InvoiceLineId]) -> None:
    known = {line.id: line for line in claim.lines}
    for line_id, quantity in wanted.items():
        if line_id not in known:
            raise CreditLineUnknown(line_id=line_id)
        line = known[line_id]
        if quantity < 1:
            raise CreditNotPositive(amount=line.unit_price * quantity)
        if quantity > (left := claim.left(line)):
            raise NothingLeftToCredit(what=f"line {line.position} of {claim.number}", left=f"{left} of {line.quantity}")


def _nothing_due(claim: Claim) -> NothingLeftToCredit:
    how = f"{claim.due} (no more is due; name an amount or pieces to credit what is paid)"
    return NothingLeftToCredit(what=claim.number, left=how)


def _too_much(claim: Claim) -> NothingLeftToCredit:
    return NothingLeftToCredit(what=claim.number, left=str(claim.creditable))
