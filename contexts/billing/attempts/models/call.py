"""Calls for a payment attempt, one row of each kind; the question how it stands is asked again as long as it is open."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Case, F, Value, When

from contexts.billing.attempts import domain, signals
from contexts.billing.attempts.domain import Next
from contexts.billing.attempts.dto import LIVE, AttemptStatus, CallKind
from contexts.billing.attempts.models.attempt import PaymentAttempt
from contexts.billing.attempts.signals import AttemptPaidLate
from contexts.billing.invoices.dto import InvoiceStatus
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments.dto import Channel, Told
from contexts.billing.payments.use_cases import collect_payment
from gotuto.ids import AttemptId, InvoiceId, OrderId, PaymentId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField
from gotuto.outbound.models import OutboundCall, Status

_KINDS = [(kind.value, kind.value) for kind in CallKind]


class AttemptCall(OutboundCall):
    answer_fields: ClassVar[tuple[str, ...]] = ("told", "captured", "redirect_url", "seen")

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.CASCADE, related_name="calls", db_index=False)
    kind = models.CharField(max_length=8, choices=_KINDS)
    # What is to be captured.
    amount = AmountField(null=True)
    # What the gateway has answered.
    told = models.CharField(max_length=10, null=True)
    captured = AmountField(null=True)
    redirect_url = models.TextField(null=True)
    # Webhooks heard until now, and until it was asked last: what came in between is asked for again.
    heard = models.IntegerField(default=0)
    seen = models.IntegerField(null=True)

    class Meta(OutboundCall.Meta):
        verbose_name = "call for a payment attempt"
        verbose_name_plural = "calls for payment attempts"
        constraints = [
            *OutboundCall.Meta.constraints,
            models.UniqueConstraint(fields=["attempt", "kind"], name="billing_attemptcall_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.destination}"

    def on_outcome(self, *, now: datetime) -> None:
        if self.kind in (CallKind.CAPTURE, CallKind.VOID):
            # Whatever came of it, only the gateway says what the payment is now. The attempt is not locked here: whoever
            # settles that question holds its row first.
            hear(AttemptId(self.attempt_id), gateway=self.destination, now=now)
            return
        attempt = PaymentAttempt.objects.select_for_update(no_key=True).get(pk=self.attempt_id)
        if self.kind == CallKind.START:
            self._started(attempt, now)
        else:
            self._told_how_it_stands(attempt, now)

    def _started(self, attempt: PaymentAttempt, now: datetime) -> None:
        if self.status == Status.REFUSED:
            attempt.status, attempt.reason = AttemptStatus.DECLINED, self.last_error[:500]
        elif self.status == Status.DONE:
            attempt.reference, attempt.redirect_url = self.provider_reference, self.redirect_url or ""
            ask(attempt, due_at=domain.asked_next(asked=0, expires_at=attempt.expires_at, now=now))
        _save(attempt, now, "reference", "redirect_url")

    def _told_how_it_stands(self, attempt: PaymentAttempt, now: datetime) -> None:
        if self.status == Status.DONE:
            self._follow(attempt, now)
        if self.heard > (self.seen or 0):
            ask(attempt, due_at=now)
        elif attempt.status in LIVE and self.status != Status.UNKNOWN:
            attempt.asked += 1
            ask(attempt, due_at=domain.asked_next(asked=attempt.asked, expires_at=attempt.expires_at, now=now))
        _save(attempt, now)

    def _follow(self, attempt: PaymentAttempt, now: datetime) -> None:
        invoice = Invoice.objects.get(pk=attempt.invoice_id)
        is_over = now > attempt.expires_at + domain.AFTER_THE_END
        told = domain.follows(
            AttemptStatus(attempt.status), Told(self.told or ""), is_owed=invoice.is_unpaid, is_over=is_over
        )
        attempt.status = told.status
        if told.is_paid:
            _collect(attempt, Money(self.captured or Decimal(0), attempt.currency), now)
        if told.call is not None:
            _queue(attempt, invoice, told, now)


def ask(attempt: PaymentAttempt, *, due_at: datetime) -> None:
    """Have the gateway asked, from a time on, how the payment stands."""
    row, is_new = AttemptCall.objects.get_or_create(
        attempt=attempt, kind=CallKind.STATUS, defaults=_of(attempt, due_at=due_at)
    )
    if not is_new:
        row.status, row.due_at, row.attempts, row.asked = Status.QUEUED, due_at, 0, 0
        row.fencing_token += 1
        row.save(update_fields=["status", "due_at", "attempts", "asked", "fencing_token"])
    AttemptCall.send_on_commit(attempt.gateway)


def hear(attempt_id: AttemptId, *, gateway: str, now: datetime) -> None:
    """Have the gateway asked now how a payment stands; if it is being asked just now, once more after that."""
    AttemptCall.objects.filter(attempt=attempt_id, kind=CallKind.STATUS).update(
        heard=F("heard") + 1,
        due_at=Case(When(status=Status.SENDING, then=F("due_at")), default=Value(now)),
        fencing_token=Case(When(status=Status.SENDING, then=F("fencing_token")), default=F("fencing_token") + 1),
        status=Case(When(status=Status.SENDING, then=F("status")), default=Value(Status.QUEUED.value)),
        attempts=0,
    )
    AttemptCall.send_on_commit(gateway)


def _queue(attempt: PaymentAttempt, invoice: Invoice, told: Next, now: datetime) -> None:
    """A call is queued once: whether one that was refused is to be made again is for a person to say."""
    assert told.call is not None
    amount = min(attempt.money, invoice.account().due).amount if told.call is CallKind.CAPTURE else None
    AttemptCall.objects.get_or_create(
        attempt=attempt, kind=told.call, defaults={**_of(attempt, due_at=now), "amount": amount}
    )
    AttemptCall.send_on_commit(attempt.gateway)


def _of(attempt: PaymentAttempt, *, due_at: datetime) -> dict[str, object]:
    key = new_id()
    return {"id": key, "idempotency_key": str(key), "destination": attempt.gateway, "due_at": due_at}


def _collect(attempt: PaymentAttempt, amount: Money, now: datetime) -> None:
    payment = collect_payment(
        invoice_id=InvoiceId(attempt.invoice_id),
        amount=amount,
        method=attempt.gateway,
        reference=attempt.reference[:120],
        channel=Channel.GATEWAY,
        now=now,
    )
    attempt.payment_id = payment.id
    if payment.amount_unallocated.is_positive and _was_given_up(attempt):
        _tell_late(attempt, payment.id, payment.amount_unallocated, now)


def _was_given_up(attempt: PaymentAttempt) -> bool:
    """Whether nobody wants the money any more, as opposed to somebody having paid twice."""
    invoice = Invoice.objects.get(pk=attempt.invoice_id)
    return invoice.status == InvoiceStatus.VOID or invoice.account().credited.is_positive


def _tell_late(attempt: PaymentAttempt, payment_id: PaymentId, amount: Money, now: datetime) -> None:
    signals.attempt_paid_late.publish(
        AttemptPaidLate(
            attempt_id=AttemptId(attempt.id),
            payment_id=payment_id,
            invoice_id=InvoiceId(attempt.invoice_id),
            order_id=None if attempt.order_id is None else OrderId(attempt.order_id),
            amount=amount,
            occurred_at=now,
        )
    )


def _save(attempt: PaymentAttempt, now: datetime, *fields: str) -> None:
    attempt.updated_at = now
    attempt.save(update_fields=["status", "reason", "payment_id", "asked", "updated_at", *fields])
