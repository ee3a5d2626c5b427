"""The tables of all topics, where Django looks for them."""

from contexts.catalog.categories.models import Category, FormerSlug
from contexts.catalog.products.models import Product, Variant

__all__ = ["Category", "FormerSlug", "Product", "Variant"]
