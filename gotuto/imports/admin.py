"""Import and export in the back office: a file is sent, its errors are looked at, and somebody decides."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from gotuto.actions.asking import row_action
from gotuto.backoffice import BackOffice, UseCaseForm, roles_of
from gotuto.display import badge
from gotuto.errors import BusinessError
from gotuto.finding import by_id
from gotuto.http.exports import attachment, check_on
from gotuto.imports import deciding, dto, exporting, inspection, kinds, staging
from gotuto.imports.dto import Status
from gotuto.imports.models import Import, ImportProblem
from gotuto.tables import FORMATS

_COLOURS = {
    "validating": "info", "ready": "warning", "running": "info", "done": "success", "failed": "danger", "cancelled": "default",
}  # fmt: skip
_PROBLEMS = "admin:gotuto_imports_importproblem_changelist"
_WORKED_ON = (Status.VALIDATING, Status.RUNNING)
# So many problems stand on the page of an import.
_SHOWN = 20


class ImportForm(UseCaseForm):
    """A table as a file."""

    kind = forms.ChoiceField(widget=UnfoldAdminSelectWidget, help_text="What stands in the file.")
    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget,
        help_text="CSV in UTF-8, or XLSX with one sheet; the first line names the columns, as in an export. At most "
        f"{settings.GOTUTO_WEB_UPLOAD_BYTES / 1_000_000:g} MB; manage.py import_file takes more.",
    )
    called_here = {"content": "file"}

    class Meta:
        model = Import
        fields = ()

    def command(self, data: dict[str, Any]) -> dto.Import:
        return staging.start(
            kind=data["kind"], content=data["file"].file, file_name=data["file"].name[:200], now=timezone.now()
        )


class OfKinds(BackOffice):
    """Whoever exchanges a kind sees and decides about its files."""

    def may_write(self, request: HttpRequest) -> bool:
        return bool(_kinds(request))


def _kinds(request: HttpRequest) -> list[str]:
    return list(kinds.kinds()) if request.user.is_superuser else kinds.names_for(roles_of(request))


@admin.register(Import)
class ImportAdmin(OfKinds):
    creates = True
    form = ImportForm
    listing = inspection.IMPORTS
    finders = (by_id("id"),)
    list_display = ("title", "shown_status", "progress", "errors", "started_by", "started_at", "finished_at")
    list_filter = ("kind",)
    ordering = ("-started_at",)
    actions_detail = ("confirm", "cancel")
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    readonly_fields = (
        *("title", "shown_status", "progress", "outcome", "errors", "problems_told", "last_error"),
        *("started_by", "started_at", "confirmed_at", "finished_at", "correlation_id"),
    )
    change_list_template = "admin/gotuto_imports/imports.html"

    def get_urls(self) -> list[Any]:
        export = self.admin_site.admin_view(self.export)
        return [path("export/<str:kind>.<str:format>", export, name="gotuto_imports_export"), *super().get_urls()]

    def export(self, request: HttpRequest, kind: str, format: str) -> HttpResponse:
        """All of a kind as a file; a refusal stands on the list."""
        try:
            check_on()
            known = format if format in FORMATS else "csv"
            content = exporting.export(kind=kind, format=known, roles=roles_of(request) | _every(request))
        except BusinessError as refusal:
            messages.error(request, refusal.detail)
            return HttpResponseRedirect(reverse("admin:gotuto_imports_import_changelist"))
        return attachment(content, name=kind, format=known)  # type: ignore[return-value]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        files = [(kind, list(FORMATS)) for name, kind in kinds.kinds().items() if name in _kinds(request)]
        return super().changelist_view(request, {"exported": files, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        rows: QuerySet[Import] = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(kind__in=_kinds(request))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": ("kind", "file") if obj is None else self.readonly_fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            mine = [(name, kind.title) for name, kind in kinds.kinds().items() if name in _kinds(request)]
            form.base_fields["kind"].choices = mine
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has done it."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The import, in place of the list: its rows are being checked."""
        return HttpResponseRedirect(reverse("admin:gotuto_imports_import_change", args=[obj.pk]))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        answer: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        row = self.get_object(request, object_id)
        if row is not None and row.status in _WORKED_ON:
            # The page shows how far it is without a script.
            answer.headers["Refresh"] = "2"
        return answer

    @row_action(
        description="Write the rows",
        words="Rows that are right are written; those with errors are left out.",
        variant=ActionVariant.PRIMARY,
        when=lambda row: row.status in deciding.CONFIRMED,
    )
    def confirm(self, row: Import, *, now: Any) -> None:
        deciding.confirm(import_id=row.pk, kinds=[row.kind], now=now)

    @row_action(
        description="Cancel",
        words="What is written stays; the rest is left out.",
        variant=ActionVariant.DANGER,
        when=lambda row: row.status in deciding.OPEN,
    )
    def cancel(self, row: Import, *, now: Any) -> None:
        deciding.cancel(import_id=row.pk, kinds=[row.kind], now=now)

    @display(description="file")
    def title(self, row: Import) -> str:
        known = kinds.kinds().get(row.kind)
        return f"{known.title if known else row.kind}: {row.file_name or 'without a name'}"

    @display(description="status", ordering="status")
    def shown_status(self, row: Import) -> str:
        return badge(row.status, _COLOURS[row.status])

    @display(description="progress")
    def progress(self, row: Import) -> str:
        now, of, what = (
            (row.done, row.rows - row.broken, "written") if row.confirmed_at else (row.checked, row.rows, "checked")
        )
        goes_on = "It goes on by itself, also when you leave this page." if row.status in _WORKED_ON else ""
        return format_html(
            '<progress max="{}" value="{}" aria-label="{} of {} rows"></progress> <span class="go-when">{} of {} {}</span> <span>{}</span>',
            *(max(of, 1), now if of else 1, now, of, f"{now:,}", f"{of:,}", what, goes_on),
        )

    @display(description="what became of the rows")
    def outcome(self, row: Import) -> str:
        return f"{row.created:,} new, {row.changed:,} changed, {row.unchanged:,} as they were, {row.refused:,} refused"

    @display(description="with errors")
    def errors(self, row: Import) -> str:
        return f"{row.broken + row.refused:,}"

    @display(description="errors, and why", empty_value="-")
    def problems_told(self, row: Import) -> str:
        told = list(row.problems.order_by("line", "id")[: _SHOWN + 1])
        lines = ((one.line, one.column or "all of it", one.said, one.value) for one in told[:_SHOWN])
        listed = format_html_join("", '<li>Line {}, {}: {} <span class="go-when">{}</span></li>', lines)
        all_of_them = format_html(
            '<a class="go-link" href="{}?of={}">All of them, also as a file</a>', reverse(_PROBLEMS), row.pk
        )
        return format_html("<ul>{}</ul>{}", listed, all_of_them) if told else ""

    @display(description="started by", empty_value="-")
    def started_by(self, row: Import) -> str:
        return self.reference(row, "actor")


def _every(request: HttpRequest) -> Any:
    """The roles of all kinds for superusers, who see everything."""
    return {kind.role for kind in kinds.kinds().values()} if request.user.is_superuser else set()


@admin.register(ImportProblem)
class ImportProblemAdmin(OfKinds):
    """What is wrong, line by line; the list can be had as a file."""

    list_display = ("line", "column", "value", "said")
    linked_by = ("of",)
    finders = (by_id("of_id"),)
    ordering = ("of_id", "line", "pk")
    fields = readonly_fields = ("of", "line", "column", "value", "said")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportProblem]:
        rows: QuerySet[ImportProblem] = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(of__kind__in=_kinds(request))
