"""The statements on what products and variants have in common: a SKU and a GTIN mean the same goods in both tables."""

from collections.abc import Collection, Sequence

from contexts.catalog.categories.dto import Keep
from contexts.catalog.offers.domain.gtin import checked_gtin
from contexts.catalog.offers.errors import GtinTaken, SkuTaken
from contexts.catalog.offers.models import Sold
from gotuto.db import execute, fetch_all
from gotuto.ids import Sku
from gotuto.money import Money

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


def correct(sold: Sold, *, price: Money | None, gtin: str | None, **measures: int | Keep | None) -> tuple[str, ...]:
    """Set what is given of what is sold, its GTIN as the only one that has it; the names of what has changed, without the price.

    Raises PriceNotPositive, InvalidGtin, GtinTaken.
    """
    number = None if gtin is None else checked_gtin(gtin)
    if number and number != sold.gtin:
        take_numbers(skus=(), gtins=[number])
    return sold.correct(price=price, gtin=number, **measures)
