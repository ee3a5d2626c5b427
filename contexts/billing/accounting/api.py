"""Accounting over HTTP: the file for the tax adviser, and closed periods."""

from datetime import date
from typing import Annotated, NotRequired, TypedDict

from django.http import FileResponse
from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.accounting import reading, use_cases
from contexts.billing.periods import dto
from contexts.billing.periods.queries import PERIODS, list_periods
from gotuto.http import Endpoint, ListQuery, acting, has_role, may_see, operation
from gotuto.paging import Page
from gotuto.roles import Role

_SEEN = may_see("billing.legalentity")
_Code = Annotated[str, Meta(max_length=16, description="Of the seller, such as main.")]
_CSV = "text/csv; charset=windows-1252"

# `from` is a word of Python, so that this is no class.
DatevQuery = TypedDict(
    "DatevQuery",
    {
        "from": NotRequired[Annotated[date, Meta(description="The first day; that of the last full month without.")]],
        "to": NotRequired[Annotated[date, Meta(description="The last day; the end of the month of `from` without.")]],
        "legal_entity": NotRequired[_Code],
    },
)


class ClosingBody(TypedDict):
    """Which days to close."""

    legal_entity: _Code
    last: Annotated[date, Meta(description="The last day; it has been over for an hour.")]
    first: NotRequired[
        Annotated[date, Meta(description="Only of the first period: the day after the last one's end, or its month.")]
    ]


class DatevFile(Endpoint):
    @operation(allow=_SEEN, files={"csv": "text/csv"})
    def get(self, request: Request, *, query: DatevQuery) -> FileResponse:
        """The bookings of a seller as a DATEV batch (EXTF 700, category 21): a file of Windows-1252.

        A closed period is the same bytes each time. `X-Replaced` counts texts with characters that the format lacks,
        `X-Left-Out` what was booked in other currencies than EUR and is not in the file.
        """
        return _written(query)


class ClosedPeriods(Endpoint):
    @operation(allow=_SEEN, listing=PERIODS, returns=Page[dto.ClosedPeriod])
    def get(self, request: Request, *, query: ListQuery[dto.PeriodFilter]) -> Page[dto.ClosedPeriod]:
        """Closed periods of all sellers, the latest first."""
        return list_periods(filters=query.filters, page=query.page)

    @operation(
        allow=has_role(Role.BILLING),
        returns=dto.ClosedPeriod,
        status=201,
        example={"legal_entity": "main", "last": "2026-01-31"},
    )
    def post(self, request: Request, *, body: ClosingBody) -> dto.ClosedPeriod:
        """Close the books of a seller up to a day, for good; the same day twice closes once."""
        return use_cases.close_period(**body, actor=acting(request), now=timezone.now())


def _written(query: DatevQuery) -> FileResponse:
    file, done = reading.datev_file(
        first=query.get("from"), last=query.get("to"), legal_entity=query.get("legal_entity"), now=timezone.now()
    )
    headers = {"X-Replaced": str(done.replaced), "X-Left-Out": str(done.left_out)}
    return FileResponse(file, as_attachment=True, filename=done.name, content_type=_CSV, headers=headers)
