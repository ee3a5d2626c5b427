"""What other contexts may ask of the catalogue, and nothing else."""

from contexts.catalog import errors
from contexts.catalog.prices.queries import price_products, skus_for_sale
from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.skus.queries import product_ids_of, skus_of_category
from contexts.catalog.stocked.use_cases import show_stock

__all__ = [
    "errors",
    "get_product_by_sku",
    "price_products",
    "product_ids_of",
    "show_stock",
    "skus_for_sale",
    "skus_of_category",
]
