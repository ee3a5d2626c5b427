"""Questions about purchase orders."""

from django.db.models import Exists, OuterRef, Q

from contexts.inventory.purchasing import dto, models
from contexts.inventory.purchasing.errors import PurchaseOrderNotFound
from gotuto.db.listing import Listing
from gotuto.ids import PurchaseOrderId, Sku
from gotuto.paging import Page, PageRequest


def _with_sku(sku: Sku) -> Q:
    return Q(Exists(models.PurchaseLine.objects.filter(order=OuterRef("pk"), item__sku=sku)))


PURCHASE_ORDERS = Listing(
    filters=dto.PurchaseFilter,
    orderings={"created_at": "created_at"},
    default="-created_at",
    special={"sku": _with_sku},
)
_ROWS = models.PurchaseOrder.objects.select_related("supplier", "location").prefetch_related("lines")


def list_purchase_orders(*, filters: dto.PurchaseFilter, page: PageRequest) -> Page[dto.PurchaseOrder]:
    """Purchase orders, the latest first. Raises InvalidCursor, UnknownOrdering."""
    return PURCHASE_ORDERS.page(_ROWS.all(), filters=filters, page=page, to_dto=models.PurchaseOrder.to_dto)


def get_purchase_order(*, purchase_order_id: PurchaseOrderId) -> dto.PurchaseOrder:
    """One purchase order. Raises PurchaseOrderNotFound."""
    row = _ROWS.filter(id=purchase_order_id).first()
    if row is None:
        raise PurchaseOrderNotFound(purchase_order_id=purchase_order_id)
    return row.to_dto()
