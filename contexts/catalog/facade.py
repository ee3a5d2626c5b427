"""Everything others may ask of the catalogue."""

from contexts.catalog.errors import (
    CategoryCycle,
    CategoryNotEmpty,
    CategoryNotFound,
    InvalidSku,
    PriceNotPositive,
    ProductNotForSale,
    ProductNotFound,
    SkuFixed,
    SkuTaken,
    UnknownCategory,
    UnknownParent,
)
from contexts.catalog.queries import (
    category_tree,
    get_category,
    get_product,
    get_product_by_sku,
    list_categories,
    list_products,
    price_products,
)
from contexts.catalog.use_cases import (
    create_category,
    create_product,
    delete_category,
    delete_product,
    update_category,
    update_product,
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
    "category_tree",
    "create_category",
    "create_product",
    "delete_category",
    "delete_product",
    "get_category",
    "get_product",
    "get_product_by_sku",
    "list_categories",
    "list_products",
    "price_products",
    "update_category",
    "update_product",
]
