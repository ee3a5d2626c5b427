"""Statements on the tree of categories: the way up, places among siblings, and what stands in each."""

from collections.abc import Mapping
from datetime import datetime

from contexts.catalog.categories import dto
from gotuto.db import execute, fetch_all, fetch_as, select_list
from gotuto.ids import CategoryId

# From a category up to the top, itself first.
_WAY_UP = f"""
WITH RECURSIVE above AS (
    SELECT category.*, 0 AS steps FROM catalog_category AS category WHERE id = %s
    UNION ALL
    SELECT next.*, above.steps + 1
    FROM above, LATERAL (SELECT * FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
)
SELECT {select_list(dto.Category, "above")} FROM above ORDER BY steps
"""  # noqa: S608  no values

_PLACES = """
UPDATE catalog_category AS category SET position = wanted.position, version = version + 1, updated_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(positions)s::int[]) AS wanted (id, position)
WHERE category.id = wanted.id AND category.position <> wanted.position
"""

_FOR_SALE = """
SELECT category_id, count(*) FROM catalog_product WHERE deleted_at IS NULL AND is_active GROUP BY category_id
"""


def way_up(category_id: CategoryId) -> list[dto.Category]:
    """A category and all that it stands in, from the bottom up; nothing if it does not exist."""
    return fetch_as(dto.Category, _WAY_UP, [category_id])


def put(places: Mapping[CategoryId, int], *, now: datetime) -> None:
    """Let categories stand where they are wanted; those that stand there already stay untouched."""
    execute(_PLACES, {"ids": list(places), "positions": list(places.values()), "now": now})


def products_for_sale() -> dict[CategoryId, int]:
    """How many products are for sale in each category itself."""
    return {CategoryId(category_id): many for category_id, many in fetch_all(_FOR_SALE)}
