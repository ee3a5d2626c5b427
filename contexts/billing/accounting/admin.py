"""Accounting in the back office: accounts for the tax adviser, closed periods, and the file to download."""

from datetime import date, datetime, timedelta
from typing import Any, BinaryIO, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
)

from contexts.billing.accounting import models, reading, use_cases
from contexts.billing.accounting.domain.accounts import all_accounts, of_chart
from contexts.billing.accounting.dto import AccountMap, Chart, Written
from contexts.billing.accounting.errors import AccountsInvalid
from contexts.billing.periods.models import ClosedPeriod
from contexts.billing.periods.queries import PERIODS, closed_until
from contexts.billing.sellers.models import LegalEntity
from contexts.billing.sellers.queries import list_sellers
from gotuto.actions.asking import row_action
from gotuto.actions.forms import Question
from gotuto.backoffice import BackOffice, UseCaseForm, acting
from gotuto.day_input import DayInput
from gotuto.form_fields import ProseField, WholeNumberField
from gotuto.question_forms import QuestionForm
from gotuto.roles import Role


def _number(least: int, most: int, **more: Any) -> WholeNumberField:
    return WholeNumberField(min_value=least, max_value=most, widget=UnfoldAdminIntegerFieldWidget, **more)


class AccountsForm(UseCaseForm):
    """By what a tax adviser knows a seller, and the accounts, a line each."""

    instance: models.AccountMap

    legal_entity = forms.ChoiceField(label="Seller", widget=UnfoldAdminSelectWidget)
    chart = forms.ChoiceField(choices=models.CHARTS, widget=UnfoldAdminSelectWidget)
    consultant_number = _number(1001, 9_999_999, help_text="Of the tax adviser (Beraternummer).")
    client_number = _number(1, 99_999, help_text="Of the seller at the tax adviser (Mandantennummer).")
    account_length = _number(4, 8, initial=4, help_text="Digits of an account; a debtor's has one more.")
    fiscal_month = _number(1, 12, initial=1, label="Fiscal year begins in month")
    accounts = ProseField(
        required=False, max_length=4000, widget=UnfoldAdminTextareaWidget,
        help_text="What is booked = account, a line each; what is not named is booked as the chart has it."
        " sale:home:S:19 is a sale taxed at home at 19 %, oss by the one-stop shop, local by a registration abroad;"
        " * is any. Behind the account of a sale may stand a tax key, as in 8400 3.",
    )  # fmt: skip

    class Meta:
        model = models.AccountMap
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = list(LegalEntity.objects.order_by("code").values_list("code", flat=True))
        self.fields["legal_entity"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
        if self.instance._state.adding:
            self.initial["accounts"] = _lines(of_chart(Chart.SKR03))
        else:
            known = self.instance.to_dto()
            self.initial.update({**vars(known), "chart": known.chart.value, "accounts": _lines(all_accounts(known))})
            self.fields["legal_entity"].disabled = True

    def command(self, data: dict[str, Any]) -> Any:
        chart = Chart(data.pop("chart"))
        given = _told(data.pop("accounts"))
        other = next(one for one in Chart if one is not chart)
        # Lines of the other chart that nobody touched are those of the one that was chosen.
        accounts = {key: account for key, account in given.items() if of_chart(other).get(key) != account}
        kept = use_cases.keep_accounts(accounts=AccountMap(**data, chart=chart, accounts=accounts), now=timezone.now())
        return _Saved(kept.legal_entity)


class _Saved:
    """What a form's command answers: the key of the row."""

    def __init__(self, code: str) -> None:
        self.id = code


def _lines(accounts: dict[str, str]) -> str:
    return "\n".join(f"{key} = {account}" for key, account in accounts.items())


def _told(text: str) -> dict[str, str]:
    """Raises AccountsInvalid."""
    told: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        key, is_told, account = (part.strip() for part in line.partition("="))
        if not is_told or key in told:
            raise AccountsInvalid(where=line[:48], why="write what is booked, =, and the account, each once.")
        told[key] = " ".join(account.split())
    return told


class ClosingForm(Question):
    """Up to which day."""

    last = forms.DateField(label="Close up to", widget=DayInput)
    first = forms.DateField(required=False, label="From", widget=DayInput, help_text="Only of the first period.")

    def __init__(self, *args: Any, row: models.AccountMap, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        until = closed_until(legal_entity=row.entity_id)
        self.fields["last"].initial = timezone.localdate().replace(day=1) - timedelta(days=1)
        self.fields["last"].help_text = f"Closed up to {until}." if until else "Nothing is closed yet."


@admin.register(models.AccountMap)
class AccountMapAdmin(BackOffice):
    role = Role.BILLING
    creates = edits = True
    form = AccountsForm
    list_display = ("entity_id", "chart", "consultant_number", "client_number", "fiscal_month")
    fields = (
        "legal_entity",
        "chart",
        "consultant_number",
        "client_number",
        "account_length",
        "fiscal_month",
        "accounts",
    )
    ordering = ("entity_id",)
    actions_detail = ("close_period",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if self.has_change_permission(request, obj) else self.list_display

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if self.has_change_permission(request, obj) else self.list_display

    @row_action(
        description="Close a period",
        words="Documents, payments, reversals and refunds of these days stand as they are from then on, with the accounts of"
        " today: nothing is booked in them any more, money that comes to light later is booked on its day, and corrections"
        " go into the next period. Nobody can open it again.",
        form_class=ClosingForm,
        variant=ActionVariant.DANGER,
    )
    def close_period(
        self, row: models.AccountMap, *, last: date, first: date | None, now: datetime
    ) -> str:  # fmt: skip
        period = use_cases.close_period(legal_entity=row.entity_id, last=last, first=first, actor=acting(), now=now)
        return f"Closed {period.first} to {period.last}: {period.bookings} bookings, SHA-256 {period.digest}"


class DatevQuestion(QuestionForm):
    """Which days and whose."""

    called_here = {"to": "last"}

    first = forms.DateField(label="From", widget=DayInput)
    last = forms.DateField(label="To", widget=DayInput)
    legal_entity = forms.ChoiceField(label="Seller", widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [one.seller.legal_entity for one in list_sellers().items]
        self.fields["legal_entity"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]

    def ask(self, data: dict[str, Any]) -> tuple[BinaryIO, Written]:
        return reading.datev_file(**data, now=timezone.now())


@admin.register(ClosedPeriod)
class ClosedPeriodAdmin(BackOffice):
    """Closed periods, and beside them the page from which any days are downloaded."""

    role = Role.BILLING
    listing = PERIODS
    list_display = ("legal_entity", "first", "last", "bookings", "closed_at", "file")
    fields = readonly_fields = ("legal_entity", "first", "last", "bookings", "digest", "closed_by", "closed_at", "file")
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    ordering = ("-closed_at",)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.datev)
        return [path("datev/", view, name="billing_datev_changelist"), *super().get_urls()]

    @display(description="closed by", empty_value="-")
    def closed_by(self, row: ClosedPeriod) -> str:
        return self.reference(row, "actor")

    @display(description="for the tax adviser")
    def file(self, row: ClosedPeriod) -> str:
        asked = f"?first={row.first}&last={row.last}&legal_entity={row.legal_entity}"
        page = reverse("admin:billing_datev_changelist")
        return format_html('<a class="go-link" href="{}{}">DATEV file</a>', page, asked)

    def datev(self, request: HttpRequest) -> HttpResponse | FileResponse:
        """The file for the tax adviser, or the form that asks for which days. Raises PermissionDenied."""
        if not self.may_see(request):
            raise PermissionDenied
        question = DatevQuestion(request.GET or None)
        if question.is_valid():
            file, done = question.answer
            content_type = "text/csv; charset=windows-1252"
            return FileResponse(file, as_attachment=True, filename=done.name, content_type=content_type)
        context = {**self.admin_site.each_context(request), "title": "DATEV file", "question": question}
        return TemplateResponse(request, "admin/billing/datev.html", context, status=400 if question.is_bound else 200)
