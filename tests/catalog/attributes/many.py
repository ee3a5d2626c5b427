"""A shop with many products that tell something of themselves."""

from contexts.catalog.attributes.dto import AttributeKind, Choice
from gotuto.db import execute
from tests.catalog.attributes.said import declare
from tests.catalog.builders import NOW, shelf

# One product in a thousand is rare, every second is common.
_FILL = """
INSERT INTO catalog_product
    (id, sku, name, slug, description, price_amount, price_currency, category_id, is_active, version, created_at, updated_at,
     attributes)
SELECT gen_random_uuid(), 'MANY-' || n, 'Cup ' || md5(n::text), 'cup-' || n, '', 1 + n %% 100, 'EUR', %(shelf)s, true, 1, %(now)s,
       %(now)s,
       jsonb_build_object('colour', CASE WHEN n %% 1000 = 0 THEN 'rare' WHEN n %% 2 = 0 THEN 'common' ELSE 'other' END,
                          'grams', n, 'organic', n %% 2 = 0, 'made', to_char(date '2000-01-01' + n %% 9000, 'YYYY-MM-DD'),
                          'maker', 'Maker ' || n %% 300)
FROM generate_series(1, %(many)s) AS n
"""


def fill(many: int) -> None:
    """So many products of one category, with five attributes each."""
    cups = shelf("Cups", within=shelf("Kitchen"))
    colours = [Choice(value=value) for value in ("rare", "common", "other")]
    declare(cups, "colour", kind=AttributeKind.CHOICE, choices=colours, is_filterable=True)
    declare(cups, "grams", kind=AttributeKind.NUMBER, is_filterable=True)
    declare(cups, "organic", kind=AttributeKind.BOOLEAN, is_filterable=True)
    declare(cups, "made", kind=AttributeKind.DATE, is_filterable=True)
    declare(cups, "maker", is_filterable=True, max_length=50)
    execute(_FILL, {"shelf": cups.id, "now": NOW, "many": many})
    execute("ANALYZE catalog_product, catalog_attributevalue, catalog_category, catalog_attribute")
