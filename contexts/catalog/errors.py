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

__all__ = [
    "CategoryCycle",
    "CategoryNotEmpty",
    "CategoryNotFound",
    "CategoryTooDeep",
    "InvalidSku",
    "PriceNotPositive",
    "ProductNotForSale",
    "ProductNotFound",
    "SkuFixed",
    "SkuTaken",
    "SlugTaken",
    "UnknownCategory",
    "UnknownParent",
]
