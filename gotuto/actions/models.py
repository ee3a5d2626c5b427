"""The tables of actions over many rows: a run, and what came of each row that was chosen for it."""

from typing import Any

from django.db import models
from django.db.models import Q

from gotuto.claimable import Claimable
from gotuto.ids import new_id


class Run(Claimable):
    """One action over the rows that somebody chose; `model` and `action` name the page and its method."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    model = models.CharField(max_length=100)
    action = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    # The answers to the question, such as the reason.
    given: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    actor = models.UUIDField(null=True)
    correlation_id = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "action over many rows"
        verbose_name_plural = "actions over many rows"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", finished_at=None) | ~Q(state="running") & Q(finished_at__isnull=False),
                name="actions_run_finished_at",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="actions_run_due", condition=Q(state="running")),
            models.Index(fields=["started_at", "id"], name="actions_run_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.done + self.refused:,} of {self.total:,}"

    @property
    def left(self) -> int:
        return self.total - self.done - self.refused


class RunRow(models.Model):
    """A row that was chosen for a run, by its key as text, and what came of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rows", db_index=False)
    key = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    reason = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = "row of an action"
        verbose_name_plural = "rows of an action"
        indexes = [
            models.Index(fields=["run", "outcome", "id"], name="actions_row_by_outcome"),
        ]

    def __str__(self) -> str:
        return self.key
