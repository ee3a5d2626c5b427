"""What catalog refuses, of all topics."""

from contexts.catalog.categories.errors import CategoryCycle, CategoryNotEmpty, CategoryNotFound, UnknownParent
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
    "InvalidSku",
    "PriceNotPositive",
    "ProductNotForSale",
    "ProductNotFound",
    "SkuFixed",
    "SkuTaken",
    "UnknownCategory",
    "UnknownParent",
]
