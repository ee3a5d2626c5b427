"""What the catalogue refuses about products."""

from gotuto.errors import Conflict, Malformed, NotFound, Refused
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money


class UnknownCategory(Refused):
    """A product was to be put into a category that does not exist."""

    code = "catalog.unknown_category"
    field = "category_id"
    text = "There is no category {category_id}. Choose one from the list of categories."
    category_id: CategoryId


class ProductNotFound(NotFound):
    """There is no such product, or none that the asker may see."""

    code = "catalog.product_not_found"
    text = "There is no product {wanted}."
    product_id: ProductId | None = None
    sku: Sku | None = None

    @property
    def wanted(self) -> Sku | ProductId | None:
        return self.sku or self.product_id


class ProductNotForSale(Conflict):
    """The product exists but cannot be bought, or not in this currency."""

    code = "catalog.product_not_for_sale"
    text = "{sku} is not for sale {meant}."
    sku: Sku
    currency: str | None = None

    @property
    def meant(self) -> str:
        return f"in {self.currency}" if self.currency else "at present"


class SkuTaken(Conflict):
    """Another product has this SKU, or had it before it was deleted."""

    code = "catalog.sku_taken"
    field = "sku"
    text = "{sku} already names a product, perhaps one that was deleted: a SKU is never used again."
    sku: Sku


class SkuFixed(Refused):
    """A product was to get another SKU."""

    code = "catalog.sku_fixed"
    field = "sku"
    text = "Stock, orders and invoices know this product as {sku}. Make a new product for other goods."
    sku: Sku


class InvalidSku(Malformed):
    """The text cannot be a SKU."""

    field = "sku"
    text = "{given!r} is not a SKU: 1 to 64 letters, digits, dots, dashes or underscores, and no dot at the beginning."
    given: str


class PriceNotPositive(Refused):
    """A price must be more than nothing."""

    code = "catalog.price_not_positive"
    field = "price"
    text = "A price must be greater than zero, not {price}."
    price: Money
