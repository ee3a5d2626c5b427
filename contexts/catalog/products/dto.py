"""Products as plain data."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from contexts.catalog.categories.dto import SLUG_LENGTH, CategoryRef
from gotuto.filters import Range
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass

SEARCH_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class Product:
    """A product as the shop shows it; the price is gross."""

    id: ProductId
    sku: Sku
    name: str
    slug: str
    description: str
    price: Money
    tax_class: TaxClass
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
                "errors are forgiven. The most relevant come first unless `ordering` says otherwise, at most 300 of them.",
            ),
        ]
        | None
    ) = None
    sku: Annotated[Sku, Meta(description="Upper and lower case are the same.")] | None = None
    slug: Annotated[str, Meta(max_length=SLUG_LENGTH)] | None = None
    is_active: Annotated[bool, Meta(description="For staff; others see what is for sale.")] | None = None
    price: Range[Decimal] | None = None
    updated_since: datetime | None = None
