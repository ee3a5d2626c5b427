"""Bank statements in the back office: a form that reads a file, its balances and what is missing before it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from contexts.billing.bankfiles.models import CsvMapping
from contexts.billing.bankstatements import models, queries, use_cases
from contexts.billing.bankstatements.dto import BankStatement, Tally
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.display import badge, money
from gotuto.finding import by_id, by_value
from gotuto.roles import Role

_LINES = "admin:billing_statementline_changelist"


class StatementForm(UseCaseForm):
    """A file of a bank; `read` says in words what became of its statements."""

    read: list[str]

    file = forms.FileField(
        widget=UnfoldAdminFileFieldWidget, help_text="CAMT.053 in version 02 or 08, or a CSV with a mapping; 20 MB."
    )
    mapping = forms.ModelChoiceField(
        CsvMapping.objects.order_by("name"),
        required=False,
        label="CSV mapping",
        widget=UnfoldAdminSelectWidget,
        help_text="Which column means what; none for CAMT.053.",
    )

    class Meta:
        model = models.BankStatement
        fields = ()

    def command(self, data: dict[str, Any]) -> BankStatement:
        now = timezone.now()
        told = use_cases.import_statement(
            content=data["file"].read(),
            file_name=data["file"].name,
            mapping=data["mapping"].name if data["mapping"] else "",
            actor=acting(),
            now=now,
        )
        self.read = [_in_words(one, is_new=one.imported_at == now) for one in told.statements]
        return told.statements[0]


def _in_words(one: BankStatement, *, is_new: bool) -> str:
    """What became of a statement that was read."""
    if not is_new:
        return f"{one.number} was read before: nothing is booked twice. {_counted(one.lines)}."
    known = f", {one.lines.known} known from other statements" if one.lines.known else ""
    return f"{one.number} is read: {_counted(one.lines)}{known}."


def _counted(lines: Tally) -> str:
    waiting = lines.proposed + lines.open
    return f"{lines.matched} booked, {waiting} wait, {lines.parked} put aside, {lines.ignored} ignored"


@admin.register(models.BankStatement)
class BankStatementAdmin(BackOffice):
    role = Role.BILLING
    creates = True
    form = StatementForm
    listing = queries.STATEMENTS
    finders = (by_id("id", "account_id"), by_value("number"))
    list_display = ("__str__", "account", "last_day", "shown_closing", "shown_gap", "shown_lines", "imported_at")
    ordering = ("-imported_at",)
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    readonly_fields = (
        *(
            "account",
            "number",
            "currency",
            "first_day",
            "last_day",
            "balance_line",
            "shown_gap",
            "shown_lines",
            "known",
        ),
        *("place", "digest", "file_name", "imported_at", "read_by"),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": ("file", "mapping") if obj is None else self.readonly_fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else self.readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.BankStatement]:
        rows: QuerySet[models.BankStatement] = super().get_queryset(request)
        return rows.select_related("account")

    def prepare(self, rows: Any) -> None:
        """What the lines of all of them came to, by two statements."""
        super().prepare(rows)
        told = {one.id: one for one in queries.get_statements(ids=[row.pk for row in rows])}
        for row in rows:
            row.told = told[row.pk]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Say what was read; the form has read it."""
        for words in form.read:
            messages.success(request, words)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The statement, in place of the list and of words that fit any row."""
        return HttpResponseRedirect(reverse("admin:billing_bankstatement_change", args=[obj.pk]))

    @display(description="read by", empty_value="-")
    def read_by(self, row: models.BankStatement) -> str:
        return self.reference(row, "actor")

    @display(description="closing balance", empty_value="-")
    def shown_closing(self, row: Any) -> str:
        return "" if row.told.closing is None else money(row.told.closing)

    @display(description="balances")
    def balance_line(self, row: Any) -> str:
        opening, closing = row.told.opening, row.told.closing
        if opening is None or closing is None:
            return "none in a CSV"
        return f"{opening} and {closing - opening} of its lines are {closing}"

    @display(description="missing before it", empty_value="nothing")
    def shown_gap(self, row: Any) -> str:
        gap = row.told.gap
        return "" if gap is None else badge(f"{gap.amount} since {gap.after:%Y-%m-%d}", "danger")

    @display(description="lines")
    def shown_lines(self, row: Any) -> str:
        return page_link_to_lines(row.pk, _counted(row.told.lines))


def page_link_to_lines(statement: Any, words: str) -> str:
    """A link to the lines of a statement."""
    return format_html('<a class="go-link" href="{}?statement={}">{}</a>', reverse(_LINES), statement, words)
