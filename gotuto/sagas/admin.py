"""Sagas in the back office: where each one stands, what went wrong, and the button that lets it try again."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.decorators import display

from gotuto.backoffice import BackOffice, command_action
from gotuto.sagas import inspection, models, retrying

STATE_COLOURS = {"running": "info", "compensating": "warning", "done": "success", "undone": "danger"}


class FailedAttemptInline(TabularInline):
    model = models.FailedAttempt
    extra = 0
    fields = readonly_fields = ("failed_at", "state", "shown_step", "attempt", "error")
    ordering = ("id",)
    can_delete = False
    verbose_name_plural = "failed attempts"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    @display(description="step")
    def shown_step(self, row: models.FailedAttempt) -> str:
        return inspection.step_name(row.saga, row.step)


@admin.register(models.SagaRun)
class SagaRunAdmin(BackOffice):
    list_display = ("name", "subject", "shown_state", "shown_step", "attempts", "attention", "started_at", "error")
    list_filter = ("needs_attention", "state", "started_at")
    search_fields = ("id__exact", "subject_id__exact", "correlation_id__exact")
    search_help_text = "The id of the saga or of what it works for, or a correlation id"
    ordering = ("-started_at",)
    actions = ("retry",)
    inlines = (FailedAttemptInline,)
    fieldsets = (
        (None, {"fields": ("name", "version", "subject", "shown_state", "shown_step", "attention", "stop")}),
        ("Refusal", {"fields": ("refusal_code", "refusal_reason")}),
        ("Attempts", {"fields": ("attempts", "due_at", "last_error")}),
        ("Trace", {"fields": ("correlation_id", "actor", "started_at", "finished_at")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return tuple(name for _, section in self.fieldsets for name in section["fields"])

    def may_write(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    @command_action(description="Retry")
    def retry(self, row: models.SagaRun, *, now: Any) -> None:
        retrying.retry(saga_id=row.id)

    @display(description="works for")
    def subject(self, row: models.SagaRun) -> str:
        address = _page_of(row)
        return format_html('<a href="{}">{}</a>', address, row.subject_id) if address else str(row.subject_id)

    @display(description="state", label=STATE_COLOURS, ordering="state")
    def shown_state(self, row: models.SagaRun) -> str:
        return row.state

    @display(description="stands before")
    def shown_step(self, row: models.SagaRun) -> str:
        return inspection.step_name(row, row.step)

    @display(description="needs attention", label="danger", ordering="needs_attention")
    def attention(self, row: models.SagaRun) -> str | None:
        return "yes" if row.needs_attention else None

    @display(description="last error", empty_value="")
    def error(self, row: models.SagaRun) -> str:
        return row.last_error[:120]


def _page_of(row: models.SagaRun) -> str | None:
    # order.placement works for an order: the context's aggregate of the same name, where it has a page.
    context = row.name.partition(".")[0]
    try:
        return reverse(f"admin:{context}_{context}_change", args=[row.subject_id])
    except NoReverseMatch:
        return None
