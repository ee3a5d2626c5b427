"""Entries on invoices: what is due changes with them, and orders hear of it."""

from datetime import datetime
from typing import Any

from django.conf import settings

from contexts.billing.invoices.domain import Account
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from contexts.billing.invoices.signals import tell_status
from contexts.billing.payments import domain, models, signals, statements
from contexts.billing.payments.domain import Balance
from contexts.billing.payments.dto import Cause, Channel
from contexts.billing.payments.entries.writing import Booked, lock_payment, save_payment, write
from contexts.billing.payments.signals import PaymentReceived, PaymentTakenOff
from contexts.billing.sellers.queries import day_at_seller
from gotuto.db import lock
from gotuto.ids import AllocationId, InvoiceId, PaymentId, new_id
from gotuto.money import Money


def lock_invoice(invoice_id: InvoiceId) -> Invoice:
    """The invoice, before the payment that is booked on it: all who lock both do so in this order. Raises InvoiceNotFound."""
    return lock(Invoice, invoice_id, missing=lambda: InvoiceNotFound(invoice_id=invoice_id))


def put_on_invoice(invoice: Invoice, payment: models.Payment, amount: Money, booked: Booked) -> None:
    """Let a part of a locked payment settle a part of a locked invoice. Raises what `pay` and `allocate` raise."""
    earlier = invoice.allocations.count() if invoice.amount_paid else 0
    before, after = invoice.account(), domain.pay(invoice.account(), amount, earlier=earlier)
    # What is booked at once and the payment are one and the same to whoever hears of it.
    entry = AllocationId(payment.id if payment._state.adding else new_id())
    save_payment(payment, domain.allocate(payment.balance(), amount), booked.now)
    _write(entry, invoice, payment, amount, None, booked)
    _save_invoice(invoice, after, booked.now)
    signals.payment_received.publish(
        PaymentReceived(
            invoice_id=before.invoice_id,
            payment_id=PaymentId(entry),
            order_id=invoice.of_order,
            amount=amount,
            amount_due=after.due,
            occurred_at=booked.now,
        )
    )
    _tell(before, after, invoice, booked.now)


def take_off_invoice(
    invoice: Invoice, payment: models.Payment, amount: Money, *, after: Balance, cause: Cause, booked: Booked
) -> None:
    """Take a part of a locked payment off a locked invoice; `after` is how the payment stands then."""
    before = invoice.account()
    now_owed = domain.reopened(before, amount, is_late=_is_late(invoice, booked.now))
    save_payment(payment, after, booked.now)
    entry = AllocationId(new_id())
    _write(entry, invoice, payment, -amount, cause, booked)
    _save_invoice(invoice, now_owed, booked.now)
    signals.payment_taken_off.publish(
        PaymentTakenOff(
            invoice_id=before.invoice_id,
            payment_id=PaymentId(payment.id),
            allocation_id=entry,
            order_id=invoice.of_order,
            amount=amount,
            amount_due=now_owed.due,
            cause=cause,
            occurred_at=booked.now,
        )
    )
    # The credit note that follows settles what is owed for a moment.
    if cause is not Cause.CREDITED:
        _tell(before, now_owed, invoice, booked.now)


def free_for_credit(invoice: Invoice, amount: Money, *, reason: str, now: datetime) -> None:
    """Take so much money off a locked invoice, from what settled it last on, so that it can be credited."""
    booked = Booked(channel=Channel.STAFF, reason=reason, actor=None, now=now)
    # One of before has no entry yet that could be taken off.
    statements.lift(batch=domain.MOST_PARTS + 1, invoice=InvoiceId(invoice.id), time_zone=settings.TIME_ZONE)
    settling = statements.settling(InvoiceId(invoice.id), invoice.currency)
    parts = dict(domain.latest_first(settling, amount))
    # Locked in the order of their ids, as everybody does.
    for payment_id in sorted(parts):
        payment = lock_payment(payment_id)
        part = parts[payment_id]
        after = domain.release(payment.balance(), part, settles=part)
        take_off_invoice(invoice, payment, part, after=after, cause=Cause.CREDITED, booked=booked)


def _is_late(invoice: Invoice, now: datetime) -> bool:
    return invoice.due_date is not None and invoice.due_date < day_at_seller(legal_entity=invoice.legal_entity, now=now)


def _write(
    entry: AllocationId, invoice: Invoice, payment: models.Payment, amount: Money, cause: Cause | None, booked: Booked
) -> None:
    told: dict[str, Any] = {"invoice": invoice.id, "number": invoice.number, "order": invoice.order_id}
    write(entry, payment, amount, cause, booked, invoice_id=invoice.id, **told)


def _save_invoice(row: Invoice, after: Account, now: datetime) -> None:
    row.status, row.amount_paid, row.updated_at, row.version = after.status, after.paid.amount, now, row.version + 1
    row.save(update_fields=["status", "amount_paid", "updated_at", "version"])


def _tell(before: Account, after: Account, invoice: Invoice, now: datetime) -> None:
    if after.status is not before.status:
        tell_status(before.invoice_id, invoice.of_order, old=before.status, new=after.status, now=now)
