"""What somebody finds who asks for goods in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.catalog.categories.use_cases import update_category
from contexts.catalog.models import Product
from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.queries import list_products
from contexts.catalog.products.use_cases.archiving import archive_product
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.search import domain
from contexts.catalog.search.queries import explain, suggest
from contexts.catalog.search.use_cases import add_synonyms
from contexts.catalog.skus.queries import find_skus
from gotuto.db import fetch_one
from gotuto.paging import PageRequest
from tests.catalog.builders import NOW, eur, product, shelf

pytestmark = pytest.mark.django_db


def found(question, *, ordering="", **filters):
    page = PageRequest(size=50, ordering=ordering)
    asked = ProductFilter(search=question, **filters)
    return [one.sku for one in list_products(filters=asked, for_sale_only=True, page=page).items]


@pytest.mark.parametrize(
    "question", ["tea-earl", "TEAEARLGREY", "tea earl grey 100", "earl-grey", "teaearlgrey100", "grey", "100"]
)
def test_a_part_number_is_found_however_it_is_written(question):
    product("TEA-EARL-GREY-100", name="Leaves")
    assert found(question) == ["TEA-EARL-GREY-100"]


@pytest.mark.parametrize(("question", "name"), [("18v", "Drill 18 V"), ("18 v", "Drill 18V"), ("gu 10", "Spot GU10")])
def test_a_number_and_its_unit_are_one_word_or_two(question, name):
    product("A", name=name)
    assert found(question) == ["A"]


@pytest.mark.parametrize(
    "question", ["brulee", "Brûlée", "BRULÉE", "dubel", "duebel", "Dübel", "strasse", "Straße", "oresund"]
)
def test_accents_and_ligatures_make_no_difference(question):
    product("A", name="Crème brûlée", description="Dübel, Straße, Øresund")
    assert found(question) == ["A"]


def test_a_name_counts_more_than_keywords_and_those_more_than_a_description():
    product("DESCRIPTION", name="One", description="kettle")
    keywords = product("KEYWORDS", name="Two")
    Product.objects.filter(id=keywords.id).update(keywords="kettle")
    product("NAME", name="Kettle")
    assert found("kettle") == ["NAME", "KEYWORDS", "DESCRIPTION"]
    assert found("kettle", ordering="-relevance") == ["DESCRIPTION", "KEYWORDS", "NAME"]
    assert found("kettle", ordering="name") == ["NAME", "DESCRIPTION", "KEYWORDS"]


def test_what_was_found_stands_in_pages_that_follow_each_other():
    on = shelf()
    for number in range(7):
        product(f"CUP-{number}", on=on, name="Cup" if number % 2 else "Cup and saucer")
    first = _page(size=3)
    second = _page(size=3, cursor=first.next)
    third = _page(size=3, cursor=second.next)
    skus = [one.sku for page in (first, second, third) for one in page.items]
    assert skus == found("cup")
    assert len({*skus}) == 7
    assert third.next is None
    assert _page(size=3, cursor=third.previous).items == second.items


def _page(**request):
    return list_products(filters=ProductFilter(search="cup"), for_sale_only=True, page=PageRequest(**request))


def test_a_change_is_found_at_once_and_what_is_gone_is_not():
    tea = product("A", name="Kettle")
    update_product(product_id=tea.id, name="Teapot", now=NOW)
    assert (found("kettle"), found("teapot")) == ([], ["A"])
    update_product(product_id=tea.id, is_active=False, now=NOW)
    assert found("teapot") == []
    archive_product(product_id=tea.id, now=NOW)
    assert list_products(filters=ProductFilter(search="teapot"), for_sale_only=False, page=PageRequest()).items == ()


def test_a_new_price_writes_no_document():
    tea = product("A", name="Kettle")
    before = _written(tea.id)
    update_product(product_id=tea.id, price=eur("3"), now=NOW)
    assert _written(tea.id) == before
    update_product(product_id=tea.id, description="Steel", now=NOW)
    assert _written(tea.id) != before


def _written(product_id):
    return fetch_one("SELECT ctid::text FROM catalog_searchdocument WHERE product_id = %s", [product_id])


def test_the_name_of_a_shelf_finds_what_stands_on_it_also_after_it_was_renamed():
    tools = shelf("Tools")
    product("SAW", on=shelf("Cutters", within=tools), name="Jigsaw")
    assert (found("tools"), found("cutter"), found("toolz")) == (["SAW"], ["SAW"], ["SAW"])
    update_category(category_id=tools.id, name="Instruments", now=NOW)
    assert (found("instruments"), found("tools")) == (["SAW"], [])


def test_filters_narrow_what_was_found():
    cups = shelf("Cups")
    product("A", on=cups, name="Blue cup", price=eur("5"))
    product("B", name="Blue cup", price=eur("50"))
    assert found("blue", category="cups") == ["A"]
    assert found("blue", ordering="-price") == ["B", "A"]


def test_synonyms_find_each_other():
    product("A", name="Sofa")
    product("B", name="Three seats")
    add_synonyms(words=["Couch", "Söfa", "three seats"], now=NOW)
    assert sorted(found("couch")) == ["A", "B"]


def test_the_longest_compounds_are_found_by_how_they_end():
    product("A", name="Brotmesser")
    assert (found("messer"), found("esser")) == (["A"], ["A"])
    assert found("sser") == []


def test_many_words_that_begin_alike_are_found_by_their_beginning():
    on = shelf()
    letters = "abcdefghijklmnopqrst"
    for letter in letters:
        product(f"X-{letter}", on=on, name=f"kett{letter}x")
    assert len(found("kett")) == len(letters)


def test_other_contexts_find_skus_by_words():
    product("A", name="Kettle")
    product("B", name="Kettles")
    assert find_skus("kettle", 1) == ["A"]
    assert find_skus("!", 1) == []


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("coff", ["Coffee", "Coffee mug", "Filter coffee"]),
        ("cofee", ["Coffee", "Coffee mug", "Filter coffee"]),
        ("filter c", ["filter coffee", "Filter coffee"]),
        ("mug", ["mug", "Coffee mug"]),
        ("zzz", []),
        ("", []),
        ("!", []),
    ],
)
def test_who_types_is_told_words_and_products_that_are_for_sale(typed, suggested):
    on = shelf()
    product("A", on=on, name="Coffee mug")
    product("B", on=on, name="Filter coffee")
    product("C", on=on, name="Coffee secret", is_active=False)
    assert [one.text for one in suggest(typed=typed).suggestions] == suggested


def test_no_more_than_ten_are_suggested():
    on = shelf()
    for number in range(20):
        product(f"CUP-{number}", on=on, name=f"cup{'abcdefghijklmnopqrst'[number]}")
    assert len(suggest(typed="cup").suggestions) == 10


def test_a_question_is_explained():
    product("A", name="Cordless drill")
    asked, hits = explain(question="the dril")
    assert [(term.text, term.is_needed) for term in asked.terms] == [("the", False), ("dril", True)]
    assert [one.how.value for one in asked.terms[1].alternatives] == ["exact", "begins"]
    assert [hit.sku for hit in hits] == ["A"]
    assert explain(question="?!") == (explain(question="?!")[0], ())


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("tea", "tea", 0), ("tea", "te", 1), ("tea", "teas", 1), ("tea", "eta", 1), ("abc", "xyz", 3)],
)
def test_typing_errors_are_counted(one, other, errors):
    assert domain.distance(one, other) == domain.distance(other, one) == errors


@pytest.mark.parametrize(
    ("word", "others", "closest"),
    [
        ("hamer", ["hammer", "gamer"], {"hammer", "gamer"}),
        ("giraffe", ["karaffe"], set()),
        ("screwdirvre", ["screwdriver"], {"screwdriver"}),
        ("krewdirver", ["screwdriver"], set()),
        ("tea", ["ten"], set()),
        ("kettle", [], set()),
    ],
)
def test_few_errors_are_forgiven_in_long_words_only(word, others, closest):
    assert domain.closest(word, others) == closest


# PostgreSQL may have a younger Unicode, with letters of which this Python knows no small ones yet.
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cn"], blacklist_characters="\0"), max_size=30))
def test_python_folds_as_the_database_does(text):
    assert fetch_one("SELECT catalog_folded(%s)", [text])[0] == domain.folded(text)
