"""What the catalogue refuses about products."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import CategoryId, ProductId, Sku


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


class ProductNotArchived(Conflict):
    """Only what has left the catalogue comes back."""

    code = "catalog.product_not_archived"
    text = "{sku} is in the catalogue. Put it on sale if nobody can buy it."
    sku: Sku


class CategoryGone(Conflict):
    """The category in which an archived product stood is not there any more."""

    code = "catalog.category_gone"
    field = "category_id"
    text = "The category in which {sku} stood is not there any more. Say where it is to stand."
    sku: Sku


class SkuFixed(Refused):
    """A product was to get another SKU."""

    code = "catalog.sku_fixed"
    field = "sku"
    text = "Stock, orders and invoices know this product as {sku}. Make a new product for other goods."
    sku: Sku


class SkuMissing(Refused):
    """What is sold has a SKU and a price."""

    code = "catalog.sku_missing"
    field = "sku"
    text = "Give a sku and a price, or options and variants that have them."


class PricesOfVariants(Refused):
    """A product with variants has no price and no measures of its own."""

    code = "catalog.prices_of_variants"
    field = "price"
    text = "A product with options has no price, GTIN or measures of its own: each of its variants has them."
