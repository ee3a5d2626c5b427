"""The catalogue in the back office."""

from contexts.catalog.categories.admin import CategoryAdmin
from contexts.catalog.products.admin import ProductAdmin

__all__ = ["CategoryAdmin", "ProductAdmin"]
