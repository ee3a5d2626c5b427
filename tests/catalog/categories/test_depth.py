"""A deep tree of categories: a limit for what is made, and what stood deeper before is read at the same cost."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contexts.catalog.categories.domain import MOST_LEVELS
from contexts.catalog.categories.dto import CategoryFilter
from contexts.catalog.categories.errors import CategoryCycle, CategoryTooDeep
from contexts.catalog.categories.models import Category
from contexts.catalog.categories.queries import list_categories
from contexts.catalog.categories.use_cases import update_category
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.db import execute, fetch_all
from gotuto.ids import CategoryId
from gotuto.paging import PageRequest
from tests.catalog.builders import NOW, product, shelf
from tests.clients import Api, staff_api

pytestmark = pytest.mark.django_db

# A chain as it may stand in the data already; its names say the level.
_CHAIN = """
INSERT INTO catalog_category (id, name, slug, description, parent_id, version, created_at, updated_at)
SELECT md5('level ' || n)::uuid, 'Level ' || n, 'level-' || n, '', CASE WHEN n > 1 THEN md5('level ' || n - 1)::uuid END,
       1, now(), now()
FROM generate_series(1, %s) AS n
"""


def chain(levels):
    execute(_CHAIN, [levels])
    execute("ANALYZE catalog_category")


def level(number):
    return Category.objects.get(slug=f"level-{number}")


def test_a_category_is_not_made_or_moved_deeper_than_the_tree_may_become():
    chain(MOST_LEVELS)
    answer = staff_api("catalog").post("categories/", {"name": "Below", "parent_id": str(level(MOST_LEVELS).id)})
    assert (answer.status_code, answer.json()["code"]) == (422, "catalog.category_too_deep")
    assert "at most 30 levels" in answer.json()["errors"]["parent_id"][0]
    two = shelf("Two")
    shelf("Levels", within=two)
    with pytest.raises(CategoryTooDeep):
        move(two.id, to=level(MOST_LEVELS - 1).id)
    assert move(two.id, to=level(MOST_LEVELS - 2).id).parent_id == level(MOST_LEVELS - 2).id


def test_what_stood_deeper_before_is_renamed_moved_up_and_never_into_itself():
    chain(480)
    assert update_category(category_id=CategoryId(level(400).id), name="Renamed", now=NOW).name == "Renamed"
    assert move(level(200).id, to=level(2).id).parent_id == level(2).id
    assert move(level(200).id, to=level(1).id)
    with pytest.raises(CategoryTooDeep):
        move(level(2).id, to=shelf("Above", within=shelf("Top")).id)
    with pytest.raises(CategoryCycle):
        move(level(1).id, to=level(480).id)


def move(category_id, *, to):
    return update_category(category_id=CategoryId(category_id), parent_id=CategoryId(to), now=NOW)


@pytest.mark.parametrize("levels", [480, 1_000])
def test_a_tree_of_before_is_read_however_deep_it_is(levels):
    chain(levels)
    product("X", on=CategoryId(level(levels).id))
    tree = Api().get("categories/tree/")
    assert tree.status_code == 200
    assert json.dumps(tree.json()).count('"is_cut": true') == 1
    assert Api().get(f"categories/?parent_id={level(MOST_LEVELS).id}").json()["results"][0]["slug"] == "level-31"
    assert Api().get("products/?category=level-1").json()["results"][0]["sku"] == "X"
    assert len(list_categories(filters=CategoryFilter(), page=PageRequest(size=100)).items) == 100


@pytest.mark.parametrize("levels", [480, 1_000])
def test_a_branch_is_found_by_looking_at_each_of_its_categories_a_few_times(levels):
    chain(levels)
    product("X", on=CategoryId(level(levels).id))
    with CaptureQueriesContext(connection) as seen:
        assert len(Api().get("products/?category=level-1").json()["results"]) == 1
    [asked] = [query["sql"] for query in seen.captured_queries if "RECURSIVE" in query["sql"]]
    # Once for how many stand there, once for which those are, and once for what a page of them must fulfil.
    assert rows(asked) <= 3 * (levels + 5)
    assert (level(1).height(), len(Category.above(level(levels).id))) == (levels, levels)


@pytest.mark.parametrize("levels", [480, 1_000])
@pytest.mark.parametrize("page", ["category/", "category/?q=level", "product/", "product/?category=level-1"])
def test_a_page_of_the_back_office_looks_at_so_many_rows_for_a_category_however_deep_it_stands(page, levels):
    chain(levels)
    browser = clerk()
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(f"/admin/catalog/{page}").status_code == 200
    asked = [query["sql"] for query in seen.captured_queries if "catalog_category" in query["sql"]]
    assert max(map(rows, asked)) <= (MOST_LEVELS + 2) * levels


def rows(sql):
    """How many rows of all nodes a plan has touched."""
    (plan,) = fetch_all(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql.replace('%', '%%')}")[0][0]
    return touched(plan["Plan"])


def touched(node):
    looked = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    own = looked * node["Actual Loops"] if node.get("Relation Name") == "catalog_category" else 0
    return own + sum(touched(part) for part in node.get("Plans", ()))


def clerk():
    ensure_staff(email="clerk@example.com", password="a-long-password-9", roles=["catalog"], now=NOW)
    browser = Client()
    assert browser.login(username="clerk@example.com", password="a-long-password-9")
    return browser


def test_a_page_of_a_category_that_stands_deep_is_shown_and_its_deletion_refused():
    chain(1_000)
    browser = clerk()
    page = f"/admin/catalog/category/{level(500).id}"
    assert browser.get(f"{page}/change/").status_code == 200
    assert browser.get(f"{page}/delete/").status_code == 200
    assert "… › Level 471" in Category.objects.with_path().get(slug="level-500").path
