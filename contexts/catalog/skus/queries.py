"""What SKUs mean: their names and products, those of a category, and those that words mean."""

from collections.abc import Collection, Sequence

from contexts.catalog.categories.models import BRANCH_OF_SLUG
from contexts.catalog.products import models
from contexts.catalog.search import queries as search
from contexts.catalog.search import reading
from gotuto.db import fetch_all
from gotuto.ids import ProductId, Sku

_NAMES = """
SELECT sku, name FROM catalog_product WHERE sku = ANY(%(skus)s::text[])
UNION ALL
SELECT sku, name FROM catalog_variant WHERE sku = ANY(%(skus)s::text[])
"""

_IDS = """
SELECT sku, id FROM catalog_product WHERE sku = ANY(%(skus)s::text[]) AND deleted_at IS NULL AND options = '[]'
UNION ALL
SELECT sku, product_id FROM catalog_variant WHERE sku = ANY(%(skus)s::text[]) AND deleted_at IS NULL
"""

_OF_CATEGORY = f"""
SELECT product.sku FROM catalog_product AS product WHERE product.deleted_at IS NULL AND product.category_id IN ({BRANCH_OF_SLUG})
ORDER BY product.sku LIMIT %(most)s
"""  # noqa: S608  no values


def skus_of_category(*, category: str, most: int) -> tuple[Sku, ...]:
    """The SKUs of a category, by its slug, with all below it; at most so many, and none of a category that nobody knows."""
    return tuple(Sku(sku) for (sku,) in fetch_all(_OF_CATEGORY, {"category": category, "most": most}))


def names_of(skus: Collection[str]) -> dict[str, str]:
    """What the goods of these SKUs are called, also those that are in the catalogue no more."""
    return dict(fetch_all(_NAMES, {"skus": list(skus)}))


def product_ids_of(*, skus: Sequence[Sku]) -> dict[Sku, ProductId]:
    """The products that are bought under these SKUs; what cannot be bought in the catalogue is left out."""
    return {Sku(sku): ProductId(one) for sku, one in fetch_all(_IDS, {"skus": list(skus)})}


def find_skus(words: str, most: int) -> list[str]:
    """The SKUs of the products, or of their variants, that these words mean."""
    found = models.Product.objects.filter(reading.condition(search.find(question=search.understand(question=words))))
    rows = found.order_by("sku", "variants__position").values_list("sku", "variants__sku")[:most]
    return [variant or sku for sku, variant in rows]
