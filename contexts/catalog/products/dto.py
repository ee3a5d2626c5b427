"""Products as plain data."""

from dataclasses import dataclass

from contexts.catalog.categories.dto import CategoryRef
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product as the shop shows it; the price is gross."""

    id: ProductId
    sku: Sku
    name: str
    slug: str
    description: str
    price: Money
    category: CategoryRef
    is_active: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class PricedProduct:
    """What an order must remember of a product that it sells."""

    product_id: ProductId
    sku: Sku
    name: str
    unit_price: Money
    category_id: CategoryId


@dataclass(frozen=True, kw_only=True)
class ProductFilter:
    """Which products a list shows: of a category (by slug) and all below it, with each searched word, for sale or not."""

    category: str | None = None
    search: str | None = None
    is_active: bool | None = None
