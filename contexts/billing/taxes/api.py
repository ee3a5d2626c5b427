"""Rates of value added tax over HTTP; they are law, and for everybody to read."""

from datetime import date
from typing import Annotated, NotRequired, TypedDict

from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.taxes import dto, queries
from gotuto.http import PUBLIC, Endpoint, operation
from gotuto.http.fields import CountryCode

# They change by a release only.
_SECONDS = 3600


class TaxRatesQuery(TypedDict):
    """Which rates to show."""

    country: NotRequired[
        Annotated[CountryCode, Meta(description="ISO 3166-1 alpha-2, with its regions; XI is Northern Ireland.")]
    ]
    on: NotRequired[Annotated[date, Meta(description="Only those in force on this day.")]]


class TaxRates(Endpoint):
    @operation(allow=PUBLIC, returns=dto.TaxRates, max_age=_SECONDS)
    def get(self, request: Request, *, query: TaxRatesQuery) -> dto.TaxRates:
        """Rates of value added tax by country, class and day, each with its source and the day on which it was looked up."""
        return queries.list_tax_rates(**query)
