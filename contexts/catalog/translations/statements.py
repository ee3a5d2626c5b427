"""The statements on translations: who has a slug, and what is missing in a language."""

from datetime import datetime

from contexts.catalog.translations import dto
from gotuto.db import execute, fetch_all, fetch_as
from gotuto.ids import CategoryId, ProductId

# A slug that somebody else has in this language, or had, or as the original.
_PRODUCT_SLUGS = """
SELECT told.slug, product.name
FROM catalog_producttranslation AS told JOIN catalog_product AS product ON product.id = told.product_id
WHERE told.slug >= %(begin)s AND told.slug < %(begin)s || chr(1114109) AND told.language = %(language)s
  AND told.product_id <> %(id)s
UNION ALL
SELECT %(begin)s, product.name
FROM catalog_producttranslation AS told JOIN catalog_product AS product ON product.id = told.product_id
WHERE told.former_slugs @> ARRAY[%(begin)s::varchar] AND told.language = %(language)s AND told.product_id <> %(id)s
UNION ALL
SELECT slug, name FROM catalog_product WHERE slug = %(begin)s AND id <> %(id)s
"""

_LACKING = """
told.id IS NULL OR told.name = '' OR (told.description = '' AND {of}.description <> '')
"""
# An option without a name, or with a value that has none, in another language.
_OPTIONS_LACKING = """
EXISTS (
    SELECT FROM jsonb_array_elements(product.options) AS one
    WHERE NOT coalesce((
        SELECT said ->> 'name' <> '' AND NOT EXISTS (
            SELECT FROM jsonb_array_elements_text(one -> 'values') AS value
            WHERE coalesce(said -> 'values' ->> value, '') = '')
        FROM jsonb_array_elements(told.options) AS said WHERE said ->> 'option' = one ->> 'name' LIMIT 1), false))
"""
PRODUCT_LACKS = f"({_LACKING.format(of='product').strip()} OR product.options <> '[]' AND {_OPTIONS_LACKING.strip()})"
CATEGORY_LACKS = f"({_LACKING.format(of='category').strip()})"
_PRODUCTS = """
catalog_product AS product LEFT JOIN catalog_producttranslation AS told
    ON told.product_id = product.id AND told.language = %(language)s
WHERE product.deleted_at IS NULL
"""
_CATEGORIES = """
catalog_category AS category LEFT JOIN catalog_categorytranslation AS told
    ON told.category_id = category.id AND told.language = %(language)s
"""
_MISSING = """
array_remove(ARRAY[
    CASE WHEN coalesce(told.name, '') = '' THEN 'name' END,
    CASE WHEN coalesce(told.description, '') = '' AND {of}.description <> '' THEN 'description' END,
    {options}
], NULL) AS missing
"""
_OPTIONS = f"CASE WHEN product.options <> '[]' AND {_OPTIONS_LACKING.strip()} THEN 'options' END"
_PRODUCT_GAPS = f"""
SELECT %(language)s AS language, product.name AS name, product.id AS product_id, product.sku AS sku,
       {_MISSING.format(of="product", options=_OPTIONS).strip()}
FROM {_PRODUCTS} AND {PRODUCT_LACKS} ORDER BY product.name, product.id LIMIT %(most)s
"""  # noqa: S608  no values
_CATEGORY_GAPS = f"""
SELECT %(language)s AS language, category.name AS name, category.id AS category_id,
       {_MISSING.format(of="category", options="NULL").strip()}
FROM {_CATEGORIES} WHERE {CATEGORY_LACKS} ORDER BY category.name, category.id LIMIT %(most)s
"""  # noqa: S608  no values
_COVERAGE = f"""
SELECT %(language)s AS language, products.*, categories.*
FROM (SELECT count(*) AS products, count(*) FILTER (WHERE {PRODUCT_LACKS}) AS products_missing FROM {_PRODUCTS}) AS products,
     (SELECT count(*) AS categories, count(*) FILTER (WHERE {CATEGORY_LACKS}) AS categories_missing
      FROM {_CATEGORIES}) AS categories
"""  # noqa: S608  no values

# Products of a list of the back office that a language lacks texts of.
LACKING_PRODUCTS = f"SELECT product.id FROM {_PRODUCTS} AND {PRODUCT_LACKS}"  # noqa: S608  no values
LACKING_CATEGORIES = f"SELECT category.id FROM {_CATEGORIES} WHERE {CATEGORY_LACKS}"  # noqa: S608  no values


def product_slugs(product_id: ProductId, language: str, begin: str) -> dict[str, str]:
    """Addresses of other products that begin so in a language, and whose each is."""
    asked = {"id": product_id, "language": language, "begin": begin}
    return dict(fetch_all(_PRODUCT_SLUGS, asked))


def touch_product(product_id: ProductId, now: datetime) -> None:
    """Whoever asks what has changed since learns of a translation too."""
    execute("UPDATE catalog_product SET updated_at = %s WHERE id = %s", [now, product_id])


def touch_category(category_id: CategoryId, now: datetime) -> None:
    """Whoever asks what has changed since learns of a translation too."""
    execute("UPDATE catalog_category SET updated_at = %s WHERE id = %s", [now, category_id])


def product_gaps(language: str, most: int) -> list[dto.Gap]:
    """Products that a language lacks texts of, by name."""
    return fetch_as(dto.Gap, _PRODUCT_GAPS, {"language": language, "most": most})


def category_gaps(language: str, most: int) -> list[dto.Gap]:
    """Categories that a language lacks texts of, by name."""
    return fetch_as(dto.Gap, _CATEGORY_GAPS, {"language": language, "most": most})


def coverage(language: str) -> dto.Coverage:
    """How much of the catalogue a language lacks."""
    [found] = fetch_as(dto.Coverage, _COVERAGE, {"language": language})
    return found
