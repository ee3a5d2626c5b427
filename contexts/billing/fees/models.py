"""The table of fees."""

from datetime import datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from contexts.billing.fees import dto
from contexts.billing.fees.domain import Claim
from contexts.billing.fees.dto import FeeKind, FeeState
from contexts.billing.invoices.models import Invoice
from gotuto.ids import ActorId, ClientId, FeeId, InvoiceId, new_id
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
    # The sum of the entries of the ledger of payments.
    amount_paid = AmountField(default=Decimal(0), db_default=Decimal(0))
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
            models.CheckConstraint(
                condition=Q(state="paid", amount_paid=F("amount"))
                | ~Q(state="paid") & Q(amount_paid__gte=0, amount_paid__lt=F("amount")),
                name="billing_fee_paid_is_all",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="billing_fee_by_time"),
            models.Index(fields=["state", "created_at", "id"], name="billing_fee_by_state"),
            models.Index(
                fields=["settled_at", "id"], name="billing_fee_settled", condition=Q(settled_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.money} for {self.step}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    def claim(self) -> Claim:
        """How it stands, for the rules."""
        return Claim(amount=self.money, paid=Money(self.amount_paid, self.currency), state=FeeState(self.state))

    def keep(self, after: Claim, *, now: datetime) -> None:
        """Write how it stands from now on."""
        self.amount_paid, self.state = after.paid.amount, after.state.value
        if after.state is FeeState.OPEN:
            self.settled_at = None
        elif self.settled_at is None:
            self.settled_at = now
        self.save(update_fields=["amount_paid", "state", "reason", "actor", "settled_at"])

    def to_dto(self) -> dto.Fee:
        assert self.invoice.client_id is not None, "A fee is of an issued invoice."
        claim = self.claim()
        return dto.Fee(
            id=FeeId(self.id),
            client_id=ClientId(self.invoice.client_id),
            invoice_id=InvoiceId(self.invoice_id),
            step=self.step,
            kind=FeeKind(self.kind),
            amount=claim.amount,
            amount_paid=claim.paid,
            amount_open=claim.open,
            state=claim.state,
            reason=self.reason,
            actor=None if self.actor is None else ActorId(self.actor),
            created_at=self.created_at,
            settled_at=self.settled_at,
        )
