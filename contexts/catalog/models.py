"""The tables of all topics, where Django looks for them."""

from contexts.catalog.categories.models import Category, FormerSlug
from contexts.catalog.products.models import Product, Variant
from contexts.catalog.search.models import (
    SearchChange,
    SearchDocument,
    SearchFeed,
    SearchLanguage,
    SearchMiss,
    SearchWord,
    Synonyms,
)

__all__ = [
    "Category",
    "FormerSlug",
    "Product",
    "SearchChange",
    "SearchDocument",
    "SearchFeed",
    "SearchLanguage",
    "SearchMiss",
    "SearchWord",
    "Synonyms",
    "Variant",
]
