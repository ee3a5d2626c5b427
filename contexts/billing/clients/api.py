"""Clients over HTTP."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from contexts.billing.clients import dto, queries, use_cases
from gotuto.http import STAFF, Endpoint, Input, PageQuery, has_role, if_match, operation
from gotuto.http.fields import AddressField
from gotuto.ids import ClientId
from gotuto.paging import Page
from gotuto.roles import Role

_WRITERS = has_role(Role.BILLING)


class ClientBody(Input):
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    address = AddressField(required=False)


class ClientQuery(PageQuery):
    email = serializers.EmailField(required=False, help_text="Upper and lower case are the same.")


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


def _client_now(client_id: UUID, request: Request) -> dto.Client:
    return queries.get_client(client_id=ClientId(client_id))


class Clients(Endpoint):
    @operation(allow=STAFF, query=ClientQuery, returns=Page[dto.Client])
    def get(self, request: Request, *, query: ClientQuery) -> Page[dto.Client]:
        """Clients by name."""
        return queries.list_clients(filters=dto.ClientFilter(**query.filters), page=query.page)

    @operation(allow=_WRITERS, body=ClientBody, returns=dto.Client, status=201, replay=_client_now, example=_CLIENT)
    def post(self, request: Request, *, body: dict[str, Any]) -> dto.Client:
        """Enter a client by hand; customers and buyers become clients by themselves."""
        return use_cases.create_client(**body, now=timezone.now())


class Client(Endpoint):
    @operation(allow=STAFF, returns=dto.Client)
    def get(self, request: Request, *, client_id: UUID) -> dto.Client:
        """One client."""
        return queries.get_client(client_id=ClientId(client_id))

    @operation(allow=_WRITERS, body=ClientBody, returns=dto.Client, example={"phone": "+44 20 7946 0000"})
    def patch(self, request: Request, *, client_id: UUID, body: dict[str, Any]) -> dto.Client:
        """Change what is given; an address is replaced as a whole. Issued invoices keep what they say."""
        return use_cases.update_client(
            client_id=ClientId(client_id), **body, expected_version=if_match(request), now=timezone.now()
        )

    @operation(allow=_WRITERS)
    def delete(self, request: Request, *, client_id: UUID) -> None:
        """Delete a client who never got an invoice."""
        use_cases.delete_client(client_id=ClientId(client_id), expected_version=if_match(request), now=timezone.now())
