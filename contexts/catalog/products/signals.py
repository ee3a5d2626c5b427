"""What is told of products."""

from dataclasses import dataclass
from datetime import datetime

from contexts.catalog.categories.signals import FACETS_CACHE, TREE_CACHE
from contexts.catalog.offers.dto import Variant
from gotuto.events import DomainEvent
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.money import Money
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class ProductCreated(DomainEvent, aggregate="product_id"):
    """A product entered the catalogue."""

    product_id: ProductId
    sku: Sku
    product_name: str
    price: Money
    category_id: CategoryId


@dataclass(frozen=True, kw_only=True)
class ProductUpdated(DomainEvent, aggregate="product_id"):
    """Something other than the price changed; `changed` names the properties."""

    product_id: ProductId
    sku: Sku
    product_name: str
    category_id: CategoryId
    is_active: bool
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PriceChanged(DomainEvent, aggregate="product_id"):
    """A product costs something else from now on; what was ordered before keeps its price."""

    product_id: ProductId
    sku: Sku
    old: Money
    new: Money


@dataclass(frozen=True, kw_only=True)
class ProductDeleted(DomainEvent, aggregate="product_id"):
    """A product left the catalogue with all its variants; no SKU of it is ever used for other goods."""

    product_id: ProductId
    sku: Sku


@dataclass(frozen=True, kw_only=True)
class ProductRestored(DomainEvent, aggregate="product_id"):
    """A product is in the catalogue again, and not for sale yet."""

    product_id: ProductId
    sku: Sku
    category_id: CategoryId


@dataclass(frozen=True, kw_only=True)
class VariantAdded(DomainEvent, aggregate="product_id"):
    """A product can be bought in a further choice of its options; that of its first SKU is told by ProductCreated."""

    product_id: ProductId
    sku: Sku
    variant_name: str
    price: Money


@dataclass(frozen=True, kw_only=True)
class VariantUpdated(DomainEvent, aggregate="product_id"):
    """Something other than the price of a variant changed; `changed` names the properties."""

    product_id: ProductId
    sku: Sku
    variant_name: str
    is_active: bool
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VariantRemoved(DomainEvent, aggregate="product_id"):
    """A variant left the catalogue for good; its SKU is never used again."""

    product_id: ProductId
    sku: Sku


# How many products are where, and what they cost.
_COUNTED = (TREE_CACHE, FACETS_CACHE)

product_created = DomainSignal(ProductCreated, makes_stale=_COUNTED)
product_updated = DomainSignal(ProductUpdated, makes_stale=_COUNTED)
price_changed = DomainSignal(PriceChanged, makes_stale=_COUNTED)
product_deleted = DomainSignal(ProductDeleted, makes_stale=_COUNTED)
product_restored = DomainSignal(ProductRestored, makes_stale=_COUNTED)
variant_added = DomainSignal(VariantAdded, makes_stale=_COUNTED)
variant_updated = DomainSignal(VariantUpdated, makes_stale=_COUNTED)
variant_removed = DomainSignal(VariantRemoved, makes_stale=_COUNTED)


def added(product_id: ProductId, variant: Variant, now: datetime) -> VariantAdded:
    return VariantAdded(
        product_id=product_id, sku=variant.sku, variant_name=variant.name, price=variant.price, occurred_at=now
    )
