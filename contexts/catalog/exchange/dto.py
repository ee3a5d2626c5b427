"""What there is of the goods that a file names, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contexts.catalog.attributes.dto import Attribute
from contexts.catalog.offers.dto import Measures, Option
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.tax_classes import TaxClass


@dataclass(frozen=True, kw_only=True)
class Listed(Measures):
    """A product, in the catalogue or archived."""

    id: ProductId
    sku: Sku
    name: str
    description: str
    category_id: CategoryId | None
    category: str | None
    tax_class: TaxClass
    attributes: dict[str, Any]
    options: tuple[Option, ...]
    is_active: bool
    is_gone: bool
    price: Money
    gtin: str


@dataclass(frozen=True, kw_only=True)
class Offered(Measures):
    """One of its variants."""

    product_id: ProductId
    sku: Sku
    options: dict[str, str]
    is_active: bool
    is_gone: bool
    price: Money
    gtin: str


@dataclass(frozen=True, kw_only=True)
class Stand:
    """How things stand for some rows: products and variants by their SKUs, categories by what rows call them, owners of GTINs."""

    products: Mapping[str, Listed]
    variants: Mapping[str, Offered]
    by_id: Mapping[ProductId, Listed]
    categories: Mapping[str, CategoryId]
    owners: Mapping[str, str]
    # Of what is new and says none.
    currency: str = ""
    declared: Mapping[CategoryId, list[Attribute]] = field(default_factory=dict)

    def product_of(self, sku: str) -> Listed | None:
        """The product that is sold under a SKU, itself or as a variant."""
        variant = self.variants.get(sku)
        return self.by_id[variant.product_id] if variant else self.products.get(sku)
