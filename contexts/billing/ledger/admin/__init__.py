"""Receivables, revenue, accounts and the journal in the back office, pages beside those of the sellers."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from contexts.billing.ledger.admin import shown
from contexts.billing.ledger.admin.questions import (
    AccountQuestion,
    JournalQuestion,
    Question,
    ReceivablesQuestion,
    RevenueQuestion,
)
from contexts.billing.reports.admin import ShowsVatReport

_Page = tuple[str, str, type[Question], Callable[[Any], dict[str, Any]]]


class ShowsLedger(ShowsVatReport):
    """What stands in the books, a page for each report."""

    def get_urls(self) -> list[Any]:
        pages: list[_Page] = [
            ("receivables", "Receivables", ReceivablesQuestion, shown.receivables),
            ("revenue", "Revenue", RevenueQuestion, shown.revenue),
            ("account", "Account of a client", AccountQuestion, shown.statement),
            ("journal", "Payments journal", JournalQuestion, shown.journal),
        ]
        return [*(self._page(*page) for page in pages), *super().get_urls()]

    def _page(self, name: str, title: str, form: type[Question], show: Callable[[Any], dict[str, Any]]) -> Any:
        def answer(request: HttpRequest) -> HttpResponse:
            """A report and the question above it. Raises PermissionDenied."""
            if not self.may_see(request):
                raise PermissionDenied
            question = form(request.GET)
            is_asked = not form.needs_words or bool(request.GET)
            report = question.answer if is_asked and question.is_valid() else None
            if report:
                # The days that were taken where none were asked for.
                question.data = {**request.GET.dict(), **shown.days(report)}
            context = {
                **self.admin_site.each_context(request),
                "title": title,
                "question": question if is_asked else form(),
                "report": report,
                **(show(report) if report else {}),
            }
            status = 400 if is_asked and report is None else 200
            return TemplateResponse(request, f"admin/billing/{name}.html", context, status=status)

        return path(f"{name}/", self.admin_site.admin_view(answer), name=f"billing_{name}_changelist")
