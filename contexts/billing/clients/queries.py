"""Questions about clients."""

from contexts.billing.clients import dto, models
from contexts.billing.clients.errors import ClientNotFound
from gotuto.db import fetch, paginate
from gotuto.ids import ClientId
from gotuto.paging import Page, PageRequest


def get_client(*, client_id: ClientId) -> dto.Client:
    """One client. Raises ClientNotFound."""
    return fetch(models.Client, client_id, missing=lambda: ClientNotFound(client_id=client_id)).to_dto()


def list_clients(*, filters: dto.ClientFilter, page: PageRequest) -> Page[dto.Client]:
    """Clients by name; sorted by `name` or `created_at`."""
    rows = models.Client.objects.all()
    return paginate(
        rows.filter(email=filters.email.lower()) if filters.email else rows,
        page,
        orderings={"name": "name", "created_at": "created_at"},
        default="name",
        filters=filters,
        to_dto=models.Client.to_dto,
    )
