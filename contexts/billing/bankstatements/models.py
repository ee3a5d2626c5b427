"""The tables of bank statements and their lines."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Q

from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankfiles.models import BankAccount
from contexts.billing.bankstatements import dto
from contexts.billing.bankstatements.dto import LineState
from contexts.billing.payments.models import Payment
from gotuto.events import decode
from gotuto.ids import ActorId, PaymentId, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField

STATES = [(state.value, state.value) for state in LineState]
# About these somebody of the staff has to decide.
WAITING = (LineState.PROPOSED, LineState.OPEN, LineState.PARKED)


class BankStatement(models.Model):
    """A statement of a file that was read; the file is known by its digest, so that it is taken once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    # SHA-256 of the file in hexadecimal digits, and which of its statements this is.
    digest = models.CharField(max_length=64)
    place = models.SmallIntegerField()
    number = models.CharField(max_length=40)
    currency = CurrencyField()
    first_day = models.DateField()
    last_day = models.DateField()
    opening = AmountField(null=True)
    closing = AmountField(null=True)
    # How many of its lines other statements had brought before.
    known = models.IntegerField(default=0)
    file_name = models.CharField(max_length=100)
    actor = models.UUIDField(null=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest", "place"], name="billing_bank_statement_once"),
            models.CheckConstraint(
                condition=Q(opening=None, closing=None) | Q(opening__isnull=False, closing__isnull=False),
                name="billing_bank_statement_balances",
            ),
        ]
        indexes = [
            models.Index(fields=["imported_at", "id"], name="billing_statement_by_time"),
            models.Index(fields=["account", "imported_at", "id"], name="billing_statement_of_account"),
            models.Index(fields=["account", "last_day"], name="billing_statement_by_day"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.first_day:%Y-%m-%d} to {self.last_day:%Y-%m-%d}"

    def money(self, amount: Any) -> Money | None:
        return None if amount is None else Money(amount, self.currency)

    def to_dto(self, gap: dto.Gap | None, lines: dto.Tally) -> dto.BankStatement:
        return dto.BankStatement(
            id=self.id,
            account=self.account.to_dto(),
            number=self.number,
            first_day=self.first_day,
            last_day=self.last_day,
            opening=self.money(self.opening),
            closing=self.money(self.closing),
            gap=gap,
            lines=replace(lines, known=self.known),
            file_name=self.file_name,
            actor=None if self.actor is None else ActorId(self.actor),
            imported_at=self.imported_at,
        )


class StatementLine(models.Model):
    """A line of a statement; its key keeps it from being booked twice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines", db_index=False)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    amount = AmountField()
    currency = CurrencyField()
    booked_on = models.DateField()
    bank_reference = models.CharField(max_length=60)
    end_to_end = models.CharField("payer's reference", max_length=60)
    structured = models.CharField("structured reference", max_length=60)
    name = models.CharField(max_length=140)
    iban = models.CharField("IBAN", max_length=34)
    text = models.CharField(max_length=1000)
    is_reversal = models.BooleanField()
    state = models.CharField(max_length=8, choices=STATES, default=LineState.NEW)
    proposals = models.JSONField(default=list)
    score = models.SmallIntegerField(default=0)
    note = models.CharField(max_length=500, default="")
    # As which it was booked, or which it took back.
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    actor = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="billing_statement_line_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in LineState]), name="billing_statement_line_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="matched", payment__isnull=False) | ~Q(state="matched") & Q(payment=None),
                name="billing_statement_line_matched",
            ),
        ]
        indexes = [
            models.Index(fields=["booked_on", "id"], name="billing_line_by_day"),
            models.Index(fields=["state", "booked_on", "id"], name="billing_line_by_state"),
            models.Index(fields=["statement", "booked_on", "id"], name="billing_line_of_statement"),
            models.Index(fields=["account", "id"], name="billing_line_to_match", condition=Q(state="new")),
            models.Index(fields=["payment"], name="billing_line_of_payment", condition=Q(payment__isnull=False)),
            # What a reversal takes back, and which client an account belongs to.
            models.Index(
                fields=["account", "amount", "id"], name="billing_line_booked", condition=Q(payment__isnull=False)
            ),
            models.Index(fields=["iban", "id"], name="billing_line_payer", condition=Q(payment__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.money} on {self.booked_on:%Y-%m-%d}"

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    def read(self) -> ReadLine:
        """The line as the file had it."""
        return ReadLine(
            amount=self.money,
            booked_on=self.booked_on,
            bank_reference=self.bank_reference,
            end_to_end=self.end_to_end,
            structured=self.structured,
            name=self.name,
            iban=self.iban,
            text=self.text,
            is_reversal=self.is_reversal,
        )

    def proposed(self) -> tuple[dto.Proposal, ...]:
        return tuple(decode(dto.Proposal, one) for one in self.proposals)

    def to_dto(self) -> dto.StatementLine:
        return dto.StatementLine(
            **vars(self.read()),
            id=self.id,
            statement_id=self.statement_id,
            key=self.key,
            state=LineState(self.state),
            proposals=self.proposed(),
            score=self.score,
            note=self.note,
            payment_id=None if self.payment_id is None else PaymentId(self.payment_id),
            actor=None if self.actor is None else ActorId(self.actor),
            decided_at=self.decided_at,
            version=self.version,
        )
