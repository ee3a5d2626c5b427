"""The SQL of what is in stock: variants as they are told, products as any of their variants is."""

from collections.abc import Mapping

from contexts.catalog.offers.statements import lock_sold
from gotuto.db import execute
from gotuto.ids import Sku

_VARIANTS = """
UPDATE catalog_variant AS variant SET in_stock = told.in_stock
FROM unnest(%(skus)s::text[], %(in_stock)s::boolean[]) AS told (sku, in_stock)
WHERE variant.sku = told.sku AND variant.in_stock IS DISTINCT FROM told.in_stock
"""
# What has options is sold by its variants only.
_PRODUCTS = """
WITH stocked AS (
    SELECT product.id, told.in_stock
    FROM unnest(%(skus)s::text[], %(in_stock)s::boolean[]) AS told (sku, in_stock)
    JOIN catalog_product AS product ON product.sku = told.sku AND product.options = '[]'
    UNION ALL
    SELECT variant.product_id, bool_or(variant.in_stock AND variant.is_active AND variant.deleted_at IS NULL) IS TRUE
    FROM catalog_variant AS variant
    WHERE variant.product_id IN (SELECT product_id FROM catalog_variant WHERE sku = ANY(%(skus)s::text[]))
    GROUP BY variant.product_id
)
UPDATE catalog_product AS product SET in_stock = stocked.in_stock
FROM stocked WHERE product.id = stocked.id AND product.in_stock IS DISTINCT FROM stocked.in_stock
"""


def note(in_stock: Mapping[Sku, bool]) -> None:
    """Write what is told of these SKUs, in three statements however many there are."""
    asked = {"skus": list(in_stock), "in_stock": list(in_stock.values())}
    lock_sold(in_stock)
    for statement in (_VARIANTS, _PRODUCTS):
        execute(statement, asked)
