"""Dunning in the back office: policies with their steps, what would happen, what was done, and pauses."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from unfold.decorators import display
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from contexts.billing.dunning import dto, models, queries, use_cases
from contexts.billing.dunning.domain import lines
from contexts.billing.dunning.domain.usual import USUAL
from contexts.billing.sellers.domain import MAIN
from gotuto.actions.asking import row_action
from gotuto.actions.forms import WithReason
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.day_input import DayInput
from gotuto.display import money
from gotuto.finding import by_id
from gotuto.form_fields import LineField, ProseField, WholeNumberField
from gotuto.ids import ClientId, InvoiceId
from gotuto.inlines import ReadOnlyInline
from gotuto.question_forms import QuestionForm
from gotuto.roles import Role


class PolicyForm(UseCaseForm):
    """The steps of a seller."""

    instance: models.DunningPolicy
    legal_entity = LineField(max_length=16, initial=MAIN, label="Seller", widget=UnfoldAdminTextInputWidget)
    is_on = forms.BooleanField(
        required=False, widget=UnfoldBooleanSwitchWidget, label="Switched on", help_text="Else nothing happens."
    )
    steps = ProseField(
        max_length=4_000,
        widget=UnfoldAdminTextareaWidget,
        help_text=lines.HELP,
        initial="\n".join(map(lines.written, USUAL)),
    )
    seen_version = WholeNumberField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = models.DunningPolicy
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            known = self.instance.to_dto()
            self.initial.update(legal_entity=known.legal_entity, is_on=known.is_on, seen_version=known.version)
            self.initial["steps"] = "\n".join(map(lines.written, known.steps))
            self.fields["legal_entity"].disabled = True

    def command(self, data: dict[str, Any]) -> Any:
        before = queries.get_policy(legal_entity=data["legal_entity"])
        wordings = {step.code: step.wording for step in before.steps}
        given = [line for line in data["steps"].splitlines() if line.strip()]
        policy = use_cases.set_policy(
            legal_entity=data["legal_entity"], is_on=data["is_on"], steps=[lines.read(line, wordings) for line in given],
            actor=acting(), expected_version=data["seen_version"], now=timezone.now(),
        )  # fmt: skip
        return SimpleNamespace(id=policy.legal_entity)


class PlanQuestion(QuestionForm):
    """Until when."""

    by = forms.DateField(label="Until", widget=DayInput)

    def ask(self, data: dict[str, Any]) -> dto.Plan:
        return queries.plan(by=data["by"], now=timezone.now())


@admin.register(models.DunningPolicy)
class DunningPolicyAdmin(BackOffice):
    role = Role.BILLING
    creates = edits = True
    form = PolicyForm
    list_display = ("legal_entity", "is_on", "shown_steps", "updated_at")
    ordering = ("legal_entity",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [(None, {"fields": ("legal_entity", "is_on", "steps", "seen_version")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else ("legal_entity", "is_on", "steps")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.plan)
        return [path("plan/", page, name="billing_dunningplan_changelist"), *super().get_urls()]

    @display(description="steps")
    def shown_steps(self, row: models.DunningPolicy) -> str:
        return ", ".join(f"{step.code} ({step.days:+})" for step in row.to_dto().steps)

    def plan(self, request: HttpRequest) -> HttpResponse:
        """What would happen until a day is over. Raises PermissionDenied."""
        if not self.may_see(request):
            raise PermissionDenied
        asked = request.GET or {"by": (timezone.localdate() + timedelta(days=30)).isoformat()}
        question = PlanQuestion(asked)
        question.is_valid()
        found = question.answer
        context = {
            **self.admin_site.each_context(request),
            "title": "Dunning plan",
            "question": question,
            "plan": found,
            "rows": [_row(row) for row in found.rows] if found else [],
            "sums": [_row(row) for row in queries.sums_of(plan=found)] if found else [],
        }
        return TemplateResponse(request, "admin/billing/dunning_plan.html", context, status=200 if found else 400)


def _row(row: dto.PlannedStep) -> dict[str, Any]:
    return {"row": row, "due": money(row.amount_due), "fees": money(row.fee_sum) if row.fees else ""}


@admin.register(models.DunningRun)
class DunningRunAdmin(BackOffice):
    listing = queries.RUNS
    counts = ("actions", "mails", "fees", "holds", "holds_lifted")
    list_display = ("started_at", "legal_entity", "day", "trigger", *counts)
    fields = readonly_fields = ("legal_entity", "day", "trigger", "actor", "started_at", "finished_at", *counts)
    finders = (by_id("id"),)
    ordering = ("-started_at",)


class ActionInline(ReadOnlyInline):
    hide_title = True
    model = models.DunningAction
    verbose_name_plural = "reminders"
    fields = readonly_fields = ("day", "step", "days", "is_mailed", "is_held")


class PauseForm(WithReason):
    """How long nothing is done, and why."""

    until = forms.DateField(widget=DayInput, help_text="The last day of the pause.")


def _live(row: Any) -> Any:
    return row.dunning_pauses.filter(resumed_at=None)


_WORDS = "Until that day is over nobody is reminded. The step that is due after it is done then."


class PausesInvoices:
    """What an invoice's page has to do with dunning."""

    @row_action(description="Pause reminders", words=_WORDS, form_class=PauseForm, when=lambda row: row.is_unpaid)
    def pause_dunning(self, row: Any, *, until: date, reason: str, now: datetime) -> None:
        use_cases.pause_invoice(invoice_id=InvoiceId(row.pk), until=until, reason=reason, actor=acting(), now=now)

    @row_action(description="Resume reminders", when=lambda row: _live(row).exists())
    def resume_dunning(self, row: Any, *, now: datetime) -> None:
        use_cases.resume_invoice(invoice_id=InvoiceId(row.pk), now=now)


class PausesClients:
    """What a client's page has to do with dunning."""

    @row_action(
        description="Pause reminders", words=_WORDS, form_class=PauseForm, when=lambda row: not row.merged_into_id
    )
    def pause_dunning(self, row: Any, *, until: date, reason: str, now: datetime) -> None:
        use_cases.pause_client(client_id=ClientId(row.pk), until=until, reason=reason, actor=acting(), now=now)

    @row_action(description="Resume reminders", when=lambda row: _live(row).exists())
    def resume_dunning(self, row: Any, *, now: datetime) -> None:
        use_cases.resume_client(client_id=ClientId(row.pk), now=now)
