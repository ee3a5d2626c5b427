"""The entries of the ledger: each changes the payment and the invoice by the same amount, and tells of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from contexts.billing.invoices.domain import Account
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from contexts.billing.invoices.signals import tell_status
from contexts.billing.payments import domain, models, signals, statements
from contexts.billing.payments.domain import Balance
from contexts.billing.payments.dto import Cause, Channel
from contexts.billing.payments.errors import PaymentNotFound
from contexts.billing.payments.signals import PaymentReceived, PaymentTakenOff
from gotuto import audit_log
from gotuto.db import VersionConflict, lock
from gotuto.ids import ActorId, AllocationId, InvoiceId, PaymentId, new_id
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Booked:
    """Who books, which way it came, why, and when."""

    channel: Channel
    reason: str
    actor: ActorId | None
    now: datetime


def lock_invoice(invoice_id: InvoiceId) -> Invoice:
    """The invoice, before the payment that is booked on it: all who lock both do so in this order. Raises InvoiceNotFound."""
    return lock(Invoice, invoice_id, missing=lambda: InvoiceNotFound(invoice_id=invoice_id))


def lock_payment(payment_id: PaymentId) -> models.Payment:
    """The payment, with its client also if it is one of before. Raises PaymentNotFound."""
    row = _locked(payment_id)
    if row.client_id is not None:
        return row
    statements.lift(batch=1, only=payment_id, time_zone=settings.TIME_ZONE)
    return _locked(payment_id)


def _locked(payment_id: PaymentId) -> models.Payment:
    return lock(models.Payment, payment_id, missing=lambda: PaymentNotFound(payment_id=payment_id))


def lock_with_invoices(
    payment_id: PaymentId,
) -> tuple[dict[InvoiceId, Invoice], models.Payment, list[tuple[InvoiceId, Money]]]:
    """The payment and all that it settles, the invoices first. Raises PaymentNotFound, VersionConflict."""
    # One of before is on its invoice without an entry that says so.
    statements.lift(batch=1, only=payment_id, time_zone=settings.TIME_ZONE)
    seen = statements.invoices_of(payment_id)
    invoices = {invoice_id: lock_invoice(invoice_id) for invoice_id in sorted(seen)}
    payment = lock_payment(payment_id)
    settled = statements.settled_by(payment_id, payment.currency)
    if not seen.issuperset(invoice_id for invoice_id, _ in settled):
        raise VersionConflict(f"The payment {payment_id} was booked on another invoice just now.")
    return invoices, payment, settled


def put_on(invoice: Invoice, payment: models.Payment, amount: Money, booked: Booked) -> None:
    """Let a part of a locked payment settle a part of a locked invoice. Raises what `pay` and `allocate` raise."""
    earlier = invoice.allocations.count() if invoice.amount_paid else 0
    before, after = invoice.account(), domain.pay(invoice.account(), amount, earlier=earlier)
    # What is booked at once and the payment are one and the same to whoever hears of it.
    entry = AllocationId(payment.id if payment._state.adding else new_id())
    _save_payment(payment, domain.allocate(payment.balance(), amount), booked.now)
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


def take_off(
    invoice: Invoice, payment: models.Payment, amount: Money, *, after: Balance, cause: Cause, booked: Booked
) -> None:
    """Take a part of a locked payment off a locked invoice; `after` is how the payment stands then."""
    before = invoice.account()
    now_owed = domain.reopened(before, amount, is_late=_is_late(invoice, booked.now))
    _save_payment(payment, after, booked.now)
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
        take_off(invoice, payment, part, after=after, cause=Cause.CREDITED, booked=booked)


def _is_late(invoice: Invoice, now: datetime) -> bool:
    return invoice.due_date is not None and invoice.due_date < now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _write(
    entry: AllocationId, invoice: Invoice, payment: models.Payment, amount: Money, cause: Cause | None, booked: Booked
) -> None:
    models.Allocation(
        id=entry,
        payment=payment,
        invoice=invoice,
        amount=amount.amount,
        cause=cause.value if cause else "",
        channel=booked.channel.value,
        reason=booked.reason,
        actor=booked.actor,
        booked_at=booked.now,
    ).save(force_insert=True)
    what = "payment_booked" if cause is None else "payment_taken_off"
    audit_log.record(what, payment=payment.id, invoice=invoice.id, number=invoice.number, order=invoice.order_id)


def _save_payment(row: models.Payment, balance: Balance, now: datetime) -> None:
    row.amount_allocated, row.amount_refunded = balance.allocated.amount, balance.refunded.amount
    row.amount_reversed, row.updated_at = balance.reversed.amount, now
    # One that was made just now is written with its first entry.
    if row._state.adding:
        row.save(force_insert=True)
        return
    row.version += 1
    row.save(update_fields=["amount_allocated", "amount_refunded", "amount_reversed", "updated_at", "version"])


def _save_invoice(row: Invoice, after: Account, now: datetime) -> None:
    row.status, row.amount_paid, row.updated_at, row.version = after.status, after.paid.amount, now, row.version + 1
    row.save(update_fields=["status", "amount_paid", "updated_at", "version"])


def _tell(before: Account, after: Account, invoice: Invoice, now: datetime) -> None:
    if after.status is not before.status:
        tell_status(before.invoice_id, invoice.of_order, old=before.status, new=after.status, now=now)
