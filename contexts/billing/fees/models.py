"""The table of fees."""

from django.db import models
from django.db.models import Q

from contexts.billing.fees import dto
from contexts.billing.fees.dto import FeeKind, FeeState
from contexts.billing.invoices.models import Invoice
from gotuto.ids import ActorId, ClientId, InvoiceId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField

STATES = [(state.value, state.value) for state in FeeState]
KINDS = [(kind.value, kind.value) for kind in FeeKind]


class Fee(models.Model):
    """A plain claim for a reminder: no VAT, and on no document; its client is that of the invoice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="fees", db_index=False)
    step = models.CharField(max_length=16)
    kind = models.CharField(max_length=12, choices=KINDS)
    amount = AmountField()
    currency = CurrencyField()
    state = models.CharField(max_length=6, choices=STATES, default=FeeState.OPEN.value)
    # Why it was waived, and by whom.
    reason = models.CharField(max_length=500, default="")
    actor = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "step"], name="billing_fee_once_a_step"),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(kind="compensation"), name="billing_fee_one_compensation"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_fee_positive"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None)
                | Q(state="paid", settled_at__isnull=False)
                | Q(state="waived", settled_at__isnull=False) & ~Q(reason=""),
                name="billing_fee_state",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="billing_fee_by_time"),
            models.Index(fields=["state", "created_at", "id"], name="billing_fee_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.money} for {self.step}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    def to_dto(self) -> dto.Fee:
        assert self.invoice.client_id is not None, "A fee is of an issued invoice."
        return dto.Fee(
            id=self.id,
            client_id=ClientId(self.invoice.client_id),
            invoice_id=InvoiceId(self.invoice_id),
            step=self.step,
            kind=FeeKind(self.kind),
            amount=self.money,
            state=FeeState(self.state),
            reason=self.reason,
            actor=None if self.actor is None else ActorId(self.actor),
            created_at=self.created_at,
            settled_at=self.settled_at,
        )
