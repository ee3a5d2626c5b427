"""Availability over HTTP: everybody may know what can be bought."""

from typing import Annotated, TypedDict

from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.availability import dto, use_cases
from gotuto.http import PUBLIC, Endpoint, operation
from gotuto.ids import Sku

MOST_SKUS = 500
# What is free is decided when an order reserves it; until then it is a hint.
_AVAILABILITY_SECONDS = 5


class AvailabilityQuery(TypedDict):
    sku: Annotated[
        list[Sku],
        Meta(min_length=1, max_length=MOST_SKUS, description="Repeat it for several: ?sku=A&sku=B"),
    ]


class Availability(Endpoint):
    @operation(allow=PUBLIC, returns=dto.Availabilities, max_age=_AVAILABILITY_SECONDS)
    def get(self, request: Request, *, query: AvailabilityQuery) -> dto.Availabilities:
        """How many pieces of each SKU can be bought now; one that nobody knows, or that is not for sale, is not available."""
        return dto.Availabilities(results=use_cases.availability(skus=query["sku"]))
