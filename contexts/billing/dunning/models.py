"""The tables of dunning: policies, runs, what each did, and pauses."""

from django.db import models
from django.db.models import Q

from contexts.billing.clients.models import Client
from contexts.billing.dunning import dto
from contexts.billing.dunning.dto import Step, Trigger
from contexts.billing.invoices.models import Invoice
from gotuto.events import decode
from gotuto.ids import ActorId, ClientId, InvoiceId, new_id
from gotuto.money_fields import AmountField

TRIGGERS = [(trigger.value, trigger.value) for trigger in Trigger]


class DunningPolicy(models.Model):
    """What a seller does about those who do not pay."""

    legal_entity = models.CharField("seller", max_length=16, primary_key=True)
    is_on = models.BooleanField("switched on", default=False)
    steps = models.JSONField(default=list)
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "dunning policies"

    def __str__(self) -> str:
        return f"dunning of {self.legal_entity}"

    def to_dto(self) -> dto.Policy:
        return dto.Policy(
            legal_entity=self.legal_entity,
            is_on=self.is_on,
            steps=decode(tuple[Step, ...], self.steps),
            updated_at=self.updated_at,
            version=self.version,
        )


class DunningRun(models.Model):
    """One look at what is due for a step, at one seller's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.CharField("seller", max_length=16)
    day = models.DateField()
    trigger = models.CharField(max_length=8, choices=TRIGGERS)
    actor = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    actions = models.PositiveIntegerField(default=0)
    mails = models.PositiveIntegerField(default=0)
    fees = models.PositiveIntegerField(default=0)
    holds = models.PositiveIntegerField(default=0)
    holds_lifted = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["started_at", "id"], name="billing_dunningrun_by_time")]

    def __str__(self) -> str:
        return f"{self.legal_entity}, {self.day}"

    def to_dto(self) -> dto.Run:
        plain = ("id", "legal_entity", "day", "started_at", "finished_at", "actions", "mails", "fees", "holds",
                 "holds_lifted")  # fmt: skip
        return dto.Run(
            trigger=Trigger(self.trigger),
            actor=None if self.actor is None else ActorId(self.actor),
            **{name: getattr(self, name) for name in plain},
        )


class DunningAction(models.Model):
    """A step that was done for an invoice; a second one cannot be written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(DunningRun, on_delete=models.PROTECT, related_name="done", db_index=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="dunning", db_index=False)
    step = models.CharField(max_length=16)
    days = models.SmallIntegerField()
    day = models.DateField()
    # What was due then.
    amount_due = AmountField()
    is_mailed = models.BooleanField()
    # Whether it keeps its client on hold, and since when no more.
    is_held = models.BooleanField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "step"], name="billing_dunning_step_once")]
        indexes = [
            models.Index(fields=["run", "id"], name="billing_dunning_of_run"),
            models.Index(fields=["invoice"], name="billing_dunning_holding", condition=Q(is_held=True, lifted_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.step} on {self.day}"


class DunningPause(models.Model):
    """Until a day is over nothing is done about an invoice, or about any of a client."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(
        Client, on_delete=models.CASCADE, related_name="dunning_pauses", null=True, db_index=False
    )
    invoice = models.ForeignKey(
        Invoice, on_delete=models.PROTECT, related_name="dunning_pauses", null=True, db_index=False
    )
    until = models.DateField()
    reason = models.CharField(max_length=500)
    actor = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(client=None, invoice__isnull=False) | Q(client__isnull=False, invoice=None),
                name="billing_dunningpause_of_one",
            ),
            # Those that were ended make no other impossible.
            models.UniqueConstraint(
                fields=["client"], condition=Q(resumed_at=None), name="billing_dunningpause_client_once"
            ),
            models.UniqueConstraint(
                fields=["invoice"], condition=Q(resumed_at=None), name="billing_dunningpause_invoice_once"
            ),
        ]

    def __str__(self) -> str:
        return f"until {self.until}: {self.reason}"

    def to_dto(self) -> dto.Pause:
        return dto.Pause(
            id=self.id,
            client_id=None if self.client_id is None else ClientId(self.client_id),
            invoice_id=None if self.invoice_id is None else InvoiceId(self.invoice_id),
            until=self.until,
            reason=self.reason,
            actor=None if self.actor is None else ActorId(self.actor),
            created_at=self.created_at,
            resumed_at=self.resumed_at,
        )
