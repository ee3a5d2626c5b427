"""Facets by attribute: the values that all products of a list have of what they are filtered by."""

from collections.abc import Sequence

from msgspec import json

from contexts.catalog.attributes.domain import label_of
from contexts.catalog.search.facets import VALUES, Several

# The categories of what was found are looked up once each, however many products stand in them.
_COUNTED = f"""
WITH RECURSIVE above (shelf, id, parent_id) AS (
    SELECT own.id, own.id, own.parent_id FROM catalog_category AS own
    WHERE own.id IN (SELECT category_id FROM product WHERE attributes <> '{{}}')
    UNION ALL
    SELECT above.shelf, next.id, next.parent_id
    FROM above, LATERAL (SELECT id, parent_id FROM catalog_category WHERE id = above.parent_id OFFSET 0) AS next
), declared AS MATERIALIZED (
    SELECT above.shelf, attribute.* FROM above JOIN catalog_attribute AS attribute ON attribute.category_id = above.id
    WHERE attribute.is_filterable
), counted AS MATERIALIZED (
    SELECT declared.code, item.value, count(*) AS number
    FROM product CROSS JOIN LATERAL jsonb_each(product.attributes) AS pair
        JOIN declared ON declared.shelf = product.category_id AND declared.code = pair.key
        CROSS JOIN LATERAL jsonb_array_elements(
            CASE jsonb_typeof(pair.value) WHEN 'array' THEN pair.value ELSE jsonb_build_array(pair.value) END) AS item
    WHERE (declared.kind = 'number') = (jsonb_typeof(item.value) = 'number')
      AND (declared.kind = 'boolean') = (jsonb_typeof(item.value) = 'boolean')
    GROUP BY 1, 2
), placed AS MATERIALIZED (
    SELECT *, row_number() OVER (PARTITION BY code ORDER BY number DESC, value) AS place FROM counted
)
SELECT 'attr.' || placed.code, placed.value #>> '{{}}',
       jsonb_build_array(said.labels, jsonb_path_query_first(
           said.choices, '$[*] ? (@.value == $value).labels', jsonb_build_object('value', placed.value)), said.unit)::text,
       placed.number
FROM placed CROSS JOIN LATERAL (SELECT * FROM declared WHERE declared.code = placed.code LIMIT 1) AS said
WHERE placed.place <= {VALUES} ORDER BY placed.code, placed.place
"""  # noqa: S608  no values


def _told(value: str, said: str, languages: Sequence[str]) -> tuple[str, str]:
    """What the attribute is called, and its value."""
    labels, of_choice, unit = json.decode(said, type=tuple[dict[str, str], dict[str, str] | None, str])
    return label_of(labels, languages, ""), f"{label_of(of_choice or {}, languages, value)} {unit}".strip()


BY_ATTRIBUTE = Several(columns="product.attributes", select=_COUNTED, told=_told)
