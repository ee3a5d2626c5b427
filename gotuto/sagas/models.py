"""Tables of the sagas: where each one stands, and what went wrong on its way."""

from django.db import models
from django.db.models import Q, Value

from gotuto.claimable import Claimable
from gotuto.ids import new_id


class SagaRun(Claimable):
    """One saga at work for one subject."""

    class State(models.TextChoices):
        RUNNING = "running"
        COMPENSATING = "compensating"
        DONE = "done"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=100)
    # The definition it was started under; a release that does not know it suspends the saga instead of guessing.
    version = models.SmallIntegerField()
    subject_id = models.UUIDField()
    # Makes a start repeatable: the same name, subject and key are the same saga, whether it has ended or not.
    key = models.CharField(max_length=100, blank=True, default="", db_default="")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    # How many steps have been committed and not undone.
    step = models.SmallIntegerField(default=0)
    # Somebody asked it to stop: the engine compensates instead of taking the next step.
    stop = models.BooleanField(default=False)
    refusal_code = models.CharField(max_length=100, blank=True, default="")
    refusal_reason = models.TextField(blank=True, default="")
    needs_attention = models.BooleanField(default=False)
    # How often a worker came too late and was rolled back.
    fenced = models.SmallIntegerField(db_default=0, default=0)
    # For news that a step waits for; `woken` when they came while a worker was still looking.
    waiting_since = models.DateTimeField(null=True)
    waits_for = models.TextField(blank=True, default="", db_default="")
    woken = models.BooleanField(default=False, db_default=False)
    deadline_at = models.DateTimeField(null=True)
    # Each step with its outcome, a JSON array; written by the statement that moves the saga.
    history = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    correlation_id = models.CharField(max_length=64)
    # Where in a distributed trace it was started; empty outside of one.
    traceparent = models.CharField(max_length=55, default="", db_default="")
    actor = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    # What people call the subject; whoever shows a saga to people asks for it.
    number = ""

    class Meta:
        verbose_name = "saga"
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "name", "key"], name="saga_once_per_key"),
            models.UniqueConstraint(
                fields=["subject_id", "name"],
                name="saga_one_open_per_subject",
                # Said otherwise than what a claim asks for, so that no claim is planned by this index.
                condition=Q(finished_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="saga_due",
                condition=Q(state__in=["running", "compensating"], needs_attention=False),
            ),
            models.Index(fields=["finished_at"], name="saga_finished"),
            models.Index(fields=["id"], name="saga_fenced", condition=Q(fenced__gt=0)),
            models.Index(fields=["id"], name="saga_needs_attention", condition=Q(needs_attention=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number or self.subject_id}"


class FailedAttempt(models.Model):
    """What went wrong in one attempt at a step; kept for whoever looks into it."""

    id = models.BigAutoField(primary_key=True)
    saga = models.ForeignKey(SagaRun, on_delete=models.CASCADE, related_name="failed_attempts")
    state = models.CharField(max_length=12)
    step = models.SmallIntegerField()
    attempt = models.SmallIntegerField()
    error = models.TextField()
    failed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"step {self.step}, attempt {self.attempt}"
