"""Statements about the goods of suppliers; whoever calls them holds the row of the SKU."""

from contexts.inventory.suppliers.dto import SupplierGood
from gotuto.db import execute, fetch_all
from gotuto.ids import Sku, SupplierId

_PREFERRED = "SELECT EXISTS (SELECT FROM inventory_suppliergood WHERE sku = %s AND is_preferred AND supplier_id <> %s)"

_PREFER_OTHER = """
UPDATE inventory_suppliergood SET is_preferred = false, version = version + 1
WHERE sku = %s AND is_preferred AND supplier_id <> %s
"""

_PUT = """
INSERT INTO inventory_suppliergood
    (id, supplier_id, sku, supplier_sku, cost_amount, pack_size, is_preferred, updated_at)
VALUES (%(id)s, %(supplier)s, %(sku)s, %(supplier_sku)s, %(cost)s, %(pack_size)s, %(is_preferred)s, %(now)s)
ON CONFLICT (supplier_id, sku) DO UPDATE
SET supplier_sku = excluded.supplier_sku, cost_amount = excluded.cost_amount, pack_size = excluded.pack_size,
    is_preferred = excluded.is_preferred, version = inventory_suppliergood.version + 1,
    updated_at = excluded.updated_at
"""


def has_other_preferred(sku: Sku, supplier_id: SupplierId) -> bool:
    """Whether a SKU is bought of another supplier, unless somebody says otherwise."""
    ((found,),) = fetch_all(_PREFERRED, [sku, supplier_id])
    return bool(found)


def put(good: SupplierGood, *, now: object) -> None:
    """Write what a supplier has of a SKU; where it is preferred, no other one is any more."""
    if good.is_preferred:
        execute(_PREFER_OTHER, [good.sku, good.supplier_id])
    told = {"id": good.id, "supplier": good.supplier_id, "sku": good.sku, "supplier_sku": good.supplier_sku}
    more = {"cost": good.cost.amount, "pack_size": good.pack_size, "is_preferred": good.is_preferred, "now": now}
    execute(_PUT, {**told, **more})
