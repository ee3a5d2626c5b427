"""A page of the few that a shelf or a price lets through costs as much as they are few, however large the catalogue is."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.queries import list_products
from gotuto.db import execute, fetch_all
from gotuto.filters import Range
from gotuto.money import Decimal
from gotuto.paging import PageRequest
from tests.catalog.builders import NOW, shelf
from tests.once import once

pytestmark = pytest.mark.django_db

MANY = 5_000
ORDERINGS = ("name", "-name", "price", "-price", "created_at", "-created_at")
RARE = ProductFilter(category="rare")
DEAR = ProductFilter(price=Range(min=Decimal("998")))
NARROW = ProductFilter(price=Range(min=Decimal("500"), max=Decimal("509")))
COMMON = ProductFilter(category="tea")
NOTHING = ProductFilter(category="nothing")
LATELY = ProductFilter(updated_since=NOW + timedelta(seconds=1))


@pytest.fixture(scope="module")
def shop(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with once(django_db_blocker):
        fill()
        yield


def fill() -> None:
    """Every hundredth product stands on a shelf of its own, below one that has nothing else; two of them cost 1,000 EUR."""
    rare = shelf("Green", within=shelf("Rare"))
    execute(
        """
        INSERT INTO catalog_product (id, sku, name, slug, description, price_amount, price_currency, category_id,
                                     is_active, version, created_at, updated_at)
        SELECT gen_random_uuid(), 'SKU-' || n, 'Product ' || n %% 1000, 'product', '',
               CASE WHEN n IN (700, 701) THEN 1000 ELSE n %% 997 + 1 END, 'EUR', CASE WHEN n %% 100 = 0 THEN %s ELSE %s END,
               true, 1, %s - n %% 7 * interval '1 hour', %s + n / %s * interval '1 minute'
        FROM generate_series(1, %s) AS n
        """,
        [rare.id, shelf("Tea").id, NOW, NOW, MANY - 10, MANY],
    )
    execute("ANALYZE catalog_product")


def _walked(filters: ProductFilter, ordering: str) -> list[str]:
    """All SKUs, page by page."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        asked = PageRequest(size=40, ordering=ordering, cursor=cursor)
        page = list_products(filters=filters, for_sale_only=True, page=asked)
        found += [one.sku for one in page.items]
        cursor = page.next
    return found


def _sorted(condition: str, ordering: str) -> list[str]:
    column = {"name": "name", "price": "price_amount", "created_at": "created_at"}[ordering.removeprefix("-")]
    way = "DESC" if ordering.startswith("-") else "ASC"
    rows = fetch_all(f"SELECT sku FROM catalog_product WHERE {condition} ORDER BY {column} {way}, id {way}")
    return [sku for (sku,) in rows]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_few_come_in_the_same_order_as_many(shop: None, ordering: str) -> None:
    assert _walked(RARE, ordering) == _sorted("right(sku, 2) = '00'", ordering)
    assert _walked(NARROW, ordering) == _sorted("price_amount BETWEEN 500 AND 509", ordering)
    both = ProductFilter(category="rare", price=Range(max=Decimal("400")), is_active=True)
    assert _walked(both, ordering) == _sorted("right(sku, 2) = '00' AND price_amount <= 400", ordering)
    assert _walked(COMMON, ordering) == _sorted("right(sku, 2) <> '00'", ordering)
    assert _walked(LATELY, ordering) == _sorted(f"substr(sku, 5)::int >= {MANY - 10}", ordering)
    assert _walked(NOTHING, ordering) == []


def _steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for below in step.get("Plans", ()):
        yield from _steps(below)


def _asked(filters: ProductFilter, ordering: str = "name") -> tuple[int, set[str]]:
    """How many rows of products were looked at for a page, planned as for any values, and by which indexes but for their ids."""
    execute("SET LOCAL plan_cache_mode = force_generic_plan")
    execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as said:
        list_products(filters=filters, for_sale_only=True, page=PageRequest(size=20, ordering=ordering))
    return _looked(*(one["sql"] for one in said.captured_queries))


def _looked(statement: str) -> tuple[int, set[str]]:
    ((plan,),) = fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
    plan = plan if isinstance(plan, list) else json.loads(plan)
    looked = [
        one
        for one in _steps(plan[0]["Plan"])
        if one.get("Index Name", one.get("Relation Name", "")).startswith("catalog_product") and one["Actual Loops"]
    ]
    rows = sum((one["Actual Rows"] + one.get("Rows Removed by Filter", 0)) * one["Actual Loops"] for one in looked)
    by_id = [one for one in looked if "(id = ANY" in one.get("Index Cond", "")]
    return int(rows), {one["Index Name"] for one in looked if "Index Name" in one and one not in by_id}


@pytest.mark.parametrize("filters", [RARE, DEAR, NARROW, LATELY, NOTHING], ids=str)
def test_few_are_found_by_their_ids(shop: None, filters: ProductFilter) -> None:
    rows, indexes = _asked(filters)
    assert rows < 400, indexes
    assert "catalog_product_by_name" not in indexes


def test_a_page_of_many_is_found_on_the_way_along_the_list(shop: None) -> None:
    rows, indexes = _asked(COMMON)
    assert rows < 1_000, indexes
    assert "catalog_product_by_name" in indexes


def test_by_its_own_index_a_list_begins_where_the_price_does(shop: None) -> None:
    rows, indexes = _asked(DEAR, "price")
    assert rows < 10
    assert indexes == {"catalog_product_by_money"}


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_the_second_page_costs_what_the_first_does_though_all_are_of_one_currency_and_day(
    shop: None, ordering: str
) -> None:
    """Planned for its very values, of which the first is the same everywhere."""
    for number in range(30):
        shelf(f"Shelf {number}")
    execute("UPDATE catalog_product SET created_at = %s", [NOW])
    execute("ANALYZE catalog_product, catalog_category")
    execute("SET LOCAL plan_cache_mode = force_custom_plan")
    first = list_products(filters=ProductFilter(), for_sale_only=True, page=PageRequest(size=20, ordering=ordering))
    with CaptureQueriesContext(connection) as said:
        asked = PageRequest(size=20, ordering=ordering, cursor=first.next or "")
        assert len(list_products(filters=ProductFilter(), for_sale_only=True, page=asked).items) == 20
    [statement] = [one["sql"] for one in said.captured_queries]
    assert _looked(statement)[0] < 200
