"""What is asked of these reports in the back office."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from contexts.billing.clients.models import Client
from contexts.billing.invoices.models import Invoice
from contexts.billing.ledger import dto, queries
from contexts.billing.ledger.dto import By
from contexts.billing.reports.admin import OfSeller
from gotuto.day_input import DayInput
from gotuto.ids import ClientId
from gotuto.question_forms import QuestionForm


class Question(QuestionForm):
    """One that is asked at once, unless something must be said first."""

    called_here: ClassVar[dict[str, str]] = {"to": "last"}
    needs_words = False


class ReceivablesQuestion(OfSeller, Question):
    on = forms.DateField(required=False, label="At the end of", widget=DayInput)

    field_order = ("on", "legal_entity")

    def ask(self, data: dict[str, Any]) -> dto.Receivables:
        return queries.receivables(**{**data, "legal_entity": data["legal_entity"] or None}, now=timezone.now())


class _Days(Question):
    first = forms.DateField(required=False, label="From", widget=DayInput)
    last = forms.DateField(required=False, label="To", widget=DayInput)


class RevenueQuestion(OfSeller, _Days):
    by = forms.TypedChoiceField(
        required=False,
        label="By",
        coerce=By,
        empty_value=By.DAY,
        choices=[(by.value, by.value) for by in By],
        widget=UnfoldAdminSelectWidget,
    )

    field_order = ("first", "last", "by", "legal_entity")

    def ask(self, data: dict[str, Any]) -> dto.Revenue:
        return queries.revenue(**{**data, "legal_entity": data["legal_entity"] or None}, now=timezone.now())


class AccountQuestion(_Days):
    needs_words = True

    client_id = forms.ModelChoiceField(
        Client.objects.all(),
        label="Client",
        widget=AutocompleteSelect(Invoice._meta.get_field("client"), admin.site, attrs={"data-width": "14rem"}),
    )

    field_order = ("client_id", "first", "last")

    def _post_clean(self) -> None:
        super()._post_clean()
        if "client_id" in self.errors:
            # What is no key cannot be looked up to be shown again.
            self.data = {**self.data, "client_id": ""}

    def ask(self, data: dict[str, Any]) -> dto.Statement:
        return queries.statement(**{**data, "client_id": ClientId(data["client_id"].pk)}, now=timezone.now())


class JournalQuestion(_Days):
    cursor = forms.CharField(required=False, widget=forms.HiddenInput)

    def ask(self, data: dict[str, Any]) -> dto.Journal:
        return queries.journal(**data, now=timezone.now())
