"""Actions over many rows in the back office: how far each one is, and what was refused and why."""

from typing import Any, ClassVar

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from unfold.decorators import display
from unfold.enums import ActionVariant

from gotuto.actions import running
from gotuto.actions.asking import row_action
from gotuto.actions.models import Run, RunRow
from gotuto.backoffice import ForSuperusers, roles_of
from gotuto.display import badge, lines

STATE_COLOURS = {"running": "info", "done": "success", "stopped": "danger"}
# So many refusals stand on the page.
_SHOWN = 200


@admin.register(Run)
class RunAdmin(ForSuperusers):
    """Whoever started an action sees how far it is; superusers see all of them."""

    list_display = ("title", "shown_state", "progress", "refused", "started_by", "started_at", "finished_at")
    ordering = ("-started_at",)
    actions_detail = ("stop_this",)
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    fields = readonly_fields = ("title", "listed", "shown_state", "progress", "refused", "refusals", "shown_given", "started_by",
                                "started_at", "finished_at", "correlation_id")  # fmt: skip

    def may_see(self, request: HttpRequest) -> bool:
        return super().may_see(request) or bool(roles_of(request))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        rows: QuerySet[Run] = super().get_queryset(request)
        return rows if super().may_see(request) else rows.filter(actor=request.user.pk)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        answer: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, unquote(object_id))
        if row is not None and row.state == Run.State.RUNNING:
            # The page shows how far it is without a script.
            answer.headers["Refresh"] = "2"
        return answer

    @row_action(
        description="Stop",
        words="What is done stays done; the rest is left as it is.",
        variant=ActionVariant.DANGER,
        when=lambda row: row.state == Run.State.RUNNING,
    )
    def stop_this(self, row: Run, **_: Any) -> None:
        running.stop(row.id)

    @display(description="state", ordering="state")
    def shown_state(self, row: Run) -> str:
        return badge(row.state, STATE_COLOURS[row.state])

    @display(description="progress")
    def progress(self, row: Run) -> str:
        ended = row.done + row.refused
        goes_on = "It goes on by itself, also when you leave this page." if row.state == Run.State.RUNNING else ""
        return format_html(
            '<progress max="{}" value="{}" aria-label="{} of {} rows"></progress> <span class="go-when">{} of {}</span> <span>{}</span>',
            *(row.total, ended, ended, row.total, f"{ended:,}", f"{row.total:,}", goes_on),
        )

    @display(description="started by", empty_value="-")
    def started_by(self, row: Run) -> str:
        return self.reference(row, "actor")

    @display(description="answers", empty_value="-")
    def shown_given(self, row: Run) -> str:
        answered = (
            (name.replace("_", " "), value) for name, value in row.given.items() if value not in (None, "", False)
        )
        return lines(name if value is True else f"{name}: {value}" for name, value in answered)

    @display(description="list")
    def listed(self, row: Run) -> str:
        """Back to where it was started."""
        try:
            model = apps.get_model(row.model)
            where = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        except (LookupError, NoReverseMatch):
            return ""
        return format_html('<a class="go-link" href="{}">{}</a>', where, capfirst(model._meta.verbose_name_plural))

    @display(description="refused, and why", empty_value="-")
    def refusals(self, row: Run) -> str:
        refused = list(row.rows.filter(outcome=RunRow.Outcome.REFUSED).order_by("id")[:_SHOWN])
        names = _names(row.model, [each.key for each in refused])
        each_one = ((_page(row.model, each.key), names.get(each.key, each.key), each.reason) for each in refused)
        listed = format_html_join("", '<li><a class="go-link" href="{}">{}</a>: {}</li>', each_one)
        more = f"and {row.refused - _SHOWN} more" if row.refused > _SHOWN else ""
        return format_html("<ul>{}</ul>{}", listed, more) if refused else ""


def _names(label: str, keys: list[str]) -> dict[str, str]:
    try:
        rows = apps.get_model(label)._default_manager.filter(pk__in=keys)
    except (LookupError, FieldDoesNotExist):
        return {}
    return {str(row.pk): str(row) for row in rows}


def _page(label: str, key: str) -> str:
    try:
        return reverse(f"admin:{label.replace('.', '_')}_change", args=[key])
    except NoReverseMatch:
        return ""
