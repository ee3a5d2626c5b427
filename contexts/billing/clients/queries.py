"""Questions about clients."""

from django.db.models import Q

from contexts.billing.clients import dto, models
from contexts.billing.clients.errors import ClientNotFound
from gotuto.db import fetch
from gotuto.db.listing import Listing
from gotuto.ids import ClientId
from gotuto.paging import Page, PageRequest
from gotuto.text.email_address import spellings

CLIENTS = Listing(
    filters=dto.ClientFilter,
    orderings={"name": "name", "created_at": "created_at"},
    default="name",
    special={"email": lambda email: Q(email__in=spellings(email))},
)


def get_client(*, client_id: ClientId) -> dto.Client:
    """One client. Raises ClientNotFound."""
    return fetch(models.Client, client_id, missing=lambda: ClientNotFound(client_id=client_id)).to_dto()


def list_clients(*, filters: dto.ClientFilter, page: PageRequest) -> Page[dto.Client]:
    """Clients by name. Raises InvalidCursor, UnknownOrdering."""
    return CLIENTS.page(models.Client.objects.all(), filters=filters, page=page, to_dto=models.Client.to_dto)
