"""The tables of imports: one that came in, its rows until they are written, and what was wrong with them."""

from django.db import models
from django.db.models import Q

from gotuto.claimable import Claimable
from gotuto.ids import ActorId, new_id
from gotuto.imports import dto
from gotuto.imports.dto import Status
from gotuto.imports.tables import Outcome

_OPEN = ("validating", "running")


class Import(Claimable):
    """A file that came in, and how far it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=50)
    file_name = models.CharField("file", max_length=200, blank=True)
    # Those of the file, in its order.
    columns: "models.JSONField[list[str], list[str]]" = models.JSONField()
    status = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Status], default=Status.VALIDATING.value
    )
    rows = models.PositiveIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    actor = models.UUIDField(null=True)
    correlation_id = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("validating", "ready", "running"), finished_at=None)
                | Q(status__in=("done", "failed", "cancelled"), finished_at__isnull=False),
                name="imports_import_finished_at",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="imports_import_due", condition=Q(status__in=_OPEN)),
            models.Index(fields=["started_at", "id"], name="imports_import_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}".strip()

    @property
    def done(self) -> int:
        return self.created + self.changed + self.unchanged + self.refused

    def to_dto(self) -> dto.Import:
        return dto.Import(
            id=self.id,
            kind=self.kind,
            file_name=self.file_name,
            status=Status(self.status),
            rows=self.rows,
            checked=self.checked,
            errors=self.broken + self.refused,
            to_do=self.rows - self.broken,
            done=self.done,
            created=self.created,
            changed=self.changed,
            unchanged=self.unchanged,
            actor=None if self.actor is None else ActorId(self.actor),
            started_at=self.started_at,
            confirmed_at=self.confirmed_at,
            finished_at=self.finished_at,
            failure=self.last_error if self.status == Status.FAILED else "",
        )


class ImportRow(models.Model):
    """A row that waits to be checked or written, and what became of it; what it is a part of is its bundle."""

    id = models.BigAutoField(primary_key=True)
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.IntegerField()
    bundle = models.CharField(max_length=200)
    # Those that are not empty, by the names of their columns.
    values: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField()
    outcome = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Outcome])

    class Meta:
        verbose_name = "row of an import"
        verbose_name_plural = "rows of an import"
        indexes = [
            models.Index(fields=["of", "outcome", "line"], name="imports_row_by_outcome"),
            models.Index(fields=["of", "bundle"], name="imports_row_of_bundle"),
        ]


class ImportProblem(models.Model):
    """What is wrong with a row of an import."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    of = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="problems", db_index=False, verbose_name="import"
    )
    line = models.IntegerField()
    column = models.CharField(max_length=50, blank=True)
    value = models.CharField(max_length=200, blank=True)
    said = models.TextField("what is wrong")

    class Meta:
        verbose_name = "problem of an import"
        verbose_name_plural = "problems of imports"
        indexes = [models.Index(fields=["of", "line", "id"], name="imports_problem_by_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.said}"

    def to_dto(self) -> dto.ImportProblem:
        return dto.ImportProblem(id=self.id, line=self.line, column=self.column, value=self.value, problem=self.said)
