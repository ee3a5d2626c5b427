"""The statements on attributes: what holds for a category, which products have a value, and what would be wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from msgspec import json

from contexts.catalog.attributes import domain
from contexts.catalog.attributes.dto import Attribute, Value
from contexts.catalog.categories.models import BRANCH
from gotuto.db import fetch_all, fetch_as, stream
from gotuto.ids import CategoryId

_COLUMNS = """
attribute.id AS id, attribute.code AS code, attribute.kind AS kind, attribute.labels AS labels, attribute.unit AS unit,
attribute.choices AS choices, attribute.minimum AS minimum, attribute.maximum AS maximum, attribute.max_length AS max_length,
attribute.is_required AS is_required, attribute.is_filterable AS is_filterable, attribute.position AS position,
attribute.version AS version, category.id AS category_id, category.name AS category_name, category.slug AS category_slug
"""
_FROM = "catalog_attribute AS attribute JOIN catalog_category AS category ON category.id = attribute.category_id"

# What a category declares and inherits, from the top down. Whoever writes values holds them, so that none is changed meanwhile.
_ALONG = f"""
WITH RECURSIVE above (id, parent_id, steps) AS (
    SELECT id, parent_id, 0 FROM catalog_category WHERE id = %s
    UNION ALL
    SELECT next.id, next.parent_id, steps + 1
    FROM above, LATERAL (SELECT id, parent_id FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
)
SELECT {_COLUMNS} FROM {_FROM} JOIN above ON above.id = attribute.category_id
ORDER BY above.steps DESC, attribute.position, attribute.code {{lock}}
"""  # noqa: S608  no values

_BELOW = f"""
SELECT {_COLUMNS} FROM {_FROM}
WHERE attribute.category_id IN ({BRANCH.format(root="parent_id = %s")}) ORDER BY attribute.code, attribute.id
"""  # noqa: S608  no values

_FILTERABLE = f"""
SELECT {_COLUMNS} FROM {_FROM} WHERE attribute.is_filterable AND attribute.code = ANY(%s::text[]) ORDER BY attribute.id
"""  # noqa: S608  no values
# Of a category, what it inherits, and what stands in it.
_FILTERABLE_IN = f"""
WITH RECURSIVE above (id, parent_id) AS (
    SELECT id, parent_id FROM catalog_category WHERE slug = %(slug)s
    UNION ALL
    SELECT next.id, next.parent_id
    FROM above, LATERAL (SELECT id, parent_id FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
)
SELECT {_COLUMNS} FROM {_FROM}
WHERE attribute.is_filterable
  AND (attribute.category_id IN (SELECT id FROM above)
       OR attribute.category_id IN ({BRANCH.format(root="slug = %(slug)s")})
       OR attribute.code = ANY(%(codes)s::text[]))
ORDER BY attribute.position, attribute.code, attribute.id LIMIT 100
"""  # noqa: S608  no values
_CODES = "SELECT DISTINCT code FROM catalog_attribute WHERE is_filterable ORDER BY code LIMIT 50"

# Of a category and all below it: archived products stand in none.
_STORED = f"""
SELECT (product.attributes -> %(code)s)::text, count(*)
FROM catalog_product AS product
WHERE product.category_id IN ({BRANCH.format(root="id = %(category)s")})
  AND product.id IN (SELECT product_id FROM catalog_attributevalue WHERE code = %(code)s)
GROUP BY 1
"""  # noqa: S608  no values


def along(category_id: CategoryId, *, held: bool = False) -> list[Attribute]:
    """What the products of a category tell of themselves; `held` keeps it as it is until the transaction ends."""
    lock = "FOR SHARE OF attribute" if held else ""
    found = fetch_as(Attribute, _ALONG.format(lock=lock), [category_id])
    return [one if one.category.id == category_id else replace(one, is_inherited=True) for one in found]


def fitting(category_id: CategoryId, values: Mapping[str, Value], given: Mapping[str, Any]) -> dict[str, Value]:
    """What a product of the category has once this is given, by what is declared until the end of the transaction.

    The category is held before, as by whoever deletes it. Raises AttributesUnfit.
    """
    return domain.fitting(along(category_id, held=True), values, given)


def below(category_id: CategoryId) -> list[Attribute]:
    """What the categories below declare themselves."""
    return fetch_as(Attribute, _BELOW, [category_id])


def filterable(codes: Sequence[str]) -> list[Attribute]:
    """Those by which products are filtered, wherever they are declared."""
    return fetch_as(Attribute, _FILTERABLE, [list(codes)])


def filterable_in(slug: str, codes: Sequence[str]) -> list[Attribute]:
    """Those by which products of a category are filtered, or of one below it, and those of these codes; a hundred at most."""
    return fetch_as(Attribute, _FILTERABLE_IN, {"slug": slug, "codes": list(codes)})


def filterable_codes() -> list[str]:
    """Some of the codes by which products are filtered."""
    return [code for (code,) in fetch_all(_CODES)]


def stored(code: str, category_id: CategoryId) -> Iterator[tuple[Any, int]]:
    """Each value that products of a category have, and how many have it."""
    for text, count in stream(_STORED, {"code": code, "category": category_id}):
        yield json.decode(text), count
