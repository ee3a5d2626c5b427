"""What other contexts may ask of the catalogue, and nothing else."""

from contexts.catalog import errors
from contexts.catalog.products.queries import get_product_by_sku, price_products, skus_for_sale, skus_of_category

__all__ = ["errors", "get_product_by_sku", "price_products", "skus_for_sale", "skus_of_category"]
