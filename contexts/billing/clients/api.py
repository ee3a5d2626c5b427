"""Clients over HTTP."""

from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.clients import dto, queries, use_cases
from gotuto.address import Address
from gotuto.http import Endpoint, ListQuery, again, has_role, if_match, may_see, operation
from gotuto.ids import ClientId
from gotuto.paging import Page
from gotuto.roles import Role
from gotuto.text.email_address import EmailAddress

_READERS = may_see("billing.client")
_WRITERS = has_role(Role.BILLING)


class ClientBody(TypedDict):
    name: Annotated[str, Meta(max_length=200)]
    email: Annotated[EmailAddress, Meta(max_length=254)]
    phone: NotRequired[Annotated[str, Meta(max_length=40)]]
    address: NotRequired[Address]
    vat_id: NotRequired[
        Annotated[str | None, Meta(max_length=40, description="In any way of writing; null or an empty text for none.")]
    ]
    invoices_by_mail: NotRequired[
        Annotated[bool, Meta(description="Whether each invoice is mailed as soon as its document is there.")]
    ]


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
    """The body as the use cases take it, where leaving a VAT id out and taking it away are not the same."""
    return {**body, "vat_id": body["vat_id"] or ""} if "vat_id" in body else body


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
        """Change what is given; an address is replaced as a whole. Issued invoices keep what they say."""
        return use_cases.update_client(
            client_id=ClientId(client_id), **_given(body), expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, client_id: UUID) -> None:
        """Delete a client who never got an invoice."""
        use_cases.delete_client(client_id=ClientId(client_id), expected_version=if_match(request), now=timezone.now())
