"""The tables of payments: the money that came in, and the ledger of what of it settles which invoice."""

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from contexts.billing.clients.models import Client
from contexts.billing.fees.models import Fee
from contexts.billing.invoices import dto as invoices
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import dto
from contexts.billing.payments.domain import Balance
from contexts.billing.payments.dto import Cause, Channel, Reversal
from gotuto.ids import ActorId, AllocationId, ClientId, FeeId, InvoiceId, PaymentId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField

SPENT = F("amount_allocated") + F("amount_refunded") + F("amount_reversed")


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(one.value, one.value.replace("_", " ")) for one in kind]


class Payment(models.Model):
    """Money that came in.

    One that a release without allocations wrote has no client yet; `statements.lift` gives it one, and its first allocation.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="payments", null=True, db_index=False)
    # On which it was booked at once; gone with it by retention.
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="booked_payments", null=True, db_index=False
    )
    currency = CurrencyField(default="", db_default="")
    amount = AmountField()
    # Of the amount: what settles invoices and fees, what was or is being sent back, and what did not stay.
    amount_allocated = AmountField(default=Decimal(0), db_default=Decimal(0))
    amount_refunded = AmountField(default=Decimal(0), db_default=Decimal(0))
    amount_reversed = AmountField(default=Decimal(0), db_default=Decimal(0))
    method = models.CharField(max_length=32)
    channel = models.CharField(
        max_length=16, choices=_choices(Channel), default=Channel.STAFF, db_default=Channel.STAFF.value
    )
    reference = models.CharField(max_length=120)
    reason = models.CharField(max_length=500, default="", db_default="")
    # Who booked it; unknown of those that are older than this column.
    actor = models.UUIDField(null=True)
    # The day by the bank's or the payer's word, and when it was booked.
    received_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    reversal = models.CharField(max_length=16, choices=_choices(Reversal), default="", db_default="")
    reversal_reason = models.CharField(max_length=500, default="", db_default="")
    reversed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1, db_default=1)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "reference"], name="billing_payment_reference_once"),
            models.UniqueConstraint(
                fields=["client", "reference"], condition=Q(invoice=None), name="billing_payment_of_client_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="billing_payment_positive"),
            models.CheckConstraint(
                condition=Q(amount_allocated__gte=0, amount_refunded__gte=0, amount_reversed__gte=0, amount__gte=SPENT),
                name="billing_payment_not_spent_twice",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], name="billing_payment_by_time"),
            models.Index(fields=["client", "received_at", "id"], name="billing_payment_of_client"),
            models.Index(fields=["currency", "amount", "id"], name="billing_payment_by_amount"),
            models.Index(
                fields=["received_at", "id"], name="billing_payment_unallocated", condition=Q(amount__gt=SPENT)
            ),
            models.Index(fields=["reference"], name="billing_payment_reference"),
            models.Index(
                fields=["reversed_at", "id"], name="billing_payment_reversed", condition=Q(reversed_at__isnull=False)
            ),
            models.Index(fields=["id"], name="billing_payment_to_lift", condition=Q(client=None)),
            BrinIndex(fields=["updated_at"], name="billing_payment_changed", autosummarize=True, pages_per_range=32),
            # Days come in order, so that ranges of pages find them and a payment costs nothing more.
            BrinIndex(fields=["received_on"], name="billing_payment_by_day", autosummarize=True, pages_per_range=32),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def day(self) -> Any:
        return self.received_on or self.received_at.date()

    def balance(self) -> Balance:
        """How the payment stands, for the rules."""
        return Balance(
            payment_id=PaymentId(self.id),
            amount=self.money(self.amount),
            allocated=self.money(self.amount_allocated),
            refunded=self.money(self.amount_refunded),
            reversed=self.money(self.amount_reversed),
        )

    def money(self, amount: Decimal) -> Money:
        return Money(amount, self.currency)

    def to_invoice_dto(self, amount: Money) -> invoices.InvoicePayment:
        """The part of it that settles an invoice."""
        return invoices.InvoicePayment(
            id=PaymentId(self.id),
            amount=amount,
            method=self.method,
            reference=self.reference,
            actor=self._actor,
            received_at=self.received_at,
        )

    def to_dto(self) -> dto.Payment:
        assert self.client_id is not None, "Payments of before are lifted first."
        balance = self.balance()
        return dto.Payment(
            id=PaymentId(self.id),
            client_id=ClientId(self.client_id),
            invoice_id=None if self.invoice_id is None else InvoiceId(self.invoice_id),
            amount=balance.amount,
            amount_allocated=balance.allocated,
            amount_refunded=balance.refunded,
            amount_reversed=balance.reversed,
            amount_unallocated=balance.unallocated,
            method=self.method,
            channel=Channel(self.channel),
            reference=self.reference,
            reason=self.reason,
            actor=self._actor,
            received_on=self.day,
            booked_at=self.received_at,
            reversal=Reversal(self.reversal) if self.reversal else None,
            reversal_reason=self.reversal_reason,
            reversed_at=self.reversed_at,
            allocations=tuple(entry.to_dto(self.currency) for entry in self.allocations.all()),
            version=self.version,
        )

    @property
    def _actor(self) -> ActorId | None:
        return None if self.actor is None else ActorId(self.actor)


class WithPayment(models.Manager["Allocation"]):
    """Entries with their payments, in one statement also where they are prefetched."""

    def get_queryset(self) -> models.QuerySet["Allocation"]:
        return super().get_queryset().select_related("payment")


class Allocation(models.Model):
    """An entry of the ledger: a part of a payment is booked on an invoice or a fee, or taken off again. It never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations", db_index=False)
    # One of the two; both are empty once the document is gone by retention.
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="allocations", null=True, db_index=False
    )
    fee = models.ForeignKey(Fee, on_delete=models.PROTECT, related_name="allocations", null=True, db_index=False)
    amount = AmountField()
    cause = models.CharField(max_length=16, choices=_choices(Cause), default="")
    channel = models.CharField(max_length=16, choices=_choices(Channel))
    reason = models.CharField(max_length=500, default="")
    actor = models.UUIDField(null=True)
    booked_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Allocation"]] = WithPayment()

    class Meta:
        ordering = ["booked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, cause="") | Q(amount__lt=0) & ~Q(cause=""), name="billing_allocation_signed"
            ),
            models.CheckConstraint(condition=Q(invoice=None) | Q(fee=None), name="billing_allocation_of_one_claim"),
        ]
        indexes = [
            models.Index(fields=["payment", "booked_at", "id"], name="billing_allocation_of_payment"),
            models.Index(fields=["invoice", "booked_at", "id"], name="billing_allocation_of_invoice"),
            models.Index(
                fields=["fee", "booked_at", "id"], name="billing_allocation_of_fee", condition=Q(fee__isnull=False)
            ),
            models.Index(fields=["booked_at", "id"], name="billing_allocation_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.amount)

    def to_dto(self, currency: str) -> dto.Allocation:
        return dto.Allocation(
            id=AllocationId(self.id),
            invoice_id=None if self.invoice_id is None else InvoiceId(self.invoice_id),
            fee_id=None if self.fee_id is None else FeeId(self.fee_id),
            amount=Money(self.amount, currency),
            cause=Cause(self.cause) if self.cause else None,
            channel=Channel(self.channel),
            reason=self.reason,
            actor=None if self.actor is None else ActorId(self.actor),
            booked_at=self.booked_at,
        )
