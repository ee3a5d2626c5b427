"""The SQL of texts in another language: each row looks up its own by an index, and tells the original of what it lacks.

The parameter `language` is one of those into which the shop translates.
"""

from dataclasses import replace

from django.db.models import TextField
from django.db.models.expressions import RawSQL
from msgspec.json import decode

from gotuto.db.keyset import Selection

# OFFSET keeps it a look-up for each row of the page: joined, a planner might read the whole table.
_JOIN = """
LEFT JOIN LATERAL (
    SELECT nullif(name, '') AS name, nullif(slug, '') AS slug, nullif(description, '') AS description{more}
    FROM catalog_{of}translation WHERE {of}_id = {row}.id AND language = %(language)s OFFSET 0
) AS {alias} ON true
"""
PRODUCT = _JOIN.format(of="product", row="product", alias="said", more=", nullif(options, '[]') AS options")
SHELF = _JOIN.format(of="category", row="category", alias="shelf", more="")

# Columns of a list or a detail, which stand after those of the same name and are taken in place of them.
COLUMNS = """
coalesce(said.name, product.name) AS name, coalesce(said.slug, product.slug) AS slug,
coalesce(said.description, product.description) AS description,
CASE WHEN said.options IS NULL THEN product.options ELSE catalog_options_said(said.options, product.options) END AS options,
coalesce(shelf.name, category.name) AS category_name, coalesce(shelf.slug, category.slug) AS category_slug
"""
VARIANT_NAME = "catalog_variant_said(coalesce(said.name, product.name), said.options, product.options, variant.options)"
VARIANT_OPTIONS = "catalog_chosen_said(said.options, product.options, variant.options)"

# A product is found by its slug, and by those that it has and had in other languages; three look-ups by index.
BY_SLUG = """
product.id IN (SELECT id FROM catalog_product WHERE slug = %(slug)s
               UNION ALL SELECT product_id FROM catalog_producttranslation WHERE slug = %(slug)s AND slug <> ''
               UNION ALL SELECT product_id FROM catalog_producttranslation WHERE former_slugs @> ARRAY[%(slug)s::varchar])
"""

_OF_CATEGORY = """
SELECT jsonb_build_array(name, slug, description)::text FROM catalog_categorytranslation
WHERE category_id = catalog_category.id AND language = %s
"""


def speaking(selection: Selection, language: str) -> Selection:
    """The same rows of a list of products, told in a language; as they are, where that is none."""
    if not language:
        return selection
    return replace(
        selection,
        columns=f"{selection.columns}, {COLUMNS}",
        source=f"{selection.source} {PRODUCT} {SHELF}",
        parameters={**selection.parameters, "language": language},
    )


def of_category(language: str) -> RawSQL:
    """Name, slug and description of a category in a language, as `texts` reads them."""
    return RawSQL(_OF_CATEGORY, [language], output_field=TextField())  # noqa: S611  our own statement


def texts(told: str | None) -> dict[str, str]:
    """Those of them that there are, by the names of the fields."""
    said: list[str] = decode(told) if told else []
    return {name: text for name, text in zip(("name", "slug", "description"), said, strict=False) if text}
