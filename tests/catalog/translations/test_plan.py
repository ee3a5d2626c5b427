"""However many products there are, each row of a page looks its translation up by the index, and a page is not all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.catalog.products import dto
from contexts.catalog.products.queries import list_products
from contexts.catalog.products.reading import get_product
from contexts.catalog.translations import statements
from contexts.catalog.translations.models import ProductTranslation
from gotuto.db import execute, fetch_all
from gotuto.paging import PageRequest
from tests.catalog.attributes.many import fill

pytestmark = pytest.mark.django_db
MANY = 5_000

_TRANSLATE = """
INSERT INTO catalog_producttranslation
    (id, product_id, language, name, slug, former_slugs, description, options, version, created_at, updated_at)
SELECT gen_random_uuid(), id, language, 'Tasse ' || sku, 'tasse-' || lower(sku), '{}', '', '[]', 1, created_at, created_at
FROM catalog_product, unnest(ARRAY['de', 'fr', 'es']) AS language
"""
BY_LANGUAGE = "Index Scan using catalog_producttranslation_language"


@pytest.fixture
def shop():
    fill(MANY)
    # The words of so many translations, one by one, are not what is looked at here.
    execute("ALTER TABLE catalog_producttranslation DISABLE TRIGGER USER")
    execute(_TRANSLATE)
    execute("ANALYZE catalog_producttranslation, catalog_categorytranslation")


def plans(ask):
    with CaptureQueriesContext(connection) as said:
        ask()
    return [
        "\n".join(line for (line,) in fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF) {one['sql']}"))
        for one in said.captured_queries
    ]


def listed(**filters):
    return list_products(
        filters=dto.ProductFilter(**filters), for_sale_only=True, page=PageRequest(size=20), language="de"
    )


def test_a_page_looks_up_its_own_translations_only(shop):
    [plan] = plans(lambda: listed())
    assert listed().items[0].name.startswith("Tasse")
    assert BY_LANGUAGE in plan, plan
    assert "Seq Scan on catalog_product" not in plan, plan
    assert "Sort Method: external" not in plan
    # A page and one more, and not 5,000.
    [line] = [line for line in plan.splitlines() if BY_LANGUAGE in line]
    assert "loops=21" in line, plan


def test_a_detail_and_a_slug_are_found_by_their_indexes(shop):
    some = ProductTranslation.objects.filter(language="de").first()
    [detail] = plans(lambda: get_product(product_id=some.product_id, for_sale_only=True, language="de"))
    assert BY_LANGUAGE in detail
    [found] = plans(lambda: listed(slug=some.slug))
    assert "catalog_producttranslation_slug" in found, found
    assert "Seq Scan on catalog_producttranslation" not in found, found
    [addresses] = plans(lambda: statements.product_slugs(some.product_id, "de", "tasse-many-4242"))
    assert "Seq Scan on catalog_product" not in addresses, addresses
