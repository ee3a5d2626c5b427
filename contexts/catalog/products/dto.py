"""Products as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Option:
    """What a buyer chooses, such as a size, and the values that there are."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What it weighs and how large it is, packed, in grams and millimetres; what nobody has measured is null."""

    weight_grams: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None


@dataclass(frozen=True, kw_only=True)
class Variant(Measures):
    """What is bought: one value of each option, under a SKU of its own; the price is gross."""

    sku: Sku
    name: str
    options: dict[str, str]
    price: Money
    gtin: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class NewVariant(Measures):
    """A variant as somebody enters it."""

    sku: str
    options: Mapping[str, str] = field(default_factory=dict)
    price: Money
    gtin: str = ""
    is_active: bool = True


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


@dataclass(frozen=True, kw_only=True)
class ProductDetail(Product):
    """A product with all that can be bought of it; without options that is one variant, the product itself."""

    variants: tuple[Variant, ...]


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
    sku: (
        Annotated[
            Sku, Meta(description="Of the product, or of one of its variants. Upper and lower case are the same.")
        ]
        | None
    ) = None
    gtin: Annotated[str, Meta(max_length=14, description="Of the product, or of one of its variants.")] | None = None
    slug: Annotated[str, Meta(max_length=SLUG_LENGTH)] | None = None
    is_active: Annotated[bool, Meta(description="For staff; others see what is for sale.")] | None = None
    price: Range[Decimal] | None = None
    updated_since: datetime | None = None
