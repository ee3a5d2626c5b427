"""Statements on the tree of categories: the way up, places among siblings, and what stands in each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from contexts.catalog.categories import dto
from contexts.catalog.categories.errors import AttributeDeclared
from contexts.catalog.categories.models import BRANCH
from contexts.catalog.spoken.statements import SHELF
from gotuto.db import execute, fetch_all, fetch_as, select_list
from gotuto.ids import CategoryId

# From a category up to the top, itself first.
_WAY_UP = f"""
WITH RECURSIVE above AS (
    SELECT category.*, 0 AS steps FROM catalog_category AS category WHERE id = %(id)s
    UNION ALL
    SELECT next.*, above.steps + 1
    FROM above, LATERAL (SELECT * FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
)
SELECT {select_list(dto.Category, "category")}{{said}} FROM above AS category {{joined}} ORDER BY steps
"""  # noqa: S608  no values
_IN_ANOTHER_LANGUAGE = """
, coalesce(shelf.name, category.name) AS name, coalesce(shelf.slug, category.slug) AS slug,
coalesce(shelf.description, category.description) AS description
"""
_ORIGINAL_WAY_UP = _WAY_UP.format(said="", joined="")
_WAY_UP_SAID = _WAY_UP.format(said=_IN_ANOTHER_LANGUAGE, joined=SHELF)

_PLACES = """
UPDATE catalog_category AS category SET position = wanted.position, version = version + 1, updated_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(positions)s::int[]) AS wanted (id, position)
WHERE category.id = wanted.id AND category.position <> wanted.position
"""

_FOR_SALE = """
SELECT category_id, count(*) FROM catalog_product WHERE deleted_at IS NULL AND is_active GROUP BY category_id
"""

# Those that lead to a category, or did, in any language.
_SLUGS = """
SELECT slug FROM catalog_category WHERE starts_with(slug, %(begin)s) AND id IS DISTINCT FROM %(but)s::uuid
UNION SELECT slug FROM catalog_formerslug WHERE starts_with(slug, %(begin)s) AND category_id IS DISTINCT FROM %(but)s::uuid
UNION SELECT each.slug FROM catalog_categorytranslation AS told, unnest(told.former_slugs || told.slug) AS each (slug)
      WHERE starts_with(each.slug, %(begin)s) AND category_id IS DISTINCT FROM %(but)s::uuid
"""

# Attributes of categories further up that are declared anew in a category or below it.
_TWICE = f"""
SELECT attribute.code, category.name
FROM catalog_attribute AS attribute JOIN catalog_category AS category ON category.id = attribute.category_id
WHERE attribute.category_id = ANY(%(above)s::uuid[]) AND attribute.code IN (
    SELECT code FROM catalog_attribute WHERE category_id IN ({BRANCH.format(root="id = %(moved)s")})
)
ORDER BY attribute.code LIMIT 1
"""  # noqa: S608  no values


def way_up(category_id: CategoryId, language: str = "") -> list[dto.Category]:
    """A category and all that it stands in, from the bottom up; nothing if it does not exist."""
    if language:
        return fetch_as(dto.Category, _WAY_UP_SAID, {"id": category_id, "language": language})
    return fetch_as(dto.Category, _ORIGINAL_WAY_UP, {"id": category_id})


def slugs_like(begin: str, *, but: CategoryId | None = None) -> set[str]:
    """All that begin so and lead to a category, or did, but to one of them."""
    return {slug for (slug,) in fetch_all(_SLUGS, {"begin": begin, "but": but})}


def put(places: Mapping[CategoryId, int], *, now: datetime) -> None:
    """Let categories stand where they are wanted; those that stand there already stay untouched."""
    execute(_PLACES, {"ids": list(places), "positions": list(places.values()), "now": now})


def products_for_sale() -> dict[CategoryId, int]:
    """How many products are for sale in each category itself."""
    return {CategoryId(category_id): many for category_id, many in fetch_all(_FOR_SALE)}


def check_attributes(moved: CategoryId, above: Sequence[CategoryId]) -> None:
    """What is declared further up is not declared again down there. Raises AttributeDeclared."""
    for code, name in fetch_all(_TWICE, {"above": list(above), "moved": moved}):
        raise AttributeDeclared(attribute=code, name=name)
