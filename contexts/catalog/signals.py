"""The events that catalog publishes, of all topics."""

from contexts.catalog.categories.signals import CategoryCreated, CategoryUpdated, category_created, category_updated
from contexts.catalog.products.signals import (
    PriceChanged,
    ProductCreated,
    ProductDeleted,
    ProductUpdated,
    price_changed,
    product_created,
    product_deleted,
    product_updated,
)

__all__ = [
    "CategoryCreated",
    "CategoryUpdated",
    "PriceChanged",
    "ProductCreated",
    "ProductDeleted",
    "ProductUpdated",
    "category_created",
    "category_updated",
    "price_changed",
    "product_created",
    "product_deleted",
    "product_updated",
]
