"""Sagas in the back office: where each one stands, the history of its steps, and buttons to try again or to undo it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.enums import ActionVariant

from gotuto import leases
from gotuto.actions.asking import list_action, row_action
from gotuto.actions.forms import WithReason
from gotuto.backoffice import ForSuperusers
from gotuto.display import moment as _time
from gotuto.sagas import inspection, lookup, models, retrying, stopping
from gotuto.sagas.definition import definitions
from gotuto.sagas.timeline import is_past_pivot, stands_before, steps_of, timeline
from gotuto.story import Fact

STATE_COLOURS = {
    "running": "info",
    "waiting": "info",
    "compensating": "warning",
    "done": "success",
    "undone": "danger",
}
_AGES = {"1m": ("over a minute", timedelta(minutes=1)), "1h": ("over an hour", timedelta(hours=1)),
         "1d": ("over a day", timedelta(days=1)), "1w": ("over a week", timedelta(weeks=1))}  # fmt: skip


class AgeFilter(admin.SimpleListFilter):
    """How long ago a saga was started."""

    title = "age"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, words) for key, (words, _) in _AGES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.SagaRun]) -> QuerySet[models.SagaRun]:
        if self.value() not in _AGES:
            return queryset
        _, age = _AGES[str(self.value())]
        return queryset.filter(started_at__lt=timezone.now() - age)


class StatusFilter(admin.SimpleListFilter):
    """Where a saga stands, and whether it waits or needs a person."""

    title = "status"
    parameter_name = "status"
    conditions = {
        "open": ("Open", Q(state__in=inspection.OPEN)),
        "waiting": ("Waiting", Q(state__in=inspection.OPEN, waiting_since__isnull=False)),
        "attention": ("Needs attention", Q(needs_attention=True)),
        "error": ("Failed lately", Q(state__in=inspection.OPEN) & ~Q(last_error="")),
        **{state: (state.capitalize(), Q(state=state)) for state in models.SagaRun.State.values},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, words) for key, (words, _) in self.conditions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.SagaRun]) -> QuerySet[models.SagaRun]:
        wanted = self.conditions.get(str(self.value()))
        return queryset if wanted is None else queryset.filter(wanted[1])


class NameFilter(admin.SimpleListFilter):
    """The sagas that this release knows, so that the table need not be read for them."""

    title = "name"
    parameter_name = "name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in definitions.names()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.SagaRun]) -> QuerySet[models.SagaRun]:
        return queryset.filter(name=self.value()) if self.value() else queryset


def _is_open(row: models.SagaRun) -> bool:
    return row.finished_at is None


def _can_be_undone(row: models.SagaRun) -> bool:
    return row.state == models.SagaRun.State.RUNNING and not is_past_pivot(row)


def _is_stuck(row: models.SagaRun) -> bool:
    """Whether its way back has failed before anything was undone."""
    is_undone = any(entry["outcome"] == "undone" for entry in row.history)
    return row.state == models.SagaRun.State.COMPENSATING and row.needs_attention and not is_undone


@admin.register(models.SagaRun)
class SagaRunAdmin(ForSuperusers):
    list_display = ("name", "subject", "shown_state", "shown_step", "attempts", "attention", "started_at", "error")
    list_filter = (StatusFilter, NameFilter, AgeFilter)
    search_fields = ("id__exact", "subject_id__exact", "correlation_id__exact", "last_error", "refusal_reason")
    search_help_text = "The number or id of what it works for, its own id, a correlation id, or a part of its error"
    ordering = ("-id",)
    actions = ("retry",)
    actions_detail = ("retry_this", "stop_this", "go_forward")
    fieldsets = (
        (None, {"fields": ("name", "subject", "key", "shown_state", "shown_step", "attention", "waits", "last_error")}),
        ("History", {"fields": ("shown_way", "shown_history")}),
        ("Refusal", {"fields": ("stop", "refusal_code", "refusal_reason")}),
        ("Attempts", {"fields": ("attempts", "due_at", "deadline_at", "version")}),
        ("Trace", {"fields": ("correlation_id", "actor", "started_at", "finished_at")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """All sections, without what says nothing about this saga."""
        told = [
            (title, tuple(name for name in section["fields"] if self._shown(obj, name) not in ("", None, False)))
            for title, section in self.fieldsets
        ]
        return [(title, {"fields": fields}) for title, fields in told if fields]

    def _shown(self, row: models.SagaRun, name: str) -> Any:
        return getattr(self, name)(row) if hasattr(self, name) else getattr(row, name)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for _, section in self.fieldsets for name in section["fields"])

    def prepare(self, rows: list[models.SagaRun]) -> None:
        """What people call the subjects, asked for all of them at once."""
        _number(rows)

    def search(
        self, request: HttpRequest, rows: QuerySet[models.SagaRun], words: str
    ) -> tuple[QuerySet[models.SagaRun], bool]:
        subjects = lookup.subjects_called(words) if words else []
        if subjects:
            return rows.filter(subject_id__in=subjects), False
        found: tuple[QuerySet[models.SagaRun], bool] = super().search(request, rows, words)
        return found

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """The sagas of a thing that need a look: those that a person must help, and those that take long."""
        late = timezone.now() - leases.late()
        stuck = Q(needs_attention=True) | Q(started_at__lt=late)
        subject = key if isinstance(key, UUID) else None
        for row in models.SagaRun.objects.filter(stuck, subject_id=subject, finished_at=None) if subject else ():
            told = "needs attention" if row.needs_attention else "takes long"
            text = f"stands before {stands_before(row)}. {row.last_error[:200]}"
            yield Fact(row=row, title=f"Saga {row.name}", state=told, colour="danger", text=text)

    @list_action(description="Retry", only=Q(finished_at=None))
    def retry(self, row: models.SagaRun, *, now: Any) -> None:
        retrying.retry(saga_id=row.id)

    @row_action(description="Retry", words="It goes on from where it stands, with all its attempts.", when=_is_open)
    def retry_this(self, row: models.SagaRun, **_: Any) -> None:
        retrying.retry(saga_id=row.id)

    @row_action(
        description="Stop and undo",
        words="What it has done is undone, last first. This cannot be taken back.",
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=_can_be_undone,
    )
    def stop_this(self, row: models.SagaRun, *, reason: str, **_: Any) -> None:
        stopping.stop(saga_id=row.id, reason=reason)

    @row_action(
        description="Go forward after all",
        words="It does the rest of its steps instead of undoing those that are done: an order that was to be kept is cancelled. "
        "This cannot be taken back.",
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=_is_stuck,
    )
    def go_forward(self, row: models.SagaRun, *, reason: str, **_: Any) -> None:
        stopping.go_forward(saga_id=row.id, reason=reason)

    @display(description="works for")
    def subject(self, row: models.SagaRun) -> str:
        subject, number = definitions.subject_of(row.name), row.number
        if subject is None or not subject.ADMIN_PAGE or not number:
            return str(number or row.subject_id)
        address = reverse(subject.ADMIN_PAGE, args=[row.subject_id])
        return format_html('<a class="go-link" href="{}">{}</a>', address, number)

    @display(description="state", label=STATE_COLOURS, ordering="state")
    def shown_state(self, row: models.SagaRun) -> str:
        waits = row.waiting_since is not None and row.state == models.SagaRun.State.RUNNING
        return "waiting" if waits else row.state

    @display(description="waits for", empty_value="")
    def waits(self, row: models.SagaRun) -> str:
        if row.waiting_since is None:
            return ""
        return f"{row.waits_for}, since {_time(row.waiting_since)}; looks again at {_time(row.due_at)}"

    @display(description="stands before")
    def shown_step(self, row: models.SagaRun) -> str:
        return stands_before(row)

    @display(description="needs attention", label={"yes": "danger"}, ordering="needs_attention")
    def attention(self, row: models.SagaRun) -> str | None:
        return "yes" if row.needs_attention else None

    @display(description="last error", empty_value="")
    def error(self, row: models.SagaRun) -> str:
        return row.last_error[:120]

    @display(description="its way", empty_value="")
    def shown_way(self, row: models.SagaRun) -> str:
        return _table(_numbered(row))

    @display(description="steps", empty_value="Nothing has happened yet.")
    def shown_history(self, row: models.SagaRun) -> str:
        rows = ((_time(entry.at), entry.step, entry.outcome, entry.note) for entry in timeline(row))
        return _table(rows)


_LINE = '<tr><td class="go-when">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'


def _numbered(row: models.SagaRun) -> Iterator[tuple[str, str, str, str]]:
    """The steps of its definition, numbered as they are taken."""
    for place, (step, stands, way_back) in enumerate(steps_of(row), start=1):
        yield str(place), step, stands, way_back


def _table(rows: Iterable[tuple[Any, ...]]) -> str:
    lines = format_html_join("", _LINE, rows)
    return format_html('<table class="go-facts">{}</table>', lines) if lines else ""


def _number(rows: list[models.SagaRun]) -> None:
    called = inspection.numbers(rows)
    for row in rows:
        row.number = called.get(row.subject_id, "")
