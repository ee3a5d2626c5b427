"""Credit notes: staff take an invoice back, or a part of it, and an order that is cancelled takes back its claim."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from contexts.billing.credits import domain, signals
from contexts.billing.credits.domain import claims
from contexts.billing.credits.domain.words import REASONS
from contexts.billing.credits.dto import LineCredit, Withdrawal
from contexts.billing.credits.errors import CreditLinesOrAmount
from contexts.billing.credits.signals import CreditNoteIssued
from contexts.billing.invoices import dto, models, statements
from contexts.billing.invoices.domain import Account
from contexts.billing.invoices.dto import Buyer, InvoiceKind, InvoiceStatus, Particulars
from contexts.billing.invoices.errors import InvoiceAlreadyPaid, InvoiceNotFound
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.signals import tell_status
from contexts.billing.invoices.use_cases import give_number
from contexts.billing.lines.domain import Bill
from contexts.billing.lines.models import discount_of
from contexts.billing.numbers.dto import Numbered
from contexts.billing.payments import statements as payments
from contexts.billing.payments.entries import free_for_credit
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.events import decode
from gotuto.ids import ClientId, InvoiceId, OrderId, new_id
from gotuto.money import Money

# What may be taken back with its order: a claim, or what is left of one that staff have credited.
_WITHDRAWN_FROM = (InvoiceStatus.SENT, InvoiceStatus.OVERDUE, InvoiceStatus.PAID)


@unit_of_work
def credit_invoice(
    *,
    invoice_id: InvoiceId,
    reason: str,
    lines: Sequence[LineCredit] = (),
    amount: Money | None = None,
    now: datetime,
) -> dto.Invoice:
    """Issue a credit note over pieces of lines, over an amount, or over all that is still due.

    What was paid of it is the client's again: it can settle another invoice, or be refunded.

    Raises InvoiceNotFound, InvoiceNotIssued, InvoiceIsVoid, InvoiceIsCreditNote, NothingLeftToCredit, CreditNotPositive,
    CreditLineUnknown, CreditLinesOrAmount, CurrencyMismatch.
    """
    if lines and amount is not None:
        raise CreditLinesOrAmount
    row = _locked(_rows().filter(id=invoice_id), InvoiceNotFound(invoice_id=invoice_id))
    domain.check_creditable(row.account())
    claim = _claim(row)
    if lines:
        bill = domain.credit_lines(claim, lines)
    elif amount is not None:
        bill = domain.credit_amount(claim, amount, reason=reason)
    else:
        bill = domain.credit_rest(claim, reason=reason)
    return get_invoice(invoice_id=_issue(row, bill, reason=reason, now=now).id, of_client=None)


@unit_of_work
def take_back_claim(*, order_id: OrderId, because: Withdrawal, now: datetime) -> None:
    """Credit all that is left of the claim on an order; what was paid on it is the client's again.

    Raises InvoiceNotFound, InvoiceNotIssued.
    """
    row = _locked(_rows().filter(order_id=order_id), InvoiceNotFound(order_id=order_id))
    if row.account().status is InvoiceStatus.VOID:
        return
    domain.check_creditable(row.account())
    claim = _claim(row).as_if_unpaid()
    if claim.due.is_positive:
        _credit_rest(row, claim, because=because, now=now)


@unit_of_work
def withdraw_claim(*, order_id: OrderId, because: Withdrawal, now: datetime) -> None:
    """Credit what is left of the claim on an order, as long as nothing was paid on it, or all of that went back.

    One that an earlier release voided stays void. Raises InvoiceNotFound, InvoiceNotIssued, InvoiceAlreadyPaid.
    """
    row = _locked(_rows().filter(order_id=order_id), InvoiceNotFound(order_id=order_id))
    account = row.account()
    if account.status is InvoiceStatus.VOID:
        return
    paid = account.paid + Money(_not_sent_back([row]).get(row.id, Decimal(0)), row.currency)
    if not paid.is_zero:
        raise InvoiceAlreadyPaid(invoice_id=account.invoice_id, paid=paid)
    domain.check_creditable(account)
    _withdraw(row, because=because, now=now)


@unit_of_work
def withdraw_claims(*, order_ids: Sequence[OrderId], because: Withdrawal, now: datetime) -> frozenset[OrderId]:
    """Credit what is left of the claims on many orders on which nothing was paid; of which orders.

    One that is paid, in part or right now, is left out, and so is one that is void.
    """
    unpaid = _rows().filter(order_id__in=order_ids, amount_paid=0, status__in=_WITHDRAWN_FROM).order_by("id")
    found = list(unpaid.select_for_update(of=("self",), no_key=True, skip_locked=True))
    kept = _not_sent_back(found)
    rows = [row for row in found if row.id not in kept]
    for row in rows:
        _withdraw(row, because=because, now=now)
    return frozenset(row.of_order for row in rows if row.of_order)


def _not_sent_back(rows: Sequence[models.Invoice]) -> dict[UUID, Decimal]:
    """What was paid, then credited by staff, and is here still: the order may not have heard of that payment yet."""
    return payments.not_sent_back([row.id for row in rows if row.amount_credited])


def _withdraw(row: models.Invoice, *, because: Withdrawal, now: datetime) -> None:
    # Staff may have credited all of it before.
    if not row.account().due.is_zero:
        _credit_rest(row, _claim(row), because=because, now=now)


def _credit_rest(row: models.Invoice, claim: claims.Claim, *, because: Withdrawal, now: datetime) -> None:
    reason = REASONS[because][row.language]
    _issue(row, domain.credit_rest(claim, reason=reason), reason=reason, now=now)


def _rows() -> QuerySet[models.Invoice]:
    return (
        models.Invoice.objects.filter(client__isnull=False)
        .select_related("client", "seller")
        .prefetch_related("lines", "tax_lines", "credit_notes__lines", "credit_notes__tax_lines")
    )


def _locked(rows: QuerySet[models.Invoice], missing: InvoiceNotFound) -> models.Invoice:
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise missing
    return row


def _claim(row: models.Invoice) -> claims.Claim:
    before = list(row.credit_notes.all())
    return claims.Claim(
        number=str(row),
        due=row.account().due,
        paid=row.account().paid,
        prices_include_tax=row.prices_include_tax,
        discount=discount_of(row.discount, row.discount_reason, row.currency),
        lines=tuple(line.to_dto(row.currency) for line in row.lines.all()),
        groups=claims.groups(line.to_dto(row.currency) for line in row.tax_lines.all()),
        credited=claims.groups(line.to_dto(row.currency) for note in before for line in note.tax_lines.all()),
        taken=claims.taken(line.to_dto(row.currency) for note in before for line in note.lines.all()),
    )


def _issue(row: models.Invoice, bill: Bill, *, reason: str, now: datetime) -> Numbered:
    before = row.account()
    if (paid := bill.total - before.due).is_positive:
        free_for_credit(row, paid, reason=reason, now=now)
    after = domain.settle(row.account(), bill.total)
    issued = _number(row, bill, reason=reason, now=now)
    row.status, row.amount_credited = after.status, after.credited.amount
    row.updated_at, row.version = now, row.version + 1
    row.save(update_fields=["status", "amount_credited", "updated_at", "version"])
    audit_log.record("credit_note_issued", number=issued.number, invoice=row.id, credits=row.number, order=row.order_id)
    _tell(row, issued, before, after, now=now)
    return issued


def _number(row: models.Invoice, bill: Bill, *, reason: str, now: datetime) -> Numbered:
    credit_note_id = InvoiceId(new_id())
    assert row.client_id is not None
    statements.open_invoice(
        invoice_id=credit_note_id,
        kind=InvoiceKind.CREDIT_NOTE,
        order_id=None,
        reference=row.reference,
        client_id=ClientId(row.client_id),
        buyer=decode(Buyer, row.buyer or {}),
        bill=bill,
        particulars=Particulars(
            buyer_reference=row.buyer_reference,
            delivered_on=row.delivered_on,
            deliver_to=row.deliver_to,
            credits_invoice_id=InvoiceId(row.id),
            credit_reason=reason,
        ),
        now=now,
    )
    # Nothing is owed on it, so that nothing is to be paid from its first day on.
    issued = give_number(invoice_id=credit_note_id, becomes=InvoiceStatus.PAID, now=now)
    assert issued is not None
    return issued


def _tell(row: models.Invoice, issued: Numbered, before: Account, after: Account, *, now: datetime) -> None:
    signals.credit_note_issued.publish(
        CreditNoteIssued(
            credit_note_id=issued.id,
            invoice_id=before.invoice_id,
            order_id=row.of_order,
            amount=after.credited - before.credited,
            amount_due=after.due,
            occurred_at=now,
        )
    )
    if after.status is not before.status:
        tell_status(before.invoice_id, row.of_order, old=before.status, new=after.status, now=now)
