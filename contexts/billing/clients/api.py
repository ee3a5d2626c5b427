"""Clients over HTTP."""

from dataclasses import dataclass
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.clients import dto, queries, use_cases
from contexts.billing.sellers.dto import Language
from gotuto.address import Address
from gotuto.http import Endpoint, ListQuery, again, has_role, if_match, may_see, operation
from gotuto.http.fields import CurrencyCode
from gotuto.ids import ClientId
from gotuto.money import Money
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text.email_address import EmailAddress

_READERS = may_see("billing.client")
_WRITERS = has_role(Role.BILLING)


class ClientBody(TypedDict):
    name: Annotated[str, Meta(max_length=200)]
    email: Annotated[EmailAddress, Meta(max_length=254)]
    phone: NotRequired[Annotated[str, Meta(max_length=40)]]
    address: NotRequired[Address | None]
    vat_id: NotRequired[
        Annotated[str | None, Meta(max_length=40, description="In any way of writing; null or an empty text for none.")]
    ]
    invoices_by_mail: NotRequired[
        Annotated[bool, Meta(description="Whether each invoice is mailed as soon as its document is there.")]
    ]
    language: NotRequired[Annotated[Language | None, Meta(description="Of the documents; null for the seller's.")]]
    terms_days: NotRequired[
        Annotated[int | None, Meta(ge=0, le=365, description="Within how many days to pay; null for the seller's.")]
    ]
    currency: NotRequired[CurrencyCode | None]
    on_hold: NotRequired[Annotated[bool, Meta(description="Nothing new is invoiced to whoever is on hold.")]]
    hold_reason: NotRequired[Annotated[str, Meta(max_length=300)]]
    credit_limit: NotRequired[
        Annotated[Money | None, Meta(description="The most that they may owe, in their currency; null for no limit.")]
    ]


@dataclass(frozen=True)
class MergeBody:
    """Who the client is."""

    into_client_id: ClientId


_CLIENT = {
    "name": "Ada Lovelace",
    "email": "ada@example.com",
    "address": {
        "name": "Ada Lovelace",
        "line1": "12 St James's Square",
        "postal_code": "SW1Y 4JH",
        "city": "London",
        "country": "GB",
    },
}


def _given(body: ClientBody) -> Any:
    """The body as the use cases take it: what has no value of its own for "none" is an empty text then."""
    empty = {name: "" for name in ("vat_id", "language", "currency") if name in body and not body[name]}
    return {**body, **empty}


class Clients(Endpoint):
    @operation(allow=_READERS, listing=queries.CLIENTS, returns=Page[dto.Client])
    def get(self, request: Request, *, query: ListQuery[dto.ClientFilter]) -> Page[dto.Client]:
        """Clients by name."""
        return queries.list_clients(filters=query.filters, page=query.page)

    @operation(allow=_WRITERS, returns=dto.Client, status=201, replay=again(queries.get_client), example=_CLIENT)
    def post(self, request: Request, *, body: ClientBody) -> dto.Client:
        """Enter a client by hand; customers and buyers become clients by themselves."""
        return use_cases.create_client(**_given(body), now=timezone.now())


class Client(Endpoint):
    @operation(allow=_READERS, returns=dto.Client)
    def get(self, request: Request, *, client_id: UUID) -> dto.Client:
        """One client."""
        return queries.get_client(client_id=ClientId(client_id))

    @operation(allow=_WRITERS, returns=dto.Client, example={"phone": "+44 20 7946 0000"})
    def patch(self, request: Request, *, client_id: UUID, body: ClientBody) -> dto.Client:
        """Change what is given, and clear it with null; an address is replaced as a whole. Issued invoices keep what they say."""
        return use_cases.update_client(
            client_id=ClientId(client_id), **_given(body), expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, client_id: UUID) -> None:
        """Delete a client who never got an invoice."""
        use_cases.delete_client(client_id=ClientId(client_id), expected_version=if_match(request), now=timezone.now())


class Merging(Endpoint):
    @operation(
        allow=_WRITERS,
        returns=dto.Client,
        replay=again(queries.get_client),
        example={"into_client_id": "0199d0a4-1c5e-7000-8000-000000000001"},
    )
    def post(self, request: Request, *, client_id: UUID, body: MergeBody) -> dto.Client:
        """Give all invoices of a client to another one who is the same, and answer with that one; both ids stay findable."""
        return use_cases.merge_clients(client_id=ClientId(client_id), into=body.into_client_id, now=timezone.now())
