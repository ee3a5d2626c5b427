"""Products as plain data."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta

from contexts.catalog.categories.dto import SLUG_LENGTH, CategoryRef
from contexts.catalog.offers.dto import Image, Option, Variant
from gotuto.filters import Named, Range
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass

SEARCH_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product as lists show it; the price is gross, and of several variants that of the cheapest one which is for sale."""

    id: ProductId
    sku: Sku
    name: str
    slug: str
    description: str
    price: Money
    tax_class: TaxClass
    category: CategoryRef
    options: tuple[Option, ...]
    is_active: bool
    version: int
    images: Annotated[tuple[Image, ...], Meta(description="In their order; lists show the first only.")]
    compare_at_price: Money | None = None
    lowest_price_30_days: Money | None = None
    reduction_percent: int | None = None
    known_since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProductDetail(Product):
    """A product with all that can be bought of it; without options that is one variant, the product itself."""

    attributes: Annotated[dict[str, Any], Meta(description="By code, as the category declares them.")]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, kw_only=True)
class ArchivedProduct:
    """A product that has left the catalogue; orders, invoices and stock go on naming it."""

    id: ProductId
    sku: Sku
    name: str
    archived_at: datetime
    archived_from: CategoryId | None
    version: int


@dataclass(frozen=True, kw_only=True)
class PricedProduct:
    """What an order must remember of a product that it sells."""

    product_id: ProductId
    sku: Sku
    name: str
    unit_price: Money
    tax_class: TaxClass
    category_id: CategoryId


@dataclass(frozen=True, kw_only=True)
class ProductFilter:
    """Which products a list shows: of a category (by slug) and all below it, with each searched word, by SKU or slug."""

    category: (
        Annotated[str, Meta(max_length=SLUG_LENGTH, description="Slug of a category; everything below it is included.")]
        | None
    ) = None
    search: (
        Annotated[
            str,
            Meta(
                max_length=SEARCH_LENGTH,
                description="Words of SKU, name, keywords, description or category in any form, or how they begin; typing "
                "errors are forgiven. The most relevant come first unless `ordering` says otherwise, at most 100 of them.",
            ),
        ]
        | None
    ) = None
    sku: (
        Annotated[
            Sku, Meta(description="Of the product, or of one of its variants. Upper and lower case are the same.")
        ]
        | None
    ) = None
    gtin: Annotated[str, Meta(max_length=14, description="Of the product, or of one of its variants.")] | None = None
    slug: Annotated[str, Meta(max_length=SLUG_LENGTH)] | None = None
    is_active: Annotated[bool, Meta(description="For staff; others see what is for sale.")] | None = None
    in_stock: Annotated[bool, Meta(description="Whether any is left of it, or of one of its variants.")] | None = None
    price: Range[Decimal] | None = None
    currency: (
        Annotated[
            str,
            Meta(
                max_length=3,
                description="Shows what price lists ask in it; where none does, the price in the currency of the goods.",
            ),
        ]
        | None
    ) = None
    attr: Named | None = None
    updated_since: datetime | None = None
