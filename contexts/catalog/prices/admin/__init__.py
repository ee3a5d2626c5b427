"""Prices in the back office."""

from contexts.catalog.prices.admin.page import PricedProducts, PricedVariants, PriceEntryAdmin

__all__ = ["PriceEntryAdmin", "PricedProducts", "PricedVariants"]
