"""What a payment settles: booked on an invoice, taken off it again, and ended where the money did not stay."""

from datetime import datetime

from django.conf import settings

from contexts.billing.payments import domain, dto, models, signals, statements
from contexts.billing.payments.dto import Cause, Channel, Reversal
from contexts.billing.payments.entries import (
    Booked,
    client_of,
    lock_claim,
    lock_payment,
    lock_with_claims,
    put_on,
    take_off,
)
from contexts.billing.payments.errors import OtherClient
from contexts.billing.payments.signals import PaymentReversed
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import ActorId, ClientId, FeeId, InvoiceId, PaymentId
from gotuto.money import Money


@unit_of_work
def allocate_payment(
    *,
    payment_id: PaymentId,
    invoice_id: InvoiceId | None = None,
    fee_id: FeeId | None = None,
    amount: Money,
    channel: Channel = Channel.STAFF,
    reason: str = "",
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Payment:
    """Let a part of a payment settle an invoice, or a fee, of the same client.

    Raises PaymentNotFound, ClaimNotNamed, InvoiceNotFound, FeeNotFound, OtherClient, NothingLeftToAllocate, FeeSettled,
    FeeOverpaid, Stale, and what `record_payment` raises.
    """
    claim, payment = lock_claim(invoice_id, fee_id), lock_payment(payment_id)
    check_version(expected=expected_version, actual=payment.version)
    if payment.client_id != client_of(claim):
        raise OtherClient
    put_on(claim, payment, amount, Booked(channel=channel, reason=reason, actor=actor, now=now))
    return payment.to_dto()


@unit_of_work
def release_payment(
    *,
    payment_id: PaymentId,
    invoice_id: InvoiceId | None = None,
    fee_id: FeeId | None = None,
    amount: Money | None = None,
    reason: str,
    cause: Cause = Cause.CORRECTED,
    channel: Channel = Channel.STAFF,
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Payment:
    """Take a payment off an invoice, or a fee, again, all of it without an amount: the money is the client's, and that is owed.

    A fee that was waived stays so. Raises PaymentNotFound, ClaimNotNamed, InvoiceNotFound, FeeNotFound, NothingToTakeOff,
    AmountNotPositive, CurrencyMismatch, Stale.
    """
    claim, payment = lock_claim(invoice_id, fee_id), lock_payment(payment_id)
    check_version(expected=expected_version, actual=payment.version)
    settled = dict(statements.settled_by(payment_id, payment.currency))
    settles = settled.get(claim.id, Money.zero(payment.currency))
    part = settles if amount is None else amount
    after = domain.release(payment.balance(), part, settles=settles)
    booked = Booked(channel=channel, reason=reason, actor=actor, now=now)
    take_off(claim, payment, part, after=after, cause=cause, booked=booked)
    return payment.to_dto()


@unit_of_work
def reverse_payment(
    *,
    payment_id: PaymentId,
    kind: Reversal = Reversal.REVERSAL,
    reason: str,
    channel: Channel = Channel.STAFF,
    actor: ActorId | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Payment:
    """End a payment that did not stay: what it settled is owed again. What was sent back of it before stays so.

    Raises PaymentNotFound, PaymentAlreadyReversed, Stale, VersionConflict.
    """
    payment, settled = lock_with_claims(payment_id)
    check_version(expected=expected_version, actual=payment.version)
    left = domain.reverse(payment.balance())
    booked = Booked(channel=channel, reason=reason, actor=actor, now=now)
    for claim, settles in settled:
        after = domain.release(payment.balance(), settles, settles=settles)
        take_off(claim, payment, settles, after=after, cause=kind.cause, booked=booked)
    gone = left.reversed - payment.balance().reversed
    payment.amount_reversed, payment.reversal = left.reversed.amount, kind.value
    payment.reversal_reason, payment.reversed_at = reason, now
    payment.updated_at, payment.version = now, payment.version + 1
    payment.save(
        update_fields=["amount_reversed", "reversal", "reversal_reason", "reversed_at", "updated_at", "version"]
    )
    _tell_reversed(payment, gone, kind, now)
    return payment.to_dto()


def _tell_reversed(payment: models.Payment, amount: Money, kind: Reversal, now: datetime) -> None:
    assert payment.client_id is not None
    audit_log.record("payment_reversed", payment=payment.id, client=payment.client_id, kind=kind.value)
    signals.payment_reversed.publish(
        PaymentReversed(
            payment_id=PaymentId(payment.id),
            client_id=ClientId(payment.client_id),
            amount=amount,
            kind=kind,
            occurred_at=now,
        )
    )


def lift_payments(*, batch: int = 1_000) -> int:
    """Bring payments of a release without allocations into the ledger, some in each transaction; how many."""
    lifted = found = _lift(batch)
    while found == batch:
        found = _lift(batch)
        lifted += found
    return lifted


@unit_of_work
def _lift(batch: int) -> int:
    return statements.lift(batch=batch, time_zone=settings.TIME_ZONE)
