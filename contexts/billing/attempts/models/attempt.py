"""A payment attempt: one row for each time that a buyer is sent to a gateway."""

from django.db import models
from django.db.models import Q

from contexts.billing.attempts import dto
from contexts.billing.attempts.dto import LIVE, AttemptStatus
from contexts.billing.invoices.models import Invoice
from gotuto.ids import AttemptId, InvoiceId, OrderId, PaymentId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField

_STATUSES = [(status.value, status.value) for status in AttemptStatus]


class PaymentAttempt(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(null=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="attempts", db_index=False)
    gateway = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=_STATUSES, default=AttemptStatus.OPEN.value)
    amount = AmountField()
    currency = CurrencyField()
    # The gateway's name of the payment, and the page on which it is made; both empty until it has answered.
    reference = models.CharField(max_length=255, default="")
    redirect_url = models.TextField(default="")
    return_url = models.TextField()
    reason = models.CharField(max_length=500, default="")
    payment_id = models.UUIDField(null=True)
    # How often the gateway was asked how the payment stands.
    asked = models.IntegerField(default=0)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(status__in=[one.value for one in LIVE]), name="billing_attempt_one_open"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_attempt_positive"),
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in AttemptStatus]), name="billing_attempt_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="succeeded") | Q(payment_id__isnull=False), name="billing_attempt_booked"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="billing_attempt_by_time"),
            models.Index(fields=["invoice", "created_at"], name="billing_attempt_of_invoice"),
            models.Index(fields=["gateway", "reference"], name="billing_attempt_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.money}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    def to_dto(self) -> dto.PaymentAttempt:
        return dto.PaymentAttempt(
            id=AttemptId(self.id),
            order_id=None if self.order_id is None else OrderId(self.order_id),
            invoice_id=InvoiceId(self.invoice_id),
            gateway=self.gateway,
            status=AttemptStatus(self.status),
            amount=self.money,
            redirect_url=self.redirect_url or None,
            payment_id=None if self.payment_id is None else PaymentId(self.payment_id),
            reason=self.reason,
            expires_at=self.expires_at,
            created_at=self.created_at,
        )
