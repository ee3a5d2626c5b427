"""What the catalogue refuses about products."""

from gotuto.errors import Conflict, Malformed, NotFound, Refused
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money


class UnknownCategory(Refused):
    """A product was to be put into a category that does not exist."""

    code = "catalog.unknown_category"
    field = "category_id"

    def __init__(self, *, category_id: CategoryId) -> None:
        super().__init__(f"There is no category {category_id}. Choose one from the list of categories.")


class ProductNotFound(NotFound):
    """There is no such product, or none that the asker may see."""

    code = "catalog.product_not_found"

    def __init__(self, *, product_id: ProductId | None = None, sku: Sku | None = None) -> None:
        super().__init__(f"There is no product {sku or product_id}.")


class ProductNotForSale(Conflict):
    """The product exists but cannot be bought, or not in this currency."""

    code = "catalog.product_not_for_sale"

    def __init__(self, *, sku: Sku, currency: str | None = None) -> None:
        super().__init__(f"{sku} is not for sale{f' in {currency}' if currency else ' at present'}.")


class SkuTaken(Conflict):
    """Another product has this SKU, or had it before it was deleted."""

    code = "catalog.sku_taken"
    field = "sku"

    def __init__(self, *, sku: Sku) -> None:
        super().__init__(f"{sku} already names a product, perhaps one that was deleted: a SKU is never used again.")


class SkuFixed(Refused):
    """A product was to get another SKU."""

    code = "catalog.sku_fixed"
    field = "sku"

    def __init__(self, *, sku: Sku) -> None:
        super().__init__(f"Stock, orders and invoices know this product as {sku}. Make a new product for other goods.")


class InvalidSku(Malformed):
    """The text cannot be a SKU."""

    field = "sku"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text[:80]!r} is not a SKU: 1 to 64 letters, digits, dots, dashes or underscores.")


class PriceNotPositive(Refused):
    """A price must be more than nothing."""

    code = "catalog.price_not_positive"
    field = "price"

    def __init__(self, *, price: Money) -> None:
        super().__init__(f"A price must be greater than zero, not {price}.")
