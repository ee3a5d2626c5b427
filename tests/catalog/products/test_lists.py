"""Lists: filtered, searched, sorted and paged in one statement, by an index."""

import base64
from datetime import timedelta

import msgspec
import pytest

from contexts.catalog import models
from contexts.catalog.products import dto
from contexts.catalog.products.queries import list_products
from contexts.catalog.products.use_cases.archiving import archive_product
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
    archive_product(product_id=gone.id, now=NOW)
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
