"""The SQL of the ledger: what is sold is locked, begins its ledger, and gets its entries."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from contexts.catalog.offers.statements import lock_sold, price_now
from contexts.catalog.prices.dto import Goods, Stage, Unknown
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import ProductId, Sku

_SOLD = """
SELECT product.id AS product_id, product.sku, product.name, {of_product}
FROM catalog_product AS product
WHERE product.deleted_at IS NULL AND product.options = '[]' AND {whose_product}
UNION ALL
SELECT product.id, variant.sku, variant.name, {of_variant}
FROM catalog_variant AS variant JOIN catalog_product AS product ON product.id = variant.product_id
WHERE variant.deleted_at IS NULL AND product.deleted_at IS NULL AND {whose_variant}
ORDER BY sku
"""


def _asked(of: str) -> str:
    return price_now(of, f"catalog_price_told({of}.sku, statement_timestamp())")["price"]


_PRICES = {"of_product": _asked("product"), "of_variant": _asked("variant")}
_BY_SKU = _SOLD.format(
    **_PRICES, whose_product="product.sku = ANY(%(skus)s::text[])", whose_variant="variant.sku = ANY(%(skus)s::text[])"
)
_BY_PRODUCT = _SOLD.format(
    **_PRICES, whose_product="product.id = ANY(%(ids)s::uuid[])", whose_variant="product.id = ANY(%(ids)s::uuid[])"
)

_DUE = """
SELECT id FROM catalog_product WHERE price_changes_at <= %(now)s
ORDER BY price_changes_at LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
"""

# Goods that are older than the ledger: what they cost is known at least since their row was changed last.
_OPENING = """
INSERT INTO catalog_priceentry (id, sku, kind, amount, currency, valid_from, recorded_at)
SELECT gen_random_uuid(), sold.sku, 'opening', sold.price_amount, sold.price_currency, sold.updated_at, clock_timestamp()
FROM (
    SELECT sku, price_amount, price_currency, updated_at FROM catalog_product WHERE options = '[]' AND sku = ANY(%(skus)s::text[])
    UNION ALL
    SELECT sku, price_amount, price_currency, updated_at FROM catalog_variant WHERE sku = ANY(%(skus)s::text[])
) AS sold
WHERE NOT EXISTS (SELECT FROM catalog_priceentry AS known WHERE known.sku = sold.sku AND known.price_list = '')
"""
_UNKNOWN = """
SELECT product.id AS product_id, coalesce(variant.sku, product.sku) AS sku,
       coalesce(variant.price_amount, product.price_amount) AS price_amount,
       coalesce(variant.price_currency, product.price_currency) AS price_currency,
       coalesce(variant.created_at, product.created_at) AS created_at,
       coalesce(variant.updated_at, product.updated_at) AS updated_at
FROM catalog_product AS product
LEFT JOIN catalog_variant AS variant ON variant.product_id = product.id AND product.options <> '[]'
WHERE (product.options = '[]' OR variant.id IS NOT NULL) AND NOT EXISTS (
    SELECT FROM catalog_priceentry AS known
    WHERE known.sku = coalesce(variant.sku, product.sku) AND known.price_list = ''
)
LIMIT %(batch)s FOR NO KEY UPDATE OF product SKIP LOCKED
"""

# What was and will be asked of a SKU, at each moment at which it may become another price.
_COURSE = """
SELECT one AS moment, (held).amount AS price_amount, (held).currency AS price_currency, (held).kind = 'reduction' AS is_reduction
FROM catalog_price_moments(%(sku)s) AS one, LATERAL catalog_price_at(%(sku)s, one) AS held
ORDER BY one DESC LIMIT %(most)s
"""


_HOLDING = """
SELECT (catalog_price_at(sku, %(now)s, list)).id FROM unnest(%(skus)s::text[], %(lists)s::text[]) AS asked (sku, list)
"""


def goods_of(skus: Collection[str]) -> dict[Sku, Goods]:
    """What is sold under these SKUs, as far as it is in the catalogue."""
    return {one.sku: one for one in fetch_as(Goods, _BY_SKU, {"skus": list(skus)})}


def goods_of_products(ids: Collection[ProductId]) -> list[Goods]:
    """All that is sold of these products, by SKU."""
    return fetch_as(Goods, _BY_PRODUCT, {"ids": list(ids)})


def course_of(sku: Sku, *, most: int) -> list[Stage]:
    """What was and will be asked of a SKU, from each moment on; the latest of them."""
    return fetch_as(Stage, _COURSE, {"sku": sku, "most": most})[::-1]


def holding(of: Collection[tuple[str, str]], now: datetime) -> frozenset[UUID]:
    """The entries that say what is asked at a moment, of SKUs each in a list or, with an empty code, in none."""
    wanted = sorted({*of})
    found = fetch_all(_HOLDING, {"now": now, "skus": [sku for sku, _ in wanted], "lists": [code for _, code in wanted]})
    return frozenset(entry for (entry,) in found)


def lock_goods(skus: Collection[str]) -> dict[Sku, Goods]:
    """What is sold under these SKUs; nobody else changes it until the transaction ends."""
    lock_sold(skus)
    return goods_of(skus)


def lock_due(now: datetime, batch: int) -> list[ProductId]:
    """Some of the products whose prices have changed by themselves, locked; none that somebody else holds."""
    return [ProductId(product_id) for (product_id,) in fetch_all(_DUE, {"now": now, "batch": batch})]


def begin(skus: Sequence[Sku]) -> int:
    """Let the ledger begin for those of the SKUs that it does not know; of how many."""
    return execute(_OPENING, {"skus": list(skus)})


def unknown(batch: int) -> list[Unknown]:
    """Some of what the ledger does not know, of products that nobody else holds, locked."""
    return fetch_as(Unknown, _UNKNOWN, {"batch": batch})
