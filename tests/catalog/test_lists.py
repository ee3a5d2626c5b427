"""Lists: filtered, searched, sorted and paged in one statement, by an index."""

import pytest

from contexts.catalog import dto, models
from contexts.catalog import facade as catalog
from gotuto.db import execute, fetch_all
from gotuto.paging import InvalidCursor, PageRequest
from tests.catalog.builders import NOW, eur, product, shelf

pytestmark = pytest.mark.django_db


def page_of(*, size=20, cursor="", ordering="", **filters):
    request = PageRequest(size=size, cursor=cursor, ordering=ordering)
    return catalog.list_products(filters=dto.ProductFilter(**filters), page=request)


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
        ("for 'tea' & | ! :* \\ ()", ["POT-1"]),
        ("- & !", ["POT-1", "TEA-100", "TEA-200"]),
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
    catalog.delete_product(product_id=gone.id, now=NOW)
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
    fetch_all("SELECT gin_clean_pending_list('catalog_product_searched')")
    execute("ANALYZE catalog_product")


def plan(rows):
    return "\n".join(line for (line,) in fetch_all("EXPLAIN " + str(rows.query).replace("%", "%%")))


@pytest.mark.parametrize(
    ("column", "index"),
    [
        ("name", "catalog_product_by_name"),
        ("price_amount", "catalog_product_by_price"),
        ("created_at", "catalog_product_by_age"),
    ],
)
def test_every_ordering_has_an_index(five_thousand_products, column, index):
    rows = models.Product.objects.in_catalogue().filter(is_active=True).order_by(f"-{column}", "-id")[:20]
    assert index in plan(rows)
    assert "Sort" not in plan(rows)


def test_a_search_uses_its_index(five_thousand_products):
    assert skus(search="word4711") == ["SKU-4711"]
    steps = fetch_all(
        "EXPLAIN SELECT id FROM catalog_product WHERE searched @@ to_tsquery('simple'::regconfig, %s)", ["'word47':*"]
    )
    assert "catalog_product_searched" in "\n".join(line for (line,) in steps)
