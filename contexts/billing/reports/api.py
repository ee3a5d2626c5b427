"""Reports over HTTP, for staff who declare taxes."""

from datetime import date
from typing import Annotated, NotRequired, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.reports import dto, queries
from gotuto.http import Endpoint, may_see, operation

# `from` is a word of Python, so that this is no class.
VatReportQuery = TypedDict(
    "VatReportQuery",
    {
        "from": NotRequired[
            Annotated[
                date, Meta(description="The first day, by the date of the documents; the last full month without.")
            ]
        ],
        "to": NotRequired[Annotated[date, Meta(description="The last day; the end of the month of `from` without.")]],
        "legal_entity": NotRequired[Annotated[str, Meta(max_length=16, description="Only this seller, such as main.")]],
    },
)


class VatReport(Endpoint):
    @operation(allow=may_see("billing.legalentity"), returns=dto.VatReport)
    def get(self, request: Request, *, query: VatReportQuery) -> dto.VatReport:
        """Value added tax by return, country, category and rate, and how much of the 10,000 EUR of article 59c was sold."""
        return queries.vat_report(
            first=query.get("from"), last=query.get("to"), legal_entity=query.get("legal_entity"), now=timezone.now()
        )
