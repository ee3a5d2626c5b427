"""What every entry does: the payment is locked, its sums change, and a row of the ledger says by how much."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from contexts.billing.payments import models, statements
from contexts.billing.payments.domain import Balance
from contexts.billing.payments.dto import Cause, Channel
from contexts.billing.payments.errors import PaymentNotFound
from gotuto import audit_log
from gotuto.db import lock
from gotuto.ids import ActorId, AllocationId, PaymentId
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Booked:
    """Who books, which way it came, why, and when."""

    channel: Channel
    reason: str
    actor: ActorId | None
    now: datetime


def lock_payment(payment_id: PaymentId) -> models.Payment:
    """The payment, with its client also if it is one of before. Raises PaymentNotFound."""
    row = _locked(payment_id)
    if row.client_id is not None:
        return row
    statements.lift(batch=1, only=payment_id, time_zone=settings.TIME_ZONE)
    return _locked(payment_id)


def _locked(payment_id: PaymentId) -> models.Payment:
    return lock(models.Payment, payment_id, missing=lambda: PaymentNotFound(payment_id=payment_id))


def save_payment(row: models.Payment, balance: Balance, now: datetime) -> None:
    """Write how a payment stands."""
    row.amount_allocated, row.amount_refunded = balance.allocated.amount, balance.refunded.amount
    row.amount_reversed, row.updated_at = balance.reversed.amount, now
    # One that was made just now is written with its first entry.
    if row._state.adding:
        row.save(force_insert=True)
        return
    row.version += 1
    row.save(update_fields=["amount_allocated", "amount_refunded", "amount_reversed", "updated_at", "version"])


def write(
    entry: AllocationId, payment: models.Payment, amount: Money, cause: Cause | None, booked: Booked,
    *, invoice_id: UUID | None = None, fee_id: UUID | None = None, **told: Any,
) -> None:  # fmt: skip
    """Write an entry on an invoice or a fee; `told` is what the log says beside."""
    models.Allocation(
        id=entry,
        payment=payment,
        invoice_id=invoice_id,
        fee_id=fee_id,
        amount=amount.amount,
        cause=cause.value if cause else "",
        channel=booked.channel.value,
        reason=booked.reason,
        actor=booked.actor,
        booked_at=booked.now,
    ).save(force_insert=True)
    what = "payment_booked" if cause is None else "payment_taken_off"
    audit_log.record(what, payment=payment.id, **told)
