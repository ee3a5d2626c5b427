"""Questions about clients."""

from django.db.models import Q

from contexts.billing.clients import dto, models
from contexts.billing.clients.errors import ClientNotFound
from gotuto import search
from gotuto.db.listing import Listing
from gotuto.ids import ClientId
from gotuto.paging import Page, PageRequest
from gotuto.text.email_address import spellings


def _with_words(words: str) -> Q:
    return search.found(models.PEOPLE, words) or Q(pk__in=[])


CLIENTS = Listing(
    filters=dto.ClientFilter,
    orderings={"name": "name", "created_at": "created_at"},
    default="name",
    special={
        "search": _with_words,
        "email": lambda email: Q(email__in=spellings(email)),
        "email_proved": lambda is_proved: Q(email_proved_at__isnull=not is_proved),
    },
)


def get_client(*, client_id: ClientId) -> dto.Client:
    """One client. Raises ClientNotFound."""
    row = models.Client.objects.select_related("vat").filter(pk=client_id).first()
    if row is None:
        raise ClientNotFound(client_id=client_id)
    return row.to_dto()


def list_clients(*, filters: dto.ClientFilter, page: PageRequest) -> Page[dto.Client]:
    """Clients by name, without those who were merged into another. Raises InvalidCursor, UnknownOrdering."""
    rows = models.Client.objects.select_related("vat").filter(merged_into=None)
    return CLIENTS.page(rows, filters=filters, page=page, to_dto=models.Client.to_dto)
