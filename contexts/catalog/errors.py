"""What catalog refuses, of all topics."""

from contexts.catalog.categories.errors import (
    CategoryCycle,
    CategoryNotEmpty,
    CategoryNotFound,
    CategoryTooDeep,
    SlugTaken,
    UnknownParent,
)
from contexts.catalog.products.errors import (
    InvalidSku,
    PriceNotPositive,
    ProductNotForSale,
    ProductNotFound,
    SkuFixed,
    SkuTaken,
    UnknownCategory,
)
from contexts.catalog.search.errors import EngineFails, SynonymsNotFound, SynonymTaken, TooFewSynonyms

__all__ = [
    "CategoryCycle",
    "CategoryNotEmpty",
    "CategoryNotFound",
    "CategoryTooDeep",
    "EngineFails",
    "InvalidSku",
    "PriceNotPositive",
    "ProductNotForSale",
    "ProductNotFound",
    "SkuFixed",
    "SkuTaken",
    "SlugTaken",
    "SynonymTaken",
    "SynonymsNotFound",
    "TooFewSynonyms",
    "UnknownCategory",
    "UnknownParent",
]
