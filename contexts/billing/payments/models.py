"""The table of payments."""

from django.db import models
from django.db.models import Q

from contexts.billing.invoices import dto
from contexts.billing.invoices.models import Invoice
from gotuto.ids import ActorId, PaymentId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField


class Payment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments", db_index=False)
    amount = AmountField()
    method = models.CharField(max_length=32)
    reference = models.CharField(max_length=120)
    # Who booked it; unknown of those that are older than this column.
    actor = models.UUIDField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "reference"], name="billing_payment_reference_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_payment_positive"),
        ]

    def __str__(self) -> str:
        return self.reference

    def to_dto(self, currency: str) -> dto.Payment:
        return dto.Payment(
            id=PaymentId(self.id),
            amount=Money(self.amount, currency),
            method=self.method,
            reference=self.reference,
            actor=None if self.actor is None else ActorId(self.actor),
            received_at=self.received_at,
        )
