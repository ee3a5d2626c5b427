"""Lists: filtered, searched, sorted and paged in one statement, by an index."""

import base64
import re
from contextlib import contextmanager
from datetime import timedelta

import msgspec
import pytest
from django.db import connection

from contexts.catalog import models
from contexts.catalog.products import dto
from contexts.catalog.products.queries import list_products
from contexts.catalog.products.use_cases.changing import delete_product
from gotuto.db import execute, fetch_all
from gotuto.db.keyset import Selection
from gotuto.money import Money
from gotuto.paging import InvalidCursor, PageRequest
from tests.catalog.builders import NOW, eur, product, shelf

pytestmark = pytest.mark.django_db


def page_of(*, size=20, cursor="", ordering="", **filters):
    request = PageRequest(size=size, cursor=cursor, ordering=ordering)
    return list_products(filters=dto.ProductFilter(**filters), page=request, for_sale_only=False)


def skus(**question):
    return [one.sku for one in page_of(**question).items]


def test_a_category_includes_everything_below_it(django_assert_num_queries):
    tea = shelf("Tea")
    green = shelf("Green", within=tea)
    product("A", on=tea)
    product("B", on=green)
    product("C", on=shelf("Sencha", within=green))
    product("D", on=shelf("Coffee"))
    with django_assert_num_queries(1):
        assert skus(category="tea") == ["A", "B", "C"]
    assert skus(category="green") == ["B", "C"]
    assert skus(category="coffee") == ["D"]
    assert skus(category="wine") == []
    assert skus() == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("green", ["TEA-100"]),
        ("GRE", ["TEA-100"]),
        ("tea", ["POT-1", "TEA-100", "TEA-200"]),
        ("tea-1", ["TEA-100"]),
        ("Tea-100", ["TEA-100"]),
        ("tea 200", ["TEA-200"]),
        ("flush first", ["TEA-100"]),
        ("assam/dar", ["TEA-200"]),
        ("assam-tea", []),
        ("ÜBER", ["POT-1"]),
        ("for 'tea' & | ! :* \\ ()", ["POT-1", "TEA-100", "TEA-200"]),
        ("for", ["POT-1"]),
        ("- & !", []),
        ("!!!", []),
        ("%", []),
        ("()", []),
        ("…", []),
        ("", ["POT-1", "TEA-100", "TEA-200"]),
        ("een", []),
        ("coffee", []),
    ],
)
def test_a_search_finds_products_with_every_word_or_its_beginning(search, found):
    on = shelf()
    product("TEA-100", on=on, name="Green", description="First flush, 3.5mm leaf.")
    product("TEA-200", on=on, name="Black (Assam/Darjeeling)")
    product("POT-1", on=on, name="A pot, über-round", description="For tea.")
    assert sorted(skus(search=search)) == found


def test_staff_ask_for_what_is_not_for_sale_but_nobody_sees_the_archive():
    on = shelf()
    product("ON", on=on)
    product("OFF", on=on, is_active=False)
    gone = product("GONE", on=on)
    delete_product(product_id=gone.id, now=NOW)
    assert skus() == ["OFF", "ON"]
    assert skus(is_active=True) == ["ON"]
    assert skus(is_active=False) == ["OFF"]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [("", "ABCD"), ("-name", "DCBA"), ("price", "CBAD"), ("-price", "DABC"), ("created_at", "DCBA")],
)
def test_pages_follow_each_other_both_ways(ordering, expected):
    on = shelf()
    for sku, price in zip("DCBA", ("3", "1", "2", "2"), strict=True):
        product(sku, on=on, price=eur(price))
    first = page_of(size=3, ordering=ordering)
    second = page_of(size=3, ordering=ordering, cursor=first.next)
    back = page_of(size=3, ordering=ordering, cursor=second.previous)
    assert "".join(one.sku for one in first.items + second.items) == expected
    assert back.items == first.items
    assert (first.previous, second.next) == (None, None)


def test_prices_are_sorted_within_each_currency():
    on = shelf()
    for sku, amount, currency in (("A", "100", "JPY"), ("B", "12.50", "EUR"), ("C", "9", "JPY"), ("D", "101", "EUR")):
        product(sku, on=on, price=Money.of(amount, currency))
    for size in (1, 2, 3, 10):
        assert [one.sku for page in walked("next", size=size, ordering="price") for one in page.items] == list("BDCA")
        assert [one.sku for page in walked("next", size=size, ordering="-price") for one in page.items] == list("ACDB")


ORDERINGS = {"name": "name", "price": "price_amount", "created_at": "created_at"}
BOTH_WAYS = [sign + name for name in ORDERINGS for sign in ("", "-")]


def walked(step, *, cursor="", **question):
    """All pages from the cursor on, in the direction of the step (next or previous)."""
    pages = [page_of(cursor=cursor, **question)]
    while onward := getattr(pages[-1], step):
        pages.append(page_of(cursor=onward, **question))
    return pages


@pytest.fixture
def a_dozen_with_ties():
    tea = shelf("Tea")
    for number, on in enumerate([tea, shelf("Green", within=tea), shelf("Pots")] * 4):
        product(f"P-{number}", on=on, name="Same name" if number % 2 else f"Pot {number}", price=eur(f"{number % 3 + 1}"),
                is_active=number != 3)  # fmt: skip
    models.Product.objects.filter(price_amount=2).update(created_at=NOW + timedelta(days=1))


@pytest.mark.parametrize("ordering", BOTH_WAYS)
@pytest.mark.parametrize("filters", [{}, {"is_active": True}, {"category": "tea"}, {"search": "same"}], ids=str)
def test_the_pages_are_those_of_a_sorted_table_in_both_directions(a_dozen_with_ties, ordering, filters):
    rows = models.Product.objects.in_catalogue()
    if "is_active" in filters:
        rows = rows.filter(is_active=True)
    if "category" in filters:
        rows = rows.in_branch("tea")
    if "search" in filters:
        rows = rows.filter(name="Same name")
    sign = "-" if ordering.startswith("-") else ""
    expected = [row.to_dto() for row in rows.order_by(f"{sign}{ORDERINGS[ordering.removeprefix('-')]}", f"{sign}id")]

    there = walked("next", size=2, ordering=ordering, **filters)
    assert [one for page in there for one in page.items] == expected
    back = walked("previous", size=2, ordering=ordering, cursor=there[-1].previous, **filters)
    assert [page.items for page in reversed(back)] == [page.items for page in there[:-1]]


@pytest.mark.parametrize(
    ("ordering", "value"),
    [
        *(("name", value) for value in (12, True, None, [], {}, "a\0b")),
        *(("price", value) for value in ("cheap", "1.00", True, None, {}, "", ["EUR"], ["EUR", "1", "2"], [1, "1"])),
        *(("price", ["EUR", value]) for value in ("cheap", "NaN", "-Infinity", "1e999999999", True, None, {}, "")),
        *(("created_at", value) for value in ("tomorrow", "infinity", 12, None, "2026-13-01T00:00:00Z")),
        ("created_at", "2026-11-20T09:30:00"),
    ],
)
def test_a_cursor_with_a_value_of_another_type_is_refused(a_dozen_with_ties, ordering, value):
    cursor = page_of(size=1, ordering=ordering).next
    binding, backward, _, row_id = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    tampered = base64.urlsafe_b64encode(msgspec.json.encode([binding, backward, value, row_id])).decode()
    with pytest.raises(InvalidCursor):
        page_of(size=1, ordering=ordering, cursor=tampered)


def test_a_cursor_of_another_ordering_is_refused(a_dozen_with_ties):
    cursor = page_of(size=1, ordering="name").next
    for ordering in ("-name", "price", "created_at"):
        with pytest.raises(InvalidCursor):
            page_of(size=1, ordering=ordering, cursor=cursor)


def test_a_page_is_never_longer_than_the_longest_and_goes_on_after_it(a_dozen_with_ties, monkeypatch):
    monkeypatch.setattr(Selection, "max_page_size", 5)
    first = page_of(size=1000)
    assert len(first.items) == 5
    assert [len(page.items) for page in walked("next", size=1000, cursor=first.next)] == [5, 2]


def test_a_cursor_belongs_to_its_list():
    on = shelf()
    for sku in "ABC":
        product(sku, on=on)
    cursor = page_of(size=1).next
    with pytest.raises(InvalidCursor):
        page_of(size=1, cursor=cursor, search="a")


def test_a_page_costs_one_statement_whatever_its_size(django_assert_num_queries):
    on = shelf()
    for number in range(30):
        product(f"SKU-{number}", on=on)
    for size in (1, 10, 25):
        with django_assert_num_queries(1):
            assert len(page_of(size=size).items) == size


INDEXES = (
    "catalog_searched_title",
    "catalog_searched_everything",
    "catalog_searchword_forms",
    "catalog_searchword_near",
)


@pytest.fixture
def five_thousand_products():
    on = shelf()
    execute(
        """
        INSERT INTO catalog_product (id, sku, name, slug, description, price_amount, price_currency, category_id,
                                     is_active, version, created_at, updated_at)
        SELECT gen_random_uuid(), 'SKU-' || n, 'Product ' || n, 'product', 'Word' || n, n %% 997 + 1, 'EUR', %s, true, 1, %s, %s
        FROM generate_series(1, 5000) AS n
        """,
        [on.id, NOW, NOW],
    )
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


def test_a_category_walks_the_index_too(five_thousand_products):
    with statements() as sent:
        page_of(category="tea")
    assert "catalog_product_by_name" in plan(sent[0])
    assert "Sort" not in plan(sent[0])


def test_a_search_uses_its_index(five_thousand_products):
    with statements() as sent:
        assert skus(search="product 4711", is_active=True) == ["SKU-4711"]
    known, page = map(plan, sent)
    assert "Seq Scan on catalog_searchword" not in known
    assert all(index in page for index in INDEXES[:2])
    assert "Seq Scan on catalog_product" not in page


@pytest.mark.parametrize("ordering", BOTH_WAYS)
def test_what_was_found_is_sorted_and_not_looked_for_along_an_index(five_thousand_products, ordering):
    with statements() as sent:
        assert skus(search="product 4711", ordering=ordering) == ["SKU-4711"]
    assert INDEXES[1] in plan(sent[1])
    assert "Seq Scan on catalog_product" not in plan(sent[1])


def test_the_same_kind_of_question_is_the_same_statement(a_dozen_with_ties):
    with statements() as sent:
        for size, search, category in ((1, "same", "tea"), (2, "na", "green")):
            first = page_of(size=size, search=search, category=category)
            page_of(size=size, search=search, category=category, cursor=first.next or "")
    assert sent[1] == sent[5]
