"""The catalogue in the back office."""

from contexts.catalog.categories.admin import CategoryAdmin
from contexts.catalog.products.admin import ProductAdmin
from contexts.catalog.search.admin import SearchMissAdmin, SynonymsAdmin

__all__ = ["CategoryAdmin", "ProductAdmin", "SearchMissAdmin", "SynonymsAdmin"]
