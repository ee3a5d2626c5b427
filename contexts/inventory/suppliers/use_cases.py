"""What is done with suppliers."""

from datetime import datetime

from django.conf import settings

from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.suppliers import domain, dto, models, queries, statements
from contexts.inventory.suppliers.errors import SupplierNotFound, SupplierTaken
from gotuto import audit_log
from gotuto.db import unique, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import Sku, SupplierId, new_id
from gotuto.money import Money


@unit_of_work
def create_supplier(
    *, name: str, code: str = "", email: str = "", currency: str = "", lead_time_days: int = 0, now: datetime
) -> dto.Supplier:
    """Add one from whom goods are bought; without a code it is called by its name, without a currency it is paid in the shop's.

    Raises SupplierInvalid, SupplierTaken, UnknownCurrency, CurrencyWithdrawn.
    """
    currency = currency or settings.GOTUTO_CURRENCY
    domain.check(name=name, currency=currency, lead_time_days=lead_time_days)
    wanted = domain.checked_code(code) if code else domain.code_of(name)
    row = models.Supplier(
        id=new_id(),
        code=wanted,
        name=name,
        email=email,
        currency=currency,
        lead_time_days=lead_time_days,
        created_at=now,
        updated_at=now,
    )
    with unique(SupplierTaken(supplier=wanted)):
        row.save(force_insert=True)
    audit_log.record("supplier_created", supplier=wanted)
    return row.to_dto()


@unit_of_work
def update_supplier(
    *,
    supplier_id: SupplierId,
    name: str | None = None,
    email: str | None = None,
    lead_time_days: int | None = None,
    is_archived: bool | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Supplier:
    """Change what is given; of one that is archived nothing more is bought. Raises SupplierNotFound, SupplierInvalid, Stale."""
    row = models.Supplier.objects.select_for_update(no_key=True).filter(id=supplier_id).first()
    if row is None:
        raise SupplierNotFound(supplier_id=supplier_id)
    check_version(expected=expected_version, actual=row.version)
    changed = set_changed(row, name=name, email=email, lead_time_days=lead_time_days)
    domain.check(name=row.name, currency=row.currency, lead_time_days=row.lead_time_days)
    turns = is_archived is not None and is_archived != (row.archived_at is not None)
    if turns:
        row.archived_at = now if is_archived else None
        audit_log.record("supplier_archived" if is_archived else "supplier_restored", supplier=row.code)
    if changed or turns:
        save_next_version(row, now=now)
    return row.to_dto()


@unit_of_work
def put_supplier_good(
    *,
    supplier_id: SupplierId,
    sku: Sku,
    cost: Money,
    supplier_sku: str = "",
    pack_size: int = 1,
    is_preferred: bool | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.SupplierGood:
    """Say what a supplier has of a SKU; the first who has it is preferred, until another one is.

    Raises SupplierNotFound, SupplierArchived, SupplierGoodInvalid, SkuUnknown, Stale.
    """
    supplier = queries.get_supplier(supplier_id=supplier_id)
    domain.check_open(supplier)
    domain.check_cost(cost, currency=supplier.currency)
    domain.check_pack(pack_size)
    if sku not in stock.lock_free([sku]):
        raise SkuUnknown(sku=sku)
    known = queries.goods_of(supplier_id=supplier_id, skus=[sku]).get(sku)
    check_version(expected=expected_version, actual=known.version if known else 0)
    if is_preferred is None:
        is_preferred = not statements.has_other_preferred(sku, supplier_id)
    good = dto.SupplierGood(
        id=new_id(),
        supplier_id=supplier_id,
        sku=sku,
        supplier_sku=supplier_sku,
        cost=cost,
        pack_size=pack_size,
        is_preferred=is_preferred,
        version=1,
    )
    statements.put(good, now=now)
    return queries.get_supplier_good(supplier_id=supplier_id, sku=sku)


@unit_of_work
def remove_supplier_good(*, supplier_id: SupplierId, sku: Sku, expected_version: ExpectedVersion = None) -> None:
    """A supplier does not have a SKU any more. Raises SupplierGoodNotFound, Stale."""
    stock.lock_free([sku])
    known = queries.get_supplier_good(supplier_id=supplier_id, sku=sku)
    check_version(expected=expected_version, actual=known.version)
    models.SupplierGood.objects.filter(id=known.id).delete()
