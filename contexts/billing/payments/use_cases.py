"""Payments that come in for an invoice."""

from datetime import datetime

from contexts.billing.invoices import dto, models, queries
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.signals import tell_status
from contexts.billing.payments import domain, signals
from contexts.billing.payments.signals import PaymentReceived
from gotuto import audit_log
from gotuto.db import lock, unit_of_work
from gotuto.ids import ActorId, InvoiceId, PaymentId, new_id
from gotuto.money import Money


@unit_of_work
def record_payment(
    *,
    invoice_id: InvoiceId,
    amount: Money,
    method: str,
    reference: str,
    actor: ActorId | None = None,
    now: datetime,
) -> dto.Invoice:
    """Book a payment, in part or in full, and who did; the same reference twice books once.

    Raises InvoiceNotFound, InvoiceNotIssued, InvoiceIsVoid, InvoiceIsCreditNote, AmountNotPositive, CurrencyMismatch, Overpaid,
    TooManyParts, ReferenceReused.
    """
    row = lock(models.Invoice, invoice_id, missing=lambda: InvoiceNotFound(invoice_id=invoice_id))
    earlier = row.payments.filter(reference=reference).first()
    if earlier is None:
        _book(row, amount=amount, method=method, reference=reference, actor=actor, now=now)
    else:
        domain.check_same_payment(earlier.to_dto(row.currency), amount=amount, method=method)
    return queries.get_invoice(invoice_id=invoice_id, of_client=None)


def _book(
    row: models.Invoice, *, amount: Money, method: str, reference: str, actor: ActorId | None, now: datetime
) -> None:
    before = row.account()
    after = domain.pay(before, amount, earlier=row.payments.count() if row.amount_paid else 0)
    payment = row.payments.create(
        id=new_id(), amount=amount.amount, method=method, reference=reference, actor=actor, received_at=now
    )
    audit_log.record("payment_booked", payment=payment.id, invoice=row.id, number=row.number, order=row.order_id)
    row.status, row.amount_paid, row.updated_at, row.version = after.status, after.paid.amount, now, row.version + 1
    row.save(update_fields=["status", "amount_paid", "updated_at", "version"])
    signals.payment_received.publish(
        PaymentReceived(
            invoice_id=before.invoice_id,
            payment_id=PaymentId(payment.id),
            order_id=row.of_order,
            amount=amount,
            amount_due=after.due,
            occurred_at=now,
        )
    )
    if after.status is not before.status:
        tell_status(before.invoice_id, row.of_order, old=before.status, new=after.status, now=now)
