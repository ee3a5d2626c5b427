"""What is told of translations."""

from dataclasses import dataclass

from contexts.catalog.categories.signals import FACETS_CACHE, TREE_CACHE
from gotuto.events import DomainEvent
from gotuto.ids import CategoryId, ProductId, Sku
from gotuto.outbox import DomainSignal


@dataclass(frozen=True, kw_only=True)
class ProductTranslated(DomainEvent, aggregate="product_id"):
    """A product says something else in a language, or nothing of its own any more; `changed` names the texts."""

    product_id: ProductId
    sku: Sku
    language: str
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CategoryTranslated(DomainEvent, aggregate="category_id"):
    """A category says something else in a language, or nothing of its own any more; `changed` names the texts."""

    category_id: CategoryId
    language: str
    changed: tuple[str, ...]


product_translated = DomainSignal(ProductTranslated)
category_translated = DomainSignal(CategoryTranslated, makes_stale=(TREE_CACHE, FACETS_CACHE))
