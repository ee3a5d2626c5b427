"""What is told of products."""

from dataclasses import dataclass

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
    """A product left the catalogue for good; its SKU is never used again."""

    product_id: ProductId
    sku: Sku


product_created = DomainSignal(ProductCreated)
product_updated = DomainSignal(ProductUpdated)
price_changed = DomainSignal(PriceChanged)
product_deleted = DomainSignal(ProductDeleted)
