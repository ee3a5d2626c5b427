"""The statements on what products and variants have in common: a SKU and a GTIN mean the same goods in both tables."""

from collections.abc import Collection, Sequence

from contexts.catalog.products.errors import GtinTaken, SkuTaken
from gotuto.db import execute, fetch_all
from gotuto.ids import Sku

# Two tables share no unique index: whoever gives a number away waits for the other who is just giving it.
_QUEUE = """
SELECT pg_advisory_xact_lock(hashtextextended('catalog.number ' || number, 0))
FROM (SELECT number FROM unnest(%s::text[]) AS number ORDER BY number) AS queued
"""

# What was ever a SKU stays one; a GTIN goes with its goods.
_TAKEN = """
SELECT 'sku' AS kind, sku AS number, sku FROM catalog_product WHERE sku = ANY(%(skus)s::text[])
UNION ALL
SELECT 'sku', sku, sku FROM catalog_variant WHERE sku = ANY(%(skus)s::text[])
UNION ALL
SELECT 'gtin', gtin, sku FROM catalog_product WHERE gtin = ANY(%(gtins)s::text[]) AND gtin <> '' AND deleted_at IS NULL
UNION ALL
SELECT 'gtin', gtin, sku FROM catalog_variant WHERE gtin = ANY(%(gtins)s::text[]) AND gtin <> '' AND deleted_at IS NULL
"""


def take_numbers(*, skus: Collection[str], gtins: Sequence[str]) -> None:
    """Be the only one who gives these SKUs and GTINs to goods, until the transaction ends. Raises SkuTaken, GtinTaken."""
    named = [gtin for gtin in gtins if gtin]
    execute(_QUEUE, [sorted({*skus, *named})])
    for kind, number, sku in fetch_all(_TAKEN, {"skus": list(skus), "gtins": named}):
        if kind == "sku":
            raise SkuTaken(sku=Sku(number))
        raise GtinTaken(gtin=number, sku=Sku(sku))
