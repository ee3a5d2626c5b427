"""Locations over HTTP."""

from typing import Annotated, NotRequired, TypedDict

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.inventory.locations import dto, queries, use_cases
from contexts.inventory.locations.domain import MOST_PRIORITY, NAME_LENGTH
from gotuto.address import Address
from gotuto.http import Endpoint, again, has_role, if_match, may_see, operation
from gotuto.ids import LocationId
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text.codes import CODE_LENGTH

_READERS = may_see("inventory.location")
_KEEPERS = has_role(Role.STOCK)

_Priority = Annotated[
    int, Meta(ge=0, le=MOST_PRIORITY, description="Orders are served from the smallest first; the main location has 0.")
]


class LocationBody(TypedDict):
    name: Annotated[str, Meta(max_length=NAME_LENGTH)]
    code: NotRequired[
        Annotated[
            str,
            Meta(
                max_length=CODE_LENGTH,
                description="Never changes; made of the name if none is given.",
                extra_json_schema={"format": "code"},
            ),
        ]
    ]
    priority: NotRequired[_Priority]
    address: NotRequired[Address | None]


class LocationChanges(TypedDict):
    name: NotRequired[Annotated[str, Meta(max_length=NAME_LENGTH)]]
    priority: NotRequired[_Priority]
    address: NotRequired[Address]
    is_closed: NotRequired[Annotated[bool, Meta(description="Where stock lies, nothing is closed.")]]


_SHOP = {
    "code": "HAMBURG",
    "name": "Shop in Hamburg",
    "priority": 10,
    "address": {
        "name": "Tea Trading GmbH",
        "line1": "Speicherstraße 7",
        "postal_code": "20457",
        "city": "Hamburg",
        "country": "DE",
    },
}


def _known(location_id: LocationId) -> dto.Location:
    return queries.get_location(location=str(location_id))


class Locations(Endpoint):
    @operation(allow=_READERS, returns=Page[dto.Location])
    def get(self, request: Request) -> Page[dto.Location]:
        """Where stock lies, in the order in which orders are served from it; `MAIN` is always there."""
        return queries.list_locations()

    @operation(allow=_KEEPERS, returns=dto.Location, status=201, replay=again(_known), example=_SHOP)
    def post(self, request: Request, *, body: LocationBody) -> dto.Location:
        """Open a place with shelves of its own."""
        return use_cases.create_location(**body, now=timezone.now())


class Location(Endpoint):
    @operation(allow=_READERS, returns=dto.Location)
    def get(self, request: Request, *, location: str) -> dto.Location:
        """One location, by its code or its id."""
        return queries.get_location(location=location)

    @operation(allow=_KEEPERS, returns=dto.Location, example={"priority": 20})
    def patch(self, request: Request, *, location: str, body: LocationChanges) -> dto.Location:
        """Change what is given, close a location where nothing lies any more, or open it again."""
        return use_cases.update_location(
            location=location, **body, expected_version=if_match(request), now=timezone.now()
        )
