"""However many products there are, an index finds those that have a value, and a page of a common value is not all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.catalog.products import dto
from contexts.catalog.products.queries import list_products
from gotuto.db import execute, fetch_all
from gotuto.paging import PageRequest
from tests.catalog.attributes.many import fill
from tests.once import once

pytestmark = pytest.mark.django_db
MANY = 5_000


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker):
    with once(django_db_blocker):
        fill(MANY)
        yield


def asked(*, facets=False, **attributes):
    """A page, and the plans of its statements."""
    with CaptureQueriesContext(connection) as said:
        page = list_products(
            filters=dto.ProductFilter(attr={name: (value,) for name, value in attributes.items()}),
            for_sale_only=True,
            page=PageRequest(size=20),
            facets=facets,
        )
    plans = [
        "\n".join(line for (line,) in fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF) {one['sql']}"))
        for one in said.captured_queries
    ]
    return page, plans


FEW = (
    ({"colour": "rare"}, 5),
    ({"grams": "77"}, 1),
    ({"grams_min": "100", "grams_max": "109"}, 10),
    ({"maker": "Maker 7"}, 17),
    ({"made_after": "2013-09-05", "colour": "rare"}, 1),
)
COMMON = ({"colour": "common"}, {"organic": "true", "grams_min": "1000"})


def test_few_are_found_by_their_ids(shop):
    for attributes, found in FEW:
        page, (_, counted, listed) = asked(**attributes)
        assert len(page.items) == found
        for plan in (counted, listed):
            assert "catalog_attributevalue_pkey" in plan, plan
            assert "Seq Scan on catalog_product" not in plan, plan


def test_a_page_of_many_is_found_on_the_way_through_the_list(shop):
    execute("SET LOCAL enable_seqscan = off")
    for attributes in COMMON:
        page, (_, counted, listed) = asked(**attributes)
        assert len(page.items) == 20
        assert "catalog_product_by_name" in listed, listed
        assert "Sort Key" not in listed, listed
        assert "catalog_attributevalue_pkey" in counted, counted


def test_what_is_counted_is_found_by_its_ids_even_where_a_page_is_not(shop):
    page, (_, _, listed, counted) = asked(facets=True, colour="common")
    assert "catalog_attributevalue_pkey" not in listed, listed
    assert "catalog_attributevalue_pkey" in counted, counted
    assert page.facets.total == "2495"
