"""Questions about transfers."""

from django.db.models import Exists, OuterRef, Q

from contexts.inventory.transfers import dto, models
from contexts.inventory.transfers.errors import TransferNotFound
from gotuto.db.listing import Listing
from gotuto.ids import Sku, TransferId
from gotuto.paging import Page, PageRequest


def _with_sku(sku: Sku) -> Q:
    return Q(Exists(models.TransferLine.objects.filter(transfer=OuterRef("pk"), item__sku=sku)))


TRANSFERS = Listing(
    filters=dto.TransferFilter,
    orderings={"created_at": "created_at"},
    default="-created_at",
    special={"sku": _with_sku},
)
_ROWS = models.Transfer.objects.select_related("origin", "destination").prefetch_related("lines")


def list_transfers(*, filters: dto.TransferFilter, page: PageRequest) -> Page[dto.Transfer]:
    """Transfers, the latest first. Raises InvalidCursor, UnknownOrdering."""
    return TRANSFERS.page(_ROWS.all(), filters=filters, page=page, to_dto=models.Transfer.to_dto)


def get_transfer(*, transfer_id: TransferId) -> dto.Transfer:
    """One transfer. Raises TransferNotFound."""
    row = _ROWS.filter(id=transfer_id).first()
    if row is None:
        raise TransferNotFound(transfer_id=transfer_id)
    return row.to_dto()
