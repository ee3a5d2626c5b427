"""What stock is worth, in the back office: on the page of a SKU, and as a report of all."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display

from contexts.inventory.costs.statements import valued_in
from contexts.inventory.stock.admin.page import StockItemAdmin
from contexts.inventory.stock.models import StockItem
from contexts.inventory.valuation import dto, queries
from gotuto import charts, step_chart
from gotuto.day_input import DayInput
from gotuto.display import money, number
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.question_forms import QuestionForm
from gotuto.sight import shows

# So many SKUs are named, and so many movements are drawn.
_NAMED, _DRAWN = 25, 200
_VALUE = ("value", "#7c3aed")
_UNDER_WAY = "on its way"
_LEDGER = "inventory_movement"


class ValueQuestion(QuestionForm):
    """At the end of which day."""

    day = forms.DateField(required=False, label="At the end of", widget=DayInput)

    def ask(self, data: dict[str, Any]) -> dto.TotalValue:
        return queries.total_value(day=data["day"], now=timezone.now())


@admin.register(StockItem)
class StockItemPage(StockItemAdmin):
    """The counters of a SKU with what it is worth, and the report of all."""

    def get_urls(self) -> list[Any]:
        report = self.admin_site.admin_view(self.stock_value)
        return [path("value/", report, name="inventory_stockvalue_changelist"), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_fields(request, obj), *self._worth(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), *self._worth(request, obj))

    def _worth(self, request: HttpRequest, obj: Any) -> tuple[str, ...]:
        is_seen = obj is not None and valued_in() is not None and shows(request, _LEDGER)
        return ("worth",) if is_seen else ()

    @display(description="value")
    def worth(self, row: StockItem) -> str:
        known = queries.value_of(sku=Sku(row.sku))
        if known.value is None:
            return "Not valued yet: nobody has said what the pieces cost that lie there."
        course = [
            step_chart.Step(moment=moment, amount=worth.amount)
            for moment, worth in queries.course_of_sku(sku=known.sku, most=_DRAWN)
        ]
        about = f"Value of {row.sku}"
        drawn = step_chart.chart(course, until=timezone.now(), unit=known.value.currency, about=about)
        return format_html("{}{}{}", _told(known, known.value), _where(known), drawn)

    def stock_value(self, request: HttpRequest) -> HttpResponse:
        """What all stock is worth, for those who see the ledger. Raises PermissionDenied."""
        if not shows(request, _LEDGER):
            raise PermissionDenied
        question = ValueQuestion(request.GET)
        question.is_valid()
        report = question.answer
        if report:
            question.data = {**request.GET.dict(), "day": report.day}
        context = {
            **self.admin_site.each_context(request),
            "title": "Stock value",
            "question": question,
            "report": report,
            **(_shown(report) if report else {}),
        }
        return TemplateResponse(request, "admin/inventory/stock_value.html", context, status=200 if report else 400)


def _told(known: dto.ValueOfSku, value: Money) -> str:
    average = "" if known.average is None else format_html(", {} a piece on the average", money(known.average))
    return format_html("<p>{} for {} pieces{}</p>", money(value), number(known.pieces), average)


def _where(value: dto.ValueOfSku) -> str:
    if not value.shares[1:]:
        return ""
    lines = ((one.location or _UNDER_WAY, money(one.value), number(one.pieces)) for one in value.shares)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} for {}</li>", lines))


def _shown(report: dto.TotalValue) -> dict[str, Any]:
    now = timezone.now()
    course = queries.course_of_all(day=report.day, now=now)
    # The end of a month is the last moment before the next one begins.
    labels = [f"{timezone.localtime(moment - timedelta(seconds=1)):%Y-%m-%d}" for moment, _ in course]
    return {
        "value": money(report.value),
        "pieces": number(report.pieces),
        "shares": [(one.location or _UNDER_WAY, number(one.pieces), money(one.value)) for one in report.shares],
        "chart": charts.data(labels, {_VALUE: [float(value.amount) for _, value in course]}),
        "chart_look": charts.look(is_of_things=False),
        "dearest": [_row(one, report.day) for one in queries.dearest(day=report.day, most=_NAMED, now=now)],
        "file": reverse("v1:stock-values", query={"day": report.day, "format": "csv"}),
        "is_off": valued_in() is None,
        "not_valued": number(report.not_valued) if report.not_valued else "",
    }


def _row(one: dto.Dear, day: date) -> dict[str, Any]:
    found = reverse("admin:inventory_stockitem_changelist", query={"q": one.sku})
    return {
        "sku": one.sku,
        "href": found,
        "pieces": number(one.pieces),
        "value": money(one.value),
        "average": one.average and money(one.average),
    }
