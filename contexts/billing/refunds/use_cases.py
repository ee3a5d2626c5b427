"""Money goes back: asked for by staff or with an order, paid out by hand, or withdrawn."""

from datetime import datetime, timedelta

from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.fees.models import Fee
from contexts.billing.fees.use_cases import waive_fee
from contexts.billing.payments import entries
from contexts.billing.payments.domain import Balance, latest_first, release
from contexts.billing.payments.dto import Cause, Channel
from contexts.billing.payments.entries import Booked, Claim, lock_with_claims
from contexts.billing.payments.models import Payment
from contexts.billing.refunds import domain, dto, signals
from contexts.billing.refunds.dto import BY_HAND, OnInvoices
from contexts.billing.refunds.errors import RefundNotFound
from contexts.billing.refunds.gateways import DESTINATIONS
from contexts.billing.refunds.models import REFUNDS, WAITS, Refund
from contexts.billing.refunds.signals import RefundRequested
from contexts.billing.refunds.statements import freed_with_order
from gotuto import audit_log
from gotuto.db import lock, unit_of_work
from gotuto.ids import ActorId, AttemptId, FeeId, InvoiceId, OrderId, PaymentId, RefundId, new_id
from gotuto.money import Money
from gotuto.outbound.models import Status

PAID_TOO_LATE = "Paid after it was given up."
# No worker looks for what a person does.
_NEVER = timedelta(days=36_500)


@unit_of_work
def request_refund(
    *,
    payment_id: PaymentId,
    amount: Money,
    reason: str,
    on_invoices: OnInvoices = OnInvoices.CREDIT,
    actor: ActorId | None = None,
    now: datetime,
) -> dto.Refund:
    """Send a part of a payment back: through its gateway, or by hand.

    First goes what settles nothing; what has settled invoices is taken off them, which are credited or owed again, and at last
    what has settled fees, which are waived or owed again. Raises PaymentNotFound, RefundNotPositive, NothingLeftToRefund,
    CurrencyMismatch, VersionConflict.
    """
    payment, settled = lock_with_claims(payment_id)
    needed = domain.still_settling(payment.balance(), amount)
    booked = Booked(channel=Channel.STAFF, reason=reason, actor=actor, now=now)
    for claim, part in latest_first(settled, needed):
        _take_off(claim, payment, part, on_invoices, booked)
    return _requested(payment, amount, booked).to_dto()


def _take_off(claim: Claim, payment: Payment, part: Money, on_invoices: OnInvoices, booked: Booked) -> None:
    after = release(payment.balance(), part, settles=part)
    cause = Cause.CREDITED if on_invoices is OnInvoices.CREDIT else Cause.CORRECTED
    entries.take_off(claim, payment, part, after=after, cause=cause, booked=booked)
    if on_invoices is OnInvoices.CREDIT:
        _give_up(claim, part, booked)


def _give_up(claim: Claim, part: Money, booked: Booked) -> None:
    if isinstance(claim, Fee):
        waive_fee(fee_id=FeeId(claim.id), reason=booked.reason, actor=booked.actor, now=booked.now)
        return
    is_all = claim.account().due == part
    credit_invoice(
        invoice_id=InvoiceId(claim.id), reason=booked.reason, amount=None if is_all else part, now=booked.now
    )


@unit_of_work
def refund_order(*, order_id: OrderId, reason: str, now: datetime) -> tuple[dto.Refund, ...]:
    """Send back what was paid on an order whose claim was taken back, as far as it is the client's still; once for each payment."""
    booked = Booked(channel=Channel.STAFF, reason=reason, actor=None, now=now)
    return tuple(
        refund.to_dto()
        for payment_id, freed in freed_with_order(order_id)
        if (refund := _refund_freed(payment_id, freed, order_id, booked)) is not None
    )


def _refund_freed(payment_id: PaymentId, freed: Money, order_id: OrderId, booked: Booked) -> Refund | None:
    payment = entries.lock_payment(payment_id)
    before = payment.refunds.filter(order_id=order_id, attempt_id=None).first()
    amount = min(freed, payment.balance().unallocated)
    if before is not None or not amount.is_positive:
        return before
    return _requested(payment, amount, booked, order_id=order_id)


@unit_of_work
def refund_late_money(
    *, attempt_id: AttemptId, payment_id: PaymentId, order_id: OrderId | None, amount: Money, now: datetime
) -> None:
    """Send back what somebody paid for what was given up meanwhile, as far as it settles nothing; once for each attempt.

    Raises PaymentNotFound.
    """
    payment = entries.lock_payment(payment_id)
    left = min(amount, payment.balance().unallocated)
    if left.is_positive and not Refund.objects.filter(attempt_id=attempt_id).exists():
        booked = Booked(channel=Channel.GATEWAY, reason=PAID_TOO_LATE, actor=None, now=now)
        _requested(payment, left, booked, order_id=order_id, attempt_id=attempt_id)


def _requested(
    payment: Payment,
    amount: Money,
    booked: Booked,
    *,
    order_id: OrderId | None = None,
    attempt_id: AttemptId | None = None,
) -> Refund:
    _save(payment, domain.set_aside(payment.balance(), amount), booked.now)
    refund = _made(payment, amount, booked, order_id, attempt_id)
    audit_log.record("refund_requested", refund=refund.id, payment=payment.id, order=order_id, by=refund.by)
    _tell_requested(refund, amount, order_id, booked.now)
    return refund


def _made(
    payment: Payment, amount: Money, booked: Booked, order_id: OrderId | None, attempt_id: AttemptId | None
) -> Refund:
    by_gateway = payment.channel == Channel.GATEWAY and payment.method in DESTINATIONS
    refund_id = RefundId(new_id())
    refund = Refund(
        id=refund_id,
        idempotency_key=str(refund_id),
        destination=f"{payment.method}{REFUNDS}" if by_gateway else BY_HAND,
        payment=payment,
        order_id=order_id,
        attempt_id=attempt_id,
        amount=amount.amount,
        reason=booked.reason,
        actor=booked.actor,
        due_at=booked.now if by_gateway else booked.now + _NEVER,
        requested_at=booked.now,
        updated_at=booked.now,
    )
    refund.save(force_insert=True)
    if by_gateway:
        Refund.send_on_commit(refund.destination)
    return refund


def _tell_requested(refund: Refund, amount: Money, order_id: OrderId | None, now: datetime) -> None:
    signals.refund_requested.publish(
        RefundRequested(
            refund_id=RefundId(refund.id),
            payment_id=PaymentId(refund.payment_id),
            order_id=order_id,
            amount=amount,
            occurred_at=now,
        )
    )


@unit_of_work
def pay_out_by_hand(*, refund_id: RefundId, reference: str, actor: ActorId | None = None, now: datetime) -> dto.Refund:
    """Note that a person has sent the money: by hand from the start, or because the gateway refused to.

    Raises RefundNotFound, RefundDone, RefundUnderway.
    """
    payment, refund = _locked(refund_id)
    _check_in_our_hands(refund)
    refund.status, refund.destination, refund.provider_reference = Status.DONE, BY_HAND, reference
    refund.done_at, refund.updated_at, refund.settled_by = now, now, actor
    refund.last_error = refund.outcome_code = ""
    refund.save()
    audit_log.record("refund_paid_out", refund=refund_id, payment=payment.id)
    refund.tell(now=now)
    return refund.to_dto()


@unit_of_work
def withdraw_refund(*, refund_id: RefundId, actor: ActorId | None = None, now: datetime) -> dto.Refund:
    """Give up a refund that has not happened: its amount is the client's again. Raises RefundNotFound, RefundDone, RefundUnderway."""
    payment, refund = _locked(refund_id)
    _check_in_our_hands(refund)
    _withdraw(payment, refund, actor=actor, now=now)
    return refund.to_dto()


@unit_of_work
def withdraw_refunds(*, payment_id: PaymentId, now: datetime) -> None:
    """Give up what is still to be paid out of a payment that did not stay: its payer has the money back already.

    What a gateway has in its hands is refused or told by that. Raises PaymentNotFound.
    """
    payment = entries.lock_payment(payment_id)
    for refund in payment.refunds.select_for_update(no_key=True).filter(WAITS).order_by("id"):
        refund.payment = payment
        _withdraw(payment, refund, actor=None, now=now)


def _withdraw(payment: Payment, refund: Refund, *, actor: ActorId | None, now: datetime) -> None:
    has_stayed = payment.reversed_at is None
    _save(payment, domain.give_back(payment.balance(), refund.money, has_stayed=has_stayed), now)
    # Whoever makes the call again finds that it was withdrawn.
    refund.status, refund.outcome_code = Status.REFUSED, refund.outcome_code or "billing.refund_withdrawn"
    refund.withdrawn_at, refund.updated_at, refund.settled_by = now, now, actor
    refund.save()
    audit_log.record("refund_withdrawn", refund=refund.id, payment=payment.id)
    refund.tell(now=now)


def _locked(refund_id: RefundId) -> tuple[Payment, Refund]:
    """The refund and its payment, which is locked first as everywhere. Raises RefundNotFound."""
    seen = Refund.objects.filter(pk=refund_id).first()
    if seen is None:
        raise RefundNotFound(refund_id=refund_id)
    payment = entries.lock_payment(PaymentId(seen.payment_id))
    refund = lock(Refund, refund_id, missing=lambda: RefundNotFound(refund_id=refund_id))
    refund.payment = payment
    return payment, refund


def _check_in_our_hands(refund: Refund) -> None:
    domain.check_in_our_hands(
        RefundId(refund.id), call=refund.status, by=refund.by, is_withdrawn=refund.withdrawn_at is not None
    )


def _save(payment: Payment, after: Balance, now: datetime) -> None:
    payment.amount_refunded, payment.amount_reversed = after.refunded.amount, after.reversed.amount
    payment.updated_at, payment.version = now, payment.version + 1
    payment.save(update_fields=["amount_refunded", "amount_reversed", "updated_at", "version"])
