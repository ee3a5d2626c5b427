"""Questions about suppliers."""

from collections.abc import Sequence

from django.db.models import Q

from contexts.inventory.suppliers import dto, models
from contexts.inventory.suppliers.errors import SupplierGoodNotFound, SupplierNotFound
from gotuto.db.listing import Listing
from gotuto.ids import Sku, SupplierId
from gotuto.paging import Page, PageRequest


def _archived(is_archived: bool) -> Q:
    return Q(archived_at__isnull=not is_archived)


SUPPLIERS = Listing(
    filters=dto.SupplierFilter, orderings={"code": "code"}, default="code", special={"is_archived": _archived}
)
SUPPLIER_GOODS = Listing(
    filters=dto.SupplierGoodFilter, orderings={"sku": "item_id"}, default="sku", columns={"sku": "item_id"}
)
_GOODS = models.SupplierGood.objects.select_related("supplier")


def list_suppliers(*, filters: dto.SupplierFilter, page: PageRequest) -> Page[dto.Supplier]:
    """Suppliers by their code. Raises InvalidCursor, UnknownOrdering."""
    rows = models.Supplier.objects.all()
    return SUPPLIERS.page(rows, filters=filters, page=page, to_dto=models.Supplier.to_dto)


def get_supplier(*, supplier_id: SupplierId) -> dto.Supplier:
    """One supplier. Raises SupplierNotFound."""
    row = models.Supplier.objects.filter(id=supplier_id).first()
    if row is None:
        raise SupplierNotFound(supplier_id=supplier_id)
    return row.to_dto()


def list_supplier_goods(
    *, supplier_id: SupplierId, filters: dto.SupplierGoodFilter, page: PageRequest
) -> Page[dto.SupplierGood]:
    """What a supplier has, by SKU. Raises SupplierNotFound, InvalidCursor, UnknownOrdering."""
    rows = _GOODS.filter(supplier_id=supplier_id)
    found = SUPPLIER_GOODS.page(rows, filters=filters, page=page, to_dto=models.SupplierGood.to_dto, within=supplier_id)
    if not found.items:
        get_supplier(supplier_id=supplier_id)
    return found


def get_supplier_good(*, supplier_id: SupplierId, sku: Sku) -> dto.SupplierGood:
    """What a supplier has of a SKU. Raises SupplierGoodNotFound."""
    row = _GOODS.filter(supplier_id=supplier_id, item__sku=sku).first()
    if row is None:
        raise SupplierGoodNotFound(supplier_id=supplier_id, sku=sku)
    return row.to_dto()


def goods_of(*, supplier_id: SupplierId, skus: Sequence[Sku]) -> dict[Sku, dto.SupplierGood]:
    """What a supplier has of these SKUs; of one that it does not have, nothing is said."""
    rows = _GOODS.filter(supplier_id=supplier_id, item__sku__in=set(skus))
    return {Sku(row.item_id): row.to_dto() for row in rows}
