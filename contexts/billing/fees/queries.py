"""Questions about fees."""

from contexts.billing.fees import dto, models
from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.errors import FeeNotFound
from gotuto.db.listing import Listing
from gotuto.ids import FeeId, InvoiceId
from gotuto.money import Money, total
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


def open_fees(*, invoice_id: InvoiceId, currency: str) -> Money:
    """What is claimed still beside an invoice, in its currency."""
    rows = models.Fee.objects.filter(invoice_id=invoice_id, currency=currency, state=FeeState.OPEN)
    return total((row.claim().open for row in rows), currency)


def get_fee(*, fee_id: FeeId) -> dto.Fee:
    """One fee. Raises FeeNotFound."""
    row = models.Fee.objects.select_related("invoice").filter(pk=fee_id).first()
    if row is None:
        raise FeeNotFound(fee_id=fee_id)
    return row.to_dto()
