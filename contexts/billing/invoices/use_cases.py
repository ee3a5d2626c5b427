"""The life of an invoice: opened, issued, voided, found overdue; a draft may be deleted."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db.models import QuerySet

from contexts.billing.clients.signals import ClientCreated, ClientUpdated, client_created, client_updated
from contexts.billing.invoices import domain, dto, models, signals, statements
from contexts.billing.invoices.dto import InvoiceStatus
from contexts.billing.invoices.errors import (
    InvoiceIsVoid,
    InvoiceNotDeletable,
    InvoiceNotFound,
    InvoiceOfOrder,
    OrderInvoicedOtherwise,
)
from contexts.billing.invoices.signals import InvoiceCreated, InvoiceStatusChanged
from contexts.billing.lines.domain import Bill, bill_as_quoted
from contexts.billing.lines.domain import bill as bill_of
from contexts.billing.lines.dto import InvoiceLine, Quote
from contexts.billing.numbers import statements as numbers
from contexts.billing.numbers.dto import Numbered
from contexts.billing.sellers.queries import days_of_sellers
from gotuto import wakeups
from gotuto.db import unit_of_work, would_call
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ClientId, InvoiceId, OrderId, new_id
from gotuto.money import Money

# The queue of files to be made, which belongs to the topic above this one.
DOCUMENTS_QUEUE = "outbound.billing.document"


@unit_of_work
def open_invoice(
    *,
    order_id: OrderId | None,
    reference: str = "",
    buyer: dto.Buyer,
    currency: str,
    lines: Sequence[InvoiceLine],
    quote: Quote | None = None,
    now: datetime,
) -> dto.Invoice:
    """Draft an invoice, and make a client of the buyer; once per order, whose number is the `reference`.

    With a `quote` the lines cost what it says; without one they are taxed at home, at the one standard rate. Raises
    InvoiceEmpty, InvoiceLineInvalid, CurrencyMismatch, ClientOnHold, CreditLimitReached; InvoiceIsVoid after the order was
    given up; OrderInvoicedOtherwise when it has an invoice with other contents.
    """
    bill, particulars = _asked(lines, quote, currency=currency)
    invoice_id = InvoiceId(new_id())
    client_id = ClientId(buyer.customer_id or new_id())
    wrote = statements.open_invoice(
        invoice_id=invoice_id,
        order_id=order_id,
        reference=reference,
        client_id=client_id,
        buyer=buyer,
        bill=bill,
        particulars=particulars,
        now=now,
    )
    if not wrote.invoice:
        assert order_id is not None, "Only two invoices of one order are in each other's way."
        return _opened_before(order_id, buyer=buyer, bill=bill)
    _tell_client(wrote, client_id, buyer, now)
    _check_credit(wrote, client_id, bill.total)
    signals.invoice_created.publish(
        InvoiceCreated(invoice_id=invoice_id, order_id=order_id, client_id=client_id, total=bill.total, occurred_at=now)
    )
    return _draft(invoice_id, order_id, reference, client_id, buyer, bill, particulars, now)


def _asked(lines: Sequence[InvoiceLine], quote: Quote | None, *, currency: str) -> tuple[Bill, dto.Particulars]:
    if quote is None:
        return bill_of(lines, currency=currency, standard_rate=settings.GOTUTO_TAX_RATE), dto.Particulars()
    supplied = dto.Particulars(delivered_on=quote.delivered_on, deliver_to=quote.deliver_to)
    return bill_as_quoted(lines, quote), supplied


def _tell_client(wrote: statements.Opening, client_id: ClientId, buyer: dto.Buyer, now: datetime) -> None:
    if wrote.client is True:
        client_created.publish(ClientCreated(client_id=client_id, customer_id=buyer.customer_id, occurred_at=now))
    elif wrote.client is False:
        client_updated.publish(ClientUpdated(client_id=client_id, occurred_at=now))


def _check_credit(wrote: statements.Opening, client_id: ClientId, total: Money) -> None:
    limit = None if wrote.credit_limit is None else Money(wrote.credit_limit, wrote.currency or "")
    standing = domain.Standing(on_hold=bool(wrote.on_hold), hold_reason=wrote.hold_reason or "", limit=limit)
    domain.check_credit(standing, total=total, owed=partial(statements.owed, client_id))


def _draft(
    invoice_id: InvoiceId, order_id: OrderId | None, reference: str, client_id: ClientId, buyer: dto.Buyer,
    bill: Bill, particulars: dto.Particulars, now: datetime,
) -> dto.Invoice:  # fmt: skip
    return dto.Invoice(
        id=invoice_id,
        number=None,
        status=InvoiceStatus.DRAFT,
        client_id=client_id,
        order_id=order_id,
        reference=reference,
        buyer=buyer,
        issue_date=None,
        due_date=None,
        lines=bill.lines,
        tax_lines=bill.tax_lines,
        net=bill.net,
        tax=bill.tax,
        total=bill.total,
        prices_include_tax=not bill.has_net_prices,
        discount=bill.discount,
        **vars(particulars),
        amount_paid=Money.zero(bill.total.currency),
        amount_credited=Money.zero(bill.total.currency),
        amount_due=bill.total,
        payments=(),
        created_at=now,
        version=1,
    )


def _opened_before(order_id: OrderId, *, buyer: dto.Buyer, bill: Bill) -> dto.Invoice:
    row = models.Invoice.objects.get(order_id=order_id)
    if row.status == InvoiceStatus.VOID:
        raise InvoiceIsVoid(invoice_id=InvoiceId(row.id))
    invoice = row.to_dto()
    if (invoice.buyer, invoice.lines) != (buyer, bill.lines):
        raise OrderInvoicedOtherwise(order_id=order_id)
    return invoice


@unit_of_work
def issue_invoice(
    *, order_id: OrderId | None = None, invoice_id: InvoiceId | None = None, now: datetime
) -> dto.IssuedInvoice:
    """Give a draft its number and dates and send it; by its order or by its own id, and once.

    The issue date is the date at the seller's, not in Greenwich, and never before that of the number before. Raises
    InvoiceNotFound, InvoiceIsVoid.
    """
    issued = give_number(invoice_id=invoice_id, order_id=order_id, becomes=InvoiceStatus.SENT, now=now)
    if issued is None:
        return _issued_before(invoice_id=invoice_id, order_id=order_id)
    signals.tell_status(issued.id, issued.order_id, old=InvoiceStatus.DRAFT, new=InvoiceStatus.SENT, now=now)
    return dto.IssuedInvoice(id=issued.id, number=issued.number, issue_date=issued.issue_date, due_date=issued.due_date)


@unit_of_work
def give_number(
    *, invoice_id: InvoiceId | None, order_id: OrderId | None = None, becomes: InvoiceStatus, now: datetime
) -> Numbered | None:
    """Number a draft, and have its document made once that is committed; None when there is no such draft."""
    numbered = numbers.number_document(
        invoice_id=invoice_id,
        order_id=order_id,
        before=domain.ALLOWED_FROM[InvoiceStatus.SENT],
        becomes=becomes,
        time_zone=settings.TIME_ZONE,
        terms_days=settings.GOTUTO_PAYMENT_TERMS_DAYS,
        now=now,
    )
    if numbered is not None and not would_call(numbers.DOCUMENTS):
        wakeups.notify_on_commit(DOCUMENTS_QUEUE)
    return numbered


def _issued_before(*, invoice_id: InvoiceId | None, order_id: OrderId | None) -> dto.IssuedInvoice:
    row = _rows(invoice_id=invoice_id, order_id=order_id).first()
    if row is None:
        raise InvoiceNotFound(invoice_id=invoice_id, order_id=order_id)
    if row.status == InvoiceStatus.VOID:
        raise InvoiceIsVoid(invoice_id=InvoiceId(row.id))
    return row.to_issued_dto()


@unit_of_work
def void_invoice(
    *, order_id: OrderId | None = None, invoice_id: InvoiceId | None = None, reason: str, now: datetime
) -> None:
    """Give up a draft: with its order, or by its own id if it has none; void stays void.

    An order that has no invoice yet will not get one any more. Raises InvoiceNotFound, InvoiceIssued, InvoiceOfOrder.
    """
    if order_id is not None and statements.record_tombstone(order_id=order_id, reason=reason, now=now):
        return
    row = _locked(invoice_id=invoice_id, order_id=order_id)
    if order_id is None and row.of_order is not None:
        raise InvoiceOfOrder(order_id=row.of_order)
    if row.status == InvoiceStatus.VOID:
        return
    before = row.account()
    after = domain.void(before)
    row.status, row.void_reason, row.updated_at, row.version = after.status, reason, now, row.version + 1
    row.save(update_fields=["status", "void_reason", "updated_at", "version"])
    signals.tell_status(before.invoice_id, row.of_order, old=before.status, new=after.status, now=now)


def _locked(*, invoice_id: InvoiceId | None, order_id: OrderId | None) -> models.Invoice:
    row = _rows(invoice_id=invoice_id, order_id=order_id).select_for_update(no_key=True).first()
    if row is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    return row


def _rows(*, invoice_id: InvoiceId | None, order_id: OrderId | None) -> QuerySet[models.Invoice]:
    which = {"order_id": order_id} if order_id else {"id": invoice_id}
    return models.Invoice.objects.filter(**which)


@unit_of_work
def delete_invoice(*, invoice_id: InvoiceId, expected_version: ExpectedVersion = None) -> None:
    """Delete a draft that no order knows. Raises InvoiceNotFound, InvoiceNotDeletable, Stale."""
    row = _locked(invoice_id=invoice_id, order_id=None)
    check_version(expected=expected_version, actual=row.version)
    if not row.is_deletable:
        raise InvoiceNotDeletable(invoice_id=invoice_id)
    row.delete()


def mark_overdue_invoices(*, now: datetime, batch: int = 500) -> int:
    """Turn every sent invoice overdue from the day after its due date, in the time zone of its seller; how many there were.

    One short transaction a batch, so that no payment waits for long.
    """
    marked = 0
    for today, sellers in days_of_sellers(now=now):
        found = batch
        while found == batch:
            found = _mark_batch(today=today, sellers=sellers, now=now, batch=batch)
            marked += found
    return marked


@unit_of_work
def _mark_batch(*, today: date, sellers: Sequence[str] | None, now: datetime, batch: int) -> int:
    late = statements.mark_overdue(today=today, sellers=sellers, batch=batch, now=now)
    signals.invoice_status_changed.publish_all(
        [
            InvoiceStatusChanged(
                invoice_id=invoice_id,
                order_id=order_id,
                old=InvoiceStatus.SENT,
                new=InvoiceStatus.OVERDUE,
                occurred_at=now,
            )
            for invoice_id, order_id in late
        ]
    )
    return len(late)
