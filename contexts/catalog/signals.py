"""The events that catalog publishes, of all topics."""

from contexts.catalog.categories.signals import CategoryCreated, CategoryUpdated, category_created, category_updated
from contexts.catalog.products.signals import (
    PriceChanged,
    ProductCreated,
    ProductDeleted,
    ProductUpdated,
    VariantAdded,
    VariantRemoved,
    VariantUpdated,
    price_changed,
    product_created,
    product_deleted,
    product_updated,
    variant_added,
    variant_removed,
    variant_updated,
)

__all__ = [
    "CategoryCreated",
    "CategoryUpdated",
    "PriceChanged",
    "ProductCreated",
    "ProductDeleted",
    "ProductUpdated",
    "VariantAdded",
    "VariantRemoved",
    "VariantUpdated",
    "category_created",
    "category_updated",
    "price_changed",
    "product_created",
    "product_deleted",
    "product_updated",
    "variant_added",
    "variant_removed",
    "variant_updated",
]
