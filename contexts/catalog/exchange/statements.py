"""How things stand for the rows of a file, in as many statements for many as for one; and what stands in the catalogue."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings

from contexts.catalog.attributes.statements import along
from contexts.catalog.exchange import dto
from contexts.catalog.exchange.domain.rows import path_of
from contexts.catalog.offers.statements import OF_PRODUCT, OF_VARIANT, price_now
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import CategoryId, ProductId

_MEASURES = "{of}.weight_grams, {of}.length_mm, {of}.width_mm, {of}.height_mm, {of}.gtin, {of}.is_active"

_WHICH = """
SELECT id FROM catalog_product WHERE sku = ANY(%(skus)s::text[])
UNION SELECT product_id FROM catalog_variant WHERE sku = ANY(%(skus)s::text[])
"""
# As all who write products lock them: in the order of their ids, before anything that belongs to them.
_LOCK = f"SELECT id FROM catalog_product WHERE id IN ({_WHICH}) ORDER BY id FOR NO KEY UPDATE"  # noqa: S608  no values

_TOLD = """
CASE WHEN product.attributes = '{}' OR product.category_id IS NULL THEN '{}'
     ELSE catalog_attributes_told(product.category_id, product.attributes)::text END AS attributes
"""
_SELECTED = f"""
SELECT product.id, product.sku, product.name, product.description, product.category_id, category.slug AS category,
       product.tax_class, {_TOLD}, product.options::text AS options, product.deleted_at IS NOT NULL AS is_gone,
       {_MEASURES.format(of="product")}, {price_now("product", OF_PRODUCT)["price"]}
FROM catalog_product AS product LEFT JOIN catalog_category AS category ON category.id = product.category_id
"""  # noqa: S608  no values
_PRODUCTS = f"{_SELECTED} WHERE product.id IN ({_WHICH})"
_VARIANTS = f"""
SELECT variant.product_id, variant.sku, variant.options::text AS options, variant.deleted_at IS NOT NULL AS is_gone,
       {_MEASURES.format(of="variant")}, {price_now("variant", OF_VARIANT)["price"]}
FROM catalog_variant AS variant WHERE variant.product_id = ANY(%(ids)s::uuid[])
ORDER BY variant.product_id, variant.position, variant.id
"""  # noqa: S608  no values

_OWNERS = """
SELECT gtin, sku FROM catalog_product WHERE gtin = ANY(%(gtins)s::text[]) AND deleted_at IS NULL
UNION ALL
SELECT gtin, sku FROM catalog_variant WHERE gtin = ANY(%(gtins)s::text[]) AND deleted_at IS NULL
"""
_BY_SLUG = """
SELECT slug, id FROM catalog_category WHERE slug = ANY(%(slugs)s::text[])
UNION ALL SELECT slug, category_id FROM catalog_formerslug WHERE slug = ANY(%(slugs)s::text[])
"""
_HOLD = "SELECT id FROM catalog_category WHERE id = ANY(%s::uuid[]) ORDER BY id FOR KEY SHARE"

# From the top down, so that each stands below the one that it stands in.
_TREE = """
WITH RECURSIVE tree AS (
    SELECT *, NULL::text AS within, 1 AS level FROM catalog_category WHERE parent_id IS NULL
    UNION ALL
    SELECT child.*, tree.slug, tree.level + 1
    FROM tree, LATERAL (SELECT * FROM catalog_category WHERE parent_id = tree.id OFFSET 0) AS child
)
SELECT slug, name, within, position, description FROM tree ORDER BY level, within, position, name, id
"""

# A page of the catalogue, in the order in which products were made.
_PAGE = f"{_SELECTED} WHERE product.deleted_at IS NULL AND product.id > %(after)s ORDER BY product.id LIMIT %(most)s"


def lock_goods(skus: Collection[str]) -> None:
    """Let nobody else change the products of these SKUs until the transaction ends."""
    execute(_LOCK, {"skus": sorted(skus)})


def hold_categories(ids: Collection[CategoryId]) -> None:
    """Let nobody delete these categories until the transaction ends."""
    execute(_HOLD, [sorted(ids)])


def stand(skus: Collection[str], categories: Collection[str], gtins: Collection[str]) -> dto.Stand:
    """How things stand for rows with these SKUs, categories and GTINs."""
    products = fetch_as(dto.Listed, _PRODUCTS, {"skus": list(skus)})
    owners = dict(fetch_all(_OWNERS, {"gtins": list(gtins)})) if gtins else {}
    return dto.Stand(
        products={one.sku: one for one in products},
        variants={one.sku: one for one in _variants(products)},
        by_id={one.id: one for one in products},
        categories=_categories(categories),
        owners=owners,
        currency=settings.GOTUTO_CURRENCY,
    )


def _categories(called: Collection[str]) -> dict[str, CategoryId]:
    """Categories by their slugs, also former ones, or by their names from the top down, where no other is called so."""
    found = {slug: CategoryId(one) for slug, one in fetch_all(_BY_SLUG, {"slugs": list(called)})} if called else {}
    if len(found) == len(called):
        return found
    by_path: dict[tuple[str, ...], list[CategoryId]] = {}
    for one, path in _paths().items():
        by_path.setdefault(path, []).append(one)
    for text in called:
        same = by_path.get(path_of(text), [])
        if text not in found and len(same) == 1:
            found[text] = same[0]
    return found


def _paths() -> dict[CategoryId, tuple[str, ...]]:
    rows = {one: (name, parent) for one, name, parent in fetch_all("SELECT id, name, parent_id FROM catalog_category")}
    paths: dict[CategoryId, tuple[str, ...]] = {}
    for one in rows:
        names, above = [], one
        while above is not None:
            name, above = rows[above]
            names.append(name)
        paths[one] = tuple(reversed(names))
    return paths


def with_attributes(stand: dto.Stand, categories: Collection[CategoryId], *, held: bool) -> dto.Stand:
    """With what the products of each category tell of themselves; `held` keeps that until the transaction ends."""
    return replace(stand, declared={one: along(one, held=held) for one in sorted(categories)})


def tree_from_the_top() -> list[tuple[Any, ...]]:
    """All categories, those that others stand in first."""
    return fetch_all(_TREE)


def pages(most: int) -> Iterator[list[tuple[dto.Listed, list[dto.Offered]]]]:
    """The catalogue in pages of so many products, each with its variants."""
    after = UUID(int=0)
    while products := fetch_as(dto.Listed, _PAGE, {"after": after, "most": most}):
        of: dict[ProductId, list[dto.Offered]] = {one.id: [] for one in products}
        for variant in _variants(products):
            if not variant.is_gone:
                of[variant.product_id].append(variant)
        yield [(one, of[one.id]) for one in products]
        after = products[-1].id


def _variants(products: Iterable[dto.Listed]) -> list[dto.Offered]:
    ids = [one.id for one in products if one.options]
    return fetch_as(dto.Offered, _VARIANTS, {"ids": ids}) if ids else []
