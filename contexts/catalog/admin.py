"""The catalogue in the back office."""

from django.contrib import admin

from contexts.catalog.categories.admin import CategoryAdmin
from contexts.catalog.products.models import Product
from contexts.catalog.search.admin import SearchMissAdmin, SynonymsAdmin
from contexts.catalog.variants.admin import ProductsVariants, VariantAdmin


@admin.register(Product)
class ProductAdmin(ProductsVariants):
    """A product with what every topic adds to its page."""


__all__ = ["CategoryAdmin", "ProductAdmin", "SearchMissAdmin", "SynonymsAdmin", "VariantAdmin"]
