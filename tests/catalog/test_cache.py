"""The tree of categories and the facets of a category are kept for a while, and nobody sees what is not so any more."""

import pytest
from django.utils import timezone
from redis import Redis

from contexts.catalog.categories.use_cases import create_category, delete_category, update_category
from contexts.catalog.prices.use_cases.entering import enter_price
from contexts.catalog.products.use_cases.archiving import archive_product, restore_product
from contexts.catalog.products.use_cases.changing import update_product
from tests.catalog.builders import eur, product, shelf
from tests.catalog.prices.test_ledger import new

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def valkey(settings):
    settings.GOTUTO_CACHE_SECONDS = 60
    server = Redis.from_url(settings.REDIS_URL)
    yield server
    server.delete(*server.keys("gotuto.cache.*"), "none")


def tree(client, counts="true"):
    told = client.get("/api/v1/categories/tree/", {"counts": counts}).json()["results"]
    return [(one["name"], one["product_count"]) for one in told]


def bands(client, **question):
    facets = client.get("/api/v1/products/", {"facets": "true", **question}).json()["facets"]
    return {facet["name"]: [(one["value"], one["count"]) for one in facet["values"]] for facet in facets["facets"]}


def test_the_second_who_asks_costs_no_statement_of_the_tree(client, django_assert_num_queries):
    product(on=shelf("Tea"))
    with django_assert_num_queries(2):
        assert tree(client) == [("Tea", 1)]
    with django_assert_num_queries(0):
        assert tree(client) == [("Tea", 1)]


def test_facets_of_a_category_are_kept_and_those_of_a_question_in_words_are_not(client, django_assert_num_queries):
    product(on=shelf("Tea"))
    questions = {"category": "tea"}, {"search": "TEA-1"}
    first = [bands(client, **one) for one in questions]
    assert [bands(client, **one) for one in questions] == first
    with django_assert_num_queries(1):
        bands(client, category="tea")


def test_whatever_happens_to_categories_and_products_is_seen_at_once(client):
    now, tea = timezone.now(), shelf("Tea")
    green = create_category(name="Green", parent_id=None, now=now)
    assert tree(client) == [("Green", 0), ("Tea", 0)]
    update_category(category_id=green.id, name="Black", now=now)
    assert tree(client) == [("Black", 0), ("Tea", 0)]
    delete_category(category_id=green.id, now=now)
    assert tree(client) == [("Tea", 0)]
    made = product(on=tea, price=eur("12.50"))
    assert (tree(client), bands(client)["price"]) == ([("Tea", 1)], [("EUR 10-20", 1)])
    update_product(product_id=made.id, price=eur("25.00"), now=now)
    assert bands(client)["price"] == [("EUR 20-50", 1)]
    enter_price(product_id=made.id, price=new("60.00"), now=timezone.now())
    assert bands(client)["price"] == [("EUR 50-100", 1)]
    archive_product(product_id=made.id, now=now)
    assert (tree(client), bands(client)["price"]) == ([("Tea", 0)], [])
    restore_product(product_id=made.id, now=now)
    update_product(product_id=made.id, is_active=True, now=now)
    assert tree(client) == [("Tea", 1)]


def test_staff_and_buyers_are_told_apart(client, staff_api):
    product(on=shelf("Tea"), is_active=False)
    told = staff_api("catalog").get("products/?category=tea&facets=true").json()["facets"]
    assert (told["total"], bands(client, category="tea")["category"]) == ("1", [])


def test_a_dry_run_leaves_what_is_kept_as_it_is(client, staff_api, valkey):
    shelf("Tea")
    assert tree(client) == [("Tea", 0)]
    before = valkey.get("gotuto.cache.catalog.tree")
    tried = staff_api("catalog").post("categories/", {"name": "Cups"}, Prefer="dry-run")
    assert (tried.json()["name"], valkey.get("gotuto.cache.catalog.tree")) == ("Cups", before)
    assert tree(client) == [("Tea", 0)]
