"""What other contexts get from the catalogue."""

from contexts.catalog.products.dto import PricedProduct, Product

__all__ = ["PricedProduct", "Product"]
