"""The questions by which a search is judged are fair."""

from collections import Counter

import pytest

from contexts.catalog.models import Product
from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.queries import list_products
from gotuto.paging import PageRequest
from tests.catalog.builders import product, shelf
from tests.catalog.search.quality import goods, questions


def test_each_question_wants_goods_that_are_there_or_nothing():
    known = {one.sku for one in goods()}
    assert {asked.wanted for asked in questions() if asked.half != "nothing"} <= known
    assert not any(asked.wanted for asked in questions() if asked.half == "nothing")


def test_both_halves_are_as_large_and_ask_the_same_kinds_of_things():
    halves = Counter(asked.half for asked in questions())
    assert halves == {"tuned": 30, "blind": 30, "nothing": 10}
    kinds = {half: {asked.kind for asked in questions() if asked.half == half} for half in halves}
    assert kinds["tuned"] == kinds["blind"] >= {"typing error", "word form", "accent", "part number"}


def test_nobody_asks_twice_and_no_goods_are_there_twice():
    asked = Counter(question.question.casefold() for question in questions())
    known = Counter(one.sku for one in goods())
    assert max(asked.values()) == max(known.values()) == 1


def test_what_finds_nothing_is_in_no_word_of_the_goods():
    said = " ".join(
        f"{one.name_en} {one.name_de} {one.description_en} {one.description_de}" for one in goods()
    ).casefold()
    nothing = [asked.question.split()[0].casefold() for asked in questions() if asked.half == "nothing"]
    assert not [word for word in nothing if word in said]


@pytest.fixture
def full_shop():
    on = shelf("Everything")
    for one in goods():
        said = f"{one.description_en}\n{one.description_de}"
        made = product(one.sku, on=on, name=one.name_en, description=said)
        Product.objects.filter(id=made.id).update(keywords=one.name_de)


def first_three(question):
    found = list_products(filters=ProductFilter(search=question), for_sale_only=True, page=PageRequest(size=3))
    return [one.sku for one in found.items]


@pytest.mark.django_db
@pytest.mark.parametrize("half", ["tuned", "blind"])
def test_nine_of_ten_questions_find_what_is_wanted_among_the_first_three(full_shop, half):
    asked = [one for one in questions() if one.half == half]
    found = sum(one.wanted in first_three(one.question) for one in asked)
    assert found >= 0.9 * len(asked), f"{half}: {found} of {len(asked)}"


@pytest.mark.django_db
def test_what_the_shop_does_not_have_finds_nothing(full_shop):
    assert [first_three(one.question) for one in questions() if one.half == "nothing"] == [[]] * 10
