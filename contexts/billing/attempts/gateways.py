"""The destinations of payment attempts: each gateway is one, which is down or up for all calls alike."""

from django.conf import settings

from contexts.billing.attempts.dto import CallKind
from contexts.billing.attempts.models import AttemptCall, PaymentAttempt
from contexts.billing.payments.gateways import GATEWAYS, Gateway, Start, Told
from gotuto.money import Money
from gotuto.outbound import Destination, Done, Outcome, Refused, RetryLater, Timeouts, Unknown

BY_GATEWAY = "by_gateway"


def make(call: AttemptCall, *, timeouts: Timeouts) -> Outcome:
    """Make a call at its gateway."""
    attempt = PaymentAttempt.objects.select_related("invoice").get(pk=call.attempt_id)
    gateway = GATEWAYS[call.destination]
    match CallKind(call.kind):
        case CallKind.START:
            # A start moves no money, and its key makes it one payment: it is safely made again.
            return _again(gateway.start(_start(attempt, call), timeouts=timeouts))
        case CallKind.STATUS:
            outcome = _again(gateway.status(attempt.reference, currency=attempt.currency, timeouts=timeouts))
            return (
                Done(outcome.reference, {**outcome.answer, "seen": call.heard})
                if isinstance(outcome, Done)
                else outcome
            )
        case CallKind.CAPTURE:
            assert call.amount is not None
            amount = Money(call.amount, attempt.currency)
            return gateway.capture(attempt.reference, amount, key=call.idempotency_key, timeouts=timeouts)
    return gateway.void(attempt.reference, key=call.idempotency_key, timeouts=timeouts)


def look(call: AttemptCall, *, timeouts: Timeouts) -> Outcome:
    """What became of a call of which nobody knows: a capture or a void is seen by how the payment stands now."""
    if call.kind in (CallKind.START, CallKind.STATUS):
        return make(call, timeouts=timeouts)
    attempt = PaymentAttempt.objects.get(pk=call.attempt_id)
    outcome = GATEWAYS[call.destination].status(attempt.reference, currency=attempt.currency, timeouts=timeouts)
    if not isinstance(outcome, Done):
        return outcome
    return _seen(CallKind(call.kind), Told(outcome.answer["told"]), attempt.reference)


def _seen(kind: CallKind, told: Told, reference: str) -> Outcome:
    has_happened = told is Told.PAID if kind is CallKind.CAPTURE else told in (Told.VOIDED, Told.EXPIRED)
    if has_happened:
        return Done(reference)
    if told in (Told.OPEN, Told.AUTHORIZED):
        return RetryLater("billing.call_not_made", f"The payment is {told}: the {kind} did not happen.")
    return Refused("billing.gateway_refused", f"The payment is {told}, and takes no {kind}.")


def _again(outcome: Outcome) -> Outcome:
    """What changes nothing, or nothing twice, is made again when its answer was lost."""
    return RetryLater(outcome.code, outcome.detail, is_down=True) if isinstance(outcome, Unknown) else outcome


def _start(attempt: PaymentAttempt, call: AttemptCall) -> Start:
    return Start(
        key=call.idempotency_key,
        attempt=str(attempt.id),
        amount=attempt.money,
        description=f"{attempt.invoice.reference or 'Invoice'} {attempt.invoice}".strip(),
        return_url=attempt.return_url,
        captures_itself=settings.GOTUTO_PAYMENT_CAPTURE == BY_GATEWAY,
        expires_at=attempt.expires_at,
    )


def _destination(gateway: Gateway) -> Destination:
    return Destination(
        name=gateway.name, model=AttemptCall, send=make, ask=look, timeouts=Timeouts(connect=5, read=15, whole=20)
    )


DESTINATIONS = {name: _destination(gateway) for name, gateway in GATEWAYS.items()}
