"""Questions about fees."""

from contexts.billing.fees import dto, models
from contexts.billing.fees.errors import FeeNotFound
from gotuto.db.listing import Listing
from gotuto.ids import FeeId
from gotuto.paging import Page, PageRequest

FEES = Listing(
    filters=dto.FeeFilter,
    orderings={"created_at": "created_at"},
    default="-created_at",
    columns={"client_id": "invoice__client_id"},
)


def list_fees(*, filters: dto.FeeFilter, page: PageRequest) -> Page[dto.Fee]:
    """What is claimed for reminders, the latest first. Raises InvalidCursor, UnknownOrdering."""
    rows = models.Fee.objects.select_related("invoice")
    return FEES.page(rows, filters=filters, page=page, to_dto=models.Fee.to_dto)


def get_fee(*, fee_id: FeeId) -> dto.Fee:
    """One fee. Raises FeeNotFound."""
    row = models.Fee.objects.select_related("invoice").filter(pk=fee_id).first()
    if row is None:
        raise FeeNotFound(fee_id=fee_id)
    return row.to_dto()
