"""Reports in the back office, for those who see the sellers."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget

from contexts.billing.reports import queries
from contexts.billing.reports.domain import words
from contexts.billing.reports.dto import SellerVat, Threshold, VatOfCurrency, VatReport, VatRow
from contexts.billing.sellers.admin import SellerAdmin
from contexts.billing.sellers.queries import list_sellers
from contexts.billing.taxes import exemptions
from gotuto.day_input import DayInput
from gotuto.display import money
from gotuto.question_forms import QuestionForm


class OfSeller(QuestionForm):
    """A question about all sellers, or one."""

    legal_entity = forms.ChoiceField(required=False, label="Seller", widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [one.seller.legal_entity for one in list_sellers().items]
        self.fields["legal_entity"].choices = [("", "All sellers"), *((code, code) for code in codes)]  # type: ignore[attr-defined]


class VatQuestion(OfSeller):
    """Which days and whose."""

    called_here = {"to": "last"}
    field_order = ("first", "last", "legal_entity")

    first = forms.DateField(required=False, label="From", widget=DayInput)
    last = forms.DateField(required=False, label="To", widget=DayInput)

    def ask(self, data: dict[str, Any]) -> VatReport:
        return queries.vat_report(**{**data, "legal_entity": data["legal_entity"] or None}, now=timezone.now())


class ShowsVatReport(SellerAdmin):
    """The VAT report, a page beside those of the sellers."""

    def get_urls(self) -> list[Any]:
        report = self.admin_site.admin_view(self.vat_report)
        return [path("vat-report/", report, name="billing_vatreport_changelist"), *super().get_urls()]

    def vat_report(self, request: HttpRequest) -> HttpResponse:
        """What is to be declared, and the threshold of art. 59c. Raises PermissionDenied."""
        if not self.may_see(request):
            raise PermissionDenied
        question = VatQuestion(request.GET)
        question.is_valid()
        report = question.answer
        if report:
            # The days that were taken where none were asked for.
            question.data = {**request.GET.dict(), "first": report.first, "last": report.last}
        context = {
            **self.admin_site.each_context(request),
            "title": "VAT report",
            "question": question,
            "report": report,
            "sellers": [_seller(one) for one in report.sellers] if report else [],
        }
        return TemplateResponse(request, "admin/billing/vat_report.html", context, status=200 if report else 400)


def _seller(seller: SellerVat) -> dict[str, Any]:
    return {
        "seller": seller,
        "currencies": [_currency(one) for one in seller.currencies],
        "threshold": seller.threshold and _threshold(seller.threshold),
    }


def _currency(currency: VatOfCurrency) -> dict[str, Any]:
    missing = currency.without_particulars
    return {
        "sums": currency,
        "net": money(currency.net),
        "tax": money(currency.tax),
        "rows": [_row(row) for row in currency.rows],
        "without_particulars": words.without_particulars(missing) if missing else "",
    }


def _row(row: VatRow) -> dict[str, Any]:
    bears_tax = exemptions.bears_tax(row.category)
    return {
        "row": row,
        "net": money(row.net),
        "tax": money(row.tax),
        "declared": words.declared(row),
        "percent": words.percent(row.rate),
        "reason": "" if bears_tax else exemptions.reason(row.category, row.exemption, "en"),
    }


def _threshold(threshold: Threshold) -> dict[str, Any]:
    return {
        "told": threshold,
        "advice": words.advice(threshold),
        "is_trouble": threshold.is_over and not threshold.has_oss,
        "years": [(year, words.of_year(year, threshold)) for year in threshold.years],
    }
