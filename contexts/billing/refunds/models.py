"""The table of refunds: each is an outbound call to the gateway through which the money came, or waits for a person."""

from datetime import datetime

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from contexts.billing.payments.models import Payment
from contexts.billing.refunds import domain, dto, signals
from contexts.billing.refunds.dto import BY_HAND, RefundStatus
from contexts.billing.refunds.signals import RefundSettled
from gotuto.ids import ActorId, ClientId, OrderId, PaymentId, RefundId
from gotuto.money import Money
from gotuto.money_fields import AmountField
from gotuto.outbound.models import OutboundCall

# Behind the name of a gateway: its calls about refunds.
REFUNDS = ".refunds"
# For a person, who pays out or gives up.
WAITS = Q(withdrawn_at=None) & (Q(destination=BY_HAND) & ~Q(status="done") | Q(status="refused"))


class Refund(OutboundCall):
    """Money that goes back; what is done by hand has no destination that anybody calls."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds", db_index=False)
    # With whose cancellation it came, or whose buyer has paid too late: then `attempt_id` says when they did.
    order_id = models.UUIDField(null=True)
    attempt_id = models.UUIDField(null=True, unique=True)
    amount = AmountField()
    reason = models.CharField(max_length=500)
    actor = models.UUIDField(null=True)
    # Who paid it out, or withdrew it.
    settled_by = models.UUIDField(null=True)
    requested_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta(OutboundCall.Meta):
        constraints = [
            *OutboundCall.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_refund_positive"),
            models.UniqueConstraint(
                fields=["order_id", "payment"],
                condition=Q(order_id__isnull=False, attempt_id=None),
                name="billing_refund_of_order_once",
            ),
        ]
        indexes = [
            *OutboundCall.Meta.indexes,
            models.Index(fields=["requested_at", "id"], name="billing_refund_by_time"),
            models.Index(fields=["payment", "requested_at", "id"], name="billing_refund_of_payment"),
            models.Index(fields=["done_at", "id"], name="billing_refund_done", condition=Q(done_at__isnull=False)),
            models.Index(
                fields=["withdrawn_at", "id"],
                name="billing_refund_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
            models.Index(fields=["requested_at", "id"], name="billing_refund_waits", condition=WAITS),
            BrinIndex(fields=["updated_at"], name="billing_refund_changed", autosummarize=True, pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"refund of {self.payment}"

    @property
    def by(self) -> str:
        """Through whom it goes."""
        return self.destination.removesuffix(REFUNDS)

    @property
    def money(self) -> Money:
        return Money(self.amount, self.payment.currency)

    @property
    def stands(self) -> RefundStatus:
        """How it stands, as whoever gets the money understands it."""
        return domain.status_of(self.status, is_withdrawn=self.withdrawn_at is not None)

    @property
    def is_in_our_hands(self) -> bool:
        """Whether a person says what becomes of it: it goes by hand, or its gateway refused it."""
        return domain.is_in_our_hands(call=self.status, by=self.by, is_withdrawn=self.withdrawn_at is not None)

    def to_dto(self) -> dto.Refund:
        payment = self.payment
        assert payment.client_id is not None
        return dto.Refund(
            id=RefundId(self.id),
            payment_id=PaymentId(payment.id),
            client_id=ClientId(payment.client_id),
            order_id=None if self.order_id is None else OrderId(self.order_id),
            amount=self.money,
            status=self.stands,
            by=self.by,
            reason=self.reason,
            reference=self.provider_reference,
            failure=self.last_error if self.stands is RefundStatus.FAILED else "",
            actor=None if self.actor is None else ActorId(self.actor),
            settled_by=None if self.settled_by is None else ActorId(self.settled_by),
            requested_at=self.requested_at,
            done_at=self.done_at,
            withdrawn_at=self.withdrawn_at,
        )

    def on_outcome(self, *, now: datetime) -> None:
        Refund.objects.filter(pk=self.pk).update(updated_at=now)
        self.tell(now=now)

    def tell(self, *, now: datetime) -> None:
        """Say how the refund stands now."""
        refund = self.to_dto()
        signals.refund_settled.publish(
            RefundSettled(
                refund_id=refund.id,
                payment_id=refund.payment_id,
                order_id=refund.order_id,
                amount=refund.amount,
                status=refund.status,
                occurred_at=now,
            )
        )
