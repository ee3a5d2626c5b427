"""What suppliers refuse."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import Sku, SupplierId


class SupplierNotFound(NotFound):
    """There is no such supplier."""

    code = "inventory.supplier_not_found"
    text = "There is no supplier {supplier_id}. GET /suppliers/ lists them."
    supplier_id: SupplierId


class SupplierInvalid(Refused):
    """What is said of a supplier cannot be right."""

    code = "inventory.supplier_invalid"
    text = "{where}: {why}"
    where: str
    why: str


class SupplierTaken(Conflict):
    """Another supplier has this code."""

    code = "inventory.supplier_taken"
    text = "There is a supplier {supplier} already. Change that one, or take another code."
    supplier: str


class SupplierArchived(Conflict):
    """Nothing more is bought of a supplier that is archived."""

    code = "inventory.supplier_archived"
    text = "The supplier {supplier} is archived. Restore it with is_archived false, or choose another one."
    supplier: str


class SupplierGoodNotFound(NotFound):
    """The supplier does not have this SKU."""

    code = "inventory.supplier_good_not_found"
    text = "This supplier has no {sku}. PUT /suppliers/{supplier_id}/goods/{sku}/ says what it costs there."
    supplier_id: SupplierId
    sku: Sku


class SupplierGoodInvalid(Refused):
    """What is said of goods of a supplier cannot be right."""

    code = "inventory.supplier_good_invalid"
    text = "{where}: {why}"
    where: str
    why: str
