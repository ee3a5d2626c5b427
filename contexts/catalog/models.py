"""The tables of all topics, where Django looks for them."""

from contexts.catalog.attributes.models import Attribute, AttributeValue
from contexts.catalog.categories.models import Category, FormerSlug
from contexts.catalog.images.models import ImageFile, ProductImage
from contexts.catalog.pricelists.models import PriceList
from contexts.catalog.prices.models import PriceEntry
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
from contexts.catalog.translations.models import CategoryTranslation, ProductTranslation

__all__ = [
    "Attribute",
    "AttributeValue",
    "Category",
    "CategoryTranslation",
    "FormerSlug",
    "ImageFile",
    "PriceEntry",
    "PriceList",
    "Product",
    "ProductImage",
    "ProductTranslation",
    "SearchChange",
    "SearchDocument",
    "SearchFeed",
    "SearchLanguage",
    "SearchMiss",
    "SearchWord",
    "Synonyms",
    "Variant",
]
