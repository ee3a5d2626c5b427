"""How the list of products is read: along an index, from the right place, whatever is asked."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gotuto.db import execute, fetch_all
from tests.catalog.builders import NOW, shelf
from tests.catalog.products.test_lists import BOTH_WAYS, page_of, skus
from tests.once import once

pytestmark = pytest.mark.django_db


WORDS = (
    "catalog_searched_title",
    "catalog_searched_everything",
    "catalog_sampled_title",
    "catalog_sampled_everything",
)
INDEXES = (
    *WORDS,
    "catalog_searchword_forms",
    "catalog_searchword_near",
)


@pytest.fixture(scope="module")
def five_thousand_products(django_db_setup, django_db_blocker):
    with once(django_db_blocker):
        fill()
        yield


def fill():
    on = shelf()
    execute(
        """
        INSERT INTO catalog_product (id, sku, name, slug, description, price_amount, price_currency, category_id,
                                     is_active, version, created_at, updated_at)
        SELECT md5(n::text)::uuid, 'SKU-' || n, 'Product ' || n, 'product', 'Word' || n, n %% 997 + 1, 'EUR', %s, true, 1, %s, %s
        FROM generate_series(1, 5000) AS n
        """,
        [on.id, NOW, NOW],
    )
    # Few words are read through in less time than it takes to look one up.
    execute("SELECT catalog_learn_words(ARRAY(SELECT 'rare' || chr(20000 + n) FROM generate_series(1, 999) AS n))")
    # As a vacuum does: until then new words wait in a list that every search reads through.
    fetch_all("SELECT gin_clean_pending_list(index) FROM unnest(%s::regclass[]) AS index", [[*INDEXES]])
    execute("ANALYZE catalog_product, catalog_searchdocument, catalog_searchword")


@contextmanager
def statements():
    """What is sent to the database meanwhile, with its placeholders."""
    sent = []

    def note(execute, sql, params, many, context):
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def plan(statement):
    """How PostgreSQL does it whatever the values, as it plans a prepared statement."""
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", statement)))
    for number, name in enumerate(names, 1):
        statement = statement.replace(f"%({name})s", f"${number}")
    return "\n".join(line for (line,) in fetch_all("EXPLAIN (GENERIC_PLAN) " + statement))


@pytest.mark.parametrize("ordering", BOTH_WAYS)
@pytest.mark.parametrize("filters", [{}, {"is_active": True}], ids=str)
def test_every_ordering_walks_its_index_from_the_right_place_in_both_directions(
    five_thousand_products, ordering, filters
):
    index = {"name": "by_name", "price": "by_money", "created_at": "by_age"}[ordering.removeprefix("-")]
    with statements() as sent:
        first = page_of(ordering=ordering, **filters)
        second = page_of(ordering=ordering, cursor=first.next, **filters)
        page_of(ordering=ordering, cursor=second.previous, **filters)
    first, *others = [plan(statement) for statement in sent]
    for steps in (first, *others):
        assert f"catalog_product_{index}" in steps
        assert "Sort" not in steps
    assert all("Index Cond: (ROW(" in steps for steps in others)


def test_a_search_uses_its_index(five_thousand_products):
    with statements() as sent:
        assert skus(search="product 4711", is_active=True) == ["SKU-4711"]
    known, page = map(plan, sent)
    assert "Seq Scan on catalog_searchword" not in known
    assert all(index in page for index in WORDS)
    assert "Seq Scan on catalog_product" not in page


@pytest.mark.parametrize("ordering", BOTH_WAYS)
def test_what_was_found_is_sorted_and_not_looked_for_along_an_index(five_thousand_products, ordering):
    with statements() as sent:
        assert skus(search="product 4711", ordering=ordering) == ["SKU-4711"]
    assert INDEXES[1] in plan(sent[1])
    assert "Seq Scan on catalog_product" not in plan(sent[1])


def looked_at(statement):
    """The indexes of words that were really read."""
    told = fetch_all("EXPLAIN (ANALYZE, TIMING OFF) " + statement)
    return {index for (line,) in told for index in WORDS if f"on {index}" in line and "never executed" not in line}


def test_of_common_words_a_part_of_the_shop_has_enough_and_of_rare_ones_none_is_missed(five_thousand_products):
    execute("SET LOCAL enable_seqscan = off")
    for search, found, read in (
        ("product", 20, {"catalog_sampled_title"}),
        ("product 4711", 1, {*WORDS}),
        ("word", 20, {"catalog_sampled_title", "catalog_searched_title", "catalog_sampled_everything"}),
        ("word4711", 1, {*WORDS}),
    ):
        with CaptureQueriesContext(connection) as said:
            assert len(page_of(search=search).items) == found
        assert looked_at(said.captured_queries[-1]["sql"]) == read, search


def test_the_same_kind_of_question_is_the_same_statement(five_thousand_products):
    with statements() as sent:
        for size, search, category in ((1, "product", "tea"), (2, "number", "nothing")):
            first = page_of(size=size, search=search, category=category)
            page_of(size=size, search=search, category=category, cursor=first.next or "")
    assert sent[1] == sent[5]
