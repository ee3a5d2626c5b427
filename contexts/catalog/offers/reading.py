"""What buyers are asked by price lists, in place of what everybody is asked in the currency of the goods."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Protocol, TypeVar

from contexts.catalog.offers.domain.asking import asked
from contexts.catalog.offers.dto import Listed, Reduced, Variant
from gotuto.db import fetch_as
from gotuto.ids import ProductId, Sku
from gotuto.money import Money


class Priced(Protocol):
    """Goods with a price and all that `Reduced` tells beside it."""

    @property
    def price(self) -> Money: ...


class Shown(Priced, Protocol):
    """Goods as lists show them; a detail has `variants` besides."""

    @property
    def id(self) -> ProductId: ...


P = TypeVar("P", bound=Priced)
S = TypeVar("S", bound=Shown)

# Of several lists the one that asks least; in the currency of the goods only lists of a group are asked.
_LISTED = """
SELECT DISTINCT ON (sold.sku) sold.product_id, sold.sku, sold.is_active, told.amount AS price_amount, told.currency AS price_currency,
       told.compare_at AS compare_at_price_amount, told.currency AS compare_at_price_currency,
       told.lowest AS lowest_price_30_days_amount, told.currency AS lowest_price_30_days_currency,
       told.percent AS reduction_percent, told.since AS known_since
FROM (
    SELECT id AS product_id, sku, price_currency, is_active FROM catalog_product
    WHERE options = '[]' AND id = ANY(%(ids)s::uuid[])
    UNION ALL
    SELECT product_id, sku, price_currency, is_active FROM catalog_variant
    WHERE deleted_at IS NULL AND product_id = ANY(%(ids)s::uuid[])
) AS sold
JOIN catalog_pricelist AS list ON list.is_active AND list.currency = coalesce(nullif(%(currency)s, ''), sold.price_currency)
    AND CASE WHEN list.customer_group = '' THEN list.currency <> sold.price_currency ELSE list.customer_group = %(group)s END,
    LATERAL catalog_price_told(sold.sku, statement_timestamp(), list.code) AS told
WHERE told.amount IS NOT NULL
ORDER BY sold.sku, told.amount
"""


def as_listed(*, products: Sequence[S], currency: str, customer_group: str) -> Sequence[S]:
    """These products at the prices of lists, with what is told beside them, where lists ask anything, and no more than everybody pays.

    Without a currency that is the one of the goods. No statement where no list is asked.
    """
    if not products or not (currency or customer_group):
        return products
    ids = [product.id for product in products]
    found = fetch_as(Listed, _LISTED, {"ids": ids, "currency": currency, "group": customer_group})
    best: dict[ProductId, Listed] = {}
    for one in sorted(found, key=lambda one: one.price.amount):
        if one.is_active:
            best.setdefault(one.product_id, one)
    by_sku = {one.sku: one for one in found}
    return [_in_detail(_asked(product, best.get(product.id)), by_sku) for product in products]


def _in_detail(product: S, by_sku: dict[Sku, Listed]) -> S:
    variants: Sequence[Variant] | None = getattr(product, "variants", None)
    if variants is None:
        return product
    return replace(product, variants=tuple(_asked(one, by_sku.get(one.sku)) for one in variants))  # type: ignore[type-var]


def _asked(goods: P, offered: Listed | None) -> P:
    if offered is None or asked(own=goods.price, listed=offered.price) == goods.price:
        return goods
    told = {field.name: getattr(offered, field.name) for field in fields(Reduced)}
    return replace(goods, price=offered.price, **told)  # type: ignore[type-var]
