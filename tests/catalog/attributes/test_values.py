"""What products tell of themselves: values by what their category declares."""

import pytest

from contexts.catalog.attributes.dto import AttributeKind, Choice
from contexts.catalog.attributes.errors import AttributesUnfit
from contexts.catalog.attributes.models import AttributeValue
from contexts.catalog.attributes.use_cases import change_attribute, retire_attribute
from contexts.catalog.categories.use_cases import update_category
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.archiving import archive_product, restore_product
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.skus.queries import find_skus
from tests.catalog.attributes.said import declare, described, values
from tests.catalog.builders import NOW, product, shelf, told

pytestmark = pytest.mark.django_db


def indexed(product_id):
    rows = AttributeValue.objects.filter(product_id=product_id).order_by("code", "value")
    return list(rows.values_list("code", "value"))


def test_a_product_tells_what_its_category_declares_and_inherits():
    tea = shelf("Tea")
    green = shelf("Green tea", within=tea)
    declare(tea, "origin")
    declare(green, "grams", kind=AttributeKind.NUMBER, unit="g")
    made = product(on=green, attributes={"grams": "100.50", "origin": "Uji"})
    assert get_product(product_id=made.id, for_sale_only=True).attributes == {"origin": "Uji", "grams": 100.5}
    assert list(made.attributes) == ["origin", "grams"]


def test_one_statement_tells_a_product_with_attributes(django_assert_num_queries):
    tea = shelf("Tea")
    green = shelf("Green tea", within=tea)
    declare(tea, "origin")
    made = product(on=green, attributes={"origin": "Uji"})
    with django_assert_num_queries(1):
        assert values(made.id) == {"origin": "Uji"}


def test_a_change_of_values_is_told_once_and_only_if_something_changed():
    tea = shelf("Tea")
    declare(tea, "origin")
    made = product(on=tea)
    assert described(made.id, origin="Uji").version == 2
    name, facts = told()[-1]
    assert (name, facts["changed"]) == ("product_updated", ["attributes"])
    before = len(told())
    assert described(made.id, origin="Uji").version == 2
    assert len(told()) == before


def test_nothing_is_lost_when_a_product_or_its_category_moves_and_comes_back():
    drinks, coffee = shelf("Drinks"), shelf("Coffee")
    tea = shelf("Tea", within=drinks)
    declare(drinks, "origin")
    declare(tea, "grade")
    made = product(on=tea, attributes={"origin": "Uji", "grade": "A"})
    update_product(product_id=made.id, category_id=coffee.id, now=NOW)
    assert values(made.id) == {}
    update_product(product_id=made.id, category_id=tea.id, now=NOW)
    assert values(made.id) == {"origin": "Uji", "grade": "A"}
    update_category(category_id=tea.id, parent_id=None, now=NOW)
    assert values(made.id) == {"grade": "A"}
    update_category(category_id=tea.id, parent_id=drinks.id, now=NOW)
    retire_attribute(category_id=tea.id, code="grade", now=NOW)
    assert values(made.id) == {"origin": "Uji"}
    assert described(made.id, origin="Assam").attributes == {"origin": "Assam"}
    declare(tea, "grade")
    assert values(made.id) == {"origin": "Assam", "grade": "A"}


def test_a_product_that_moves_is_described_by_what_holds_there():
    tea, coffee = shelf("Tea"), shelf("Coffee")
    declare(tea, "grade")
    declare(coffee, "roast")
    made = product(on=tea, attributes={"grade": "A"})
    with pytest.raises(AttributesUnfit, match="roast: is no attribute of this category"):
        described(made.id, roast="dark")
    moved = update_product(product_id=made.id, category_id=coffee.id, attributes={"roast": "dark"}, now=NOW)
    assert moved.attributes == {"roast": "dark"}


def test_what_is_needed_is_needed_when_values_are_given():
    tea = shelf("Tea")
    before = product("OLD", on=tea)
    declare(tea, "origin", is_required=True)
    declare(tea, "grade")
    with pytest.raises(AttributesUnfit, match="origin: is needed in this category"):
        product("NEW", on=tea)
    # What was made before is sold on, and is completed by whoever describes it next.
    update_product(product_id=before.id, name="Tea of before", now=NOW)
    with pytest.raises(AttributesUnfit, match="origin: is needed in this category"):
        described(before.id, grade="A")
    assert described(before.id, grade="A", origin="Uji").attributes == {"origin": "Uji", "grade": "A"}


def test_an_archived_product_comes_back_with_its_values():
    tea = shelf("Tea")
    declare(tea, "origin")
    made = product(on=tea, attributes={"origin": "Uji"})
    archive_product(product_id=made.id, now=NOW)
    restore_product(product_id=made.id, category_id=None, now=NOW)
    assert values(made.id) == {"origin": "Uji"}


def test_triggers_keep_each_value_where_an_index_finds_it():
    tea = shelf("Tea")
    declare(tea, "good_for", kind=AttributeKind.MULTI_CHOICE, choices=[Choice(value="ice"), Choice(value="milk")])
    declare(tea, "grams", kind=AttributeKind.NUMBER)
    declare(tea, "story")
    made = product(on=tea, attributes={"good_for": ["milk", "ice"], "grams": 100, "story": "x" * 200})
    assert indexed(made.id) == [
        ("good_for", "ice"),
        ("good_for", "milk"),
        ("grams", 100),
        ("story", "x" * 100),
    ]
    described(made.id, good_for=["ice"], grams=None, story=None)
    assert indexed(made.id) == [("good_for", "ice")]


def test_words_of_values_are_found_in_all_languages_but_days_are_no_words():
    tea = shelf("Tea")
    declare(
        tea,
        "colour",
        kind=AttributeKind.CHOICE,
        choices=[Choice(value="red", labels={"en": "Ruby", "de": "Rubinrot"}), Choice(value="blue")],
    )
    declare(tea, "origin")
    declare(tea, "volume", kind=AttributeKind.NUMBER, unit="litre")
    declare(tea, "picked", kind=AttributeKind.DATE)
    declare(tea, "organic", kind=AttributeKind.BOOLEAN)
    given = {"colour": "red", "origin": "Shizuoka", "volume": 0.8, "picked": "2026-04-01", "organic": True}
    product("POT-1", on=tea, attributes=given)
    product("POT-2", on=tea)
    for words in ("red", "rubinrot", "shizuoka", "litre"):
        assert find_skus(words, 5) == ["POT-1"], words
    assert find_skus("2026", 5) == []


def test_who_has_a_word_in_the_name_comes_before_who_has_it_in_a_value(api):
    tea = shelf("Tea")
    declare(tea, "origin")
    product("A-1", name="Sencha", on=tea, attributes={"origin": "Uji"})
    product("B-1", name="Uji matcha", on=tea)
    assert [one["sku"] for one in api.get("products/?search=uji").json()["results"]] == ["B-1", "A-1"]


def test_a_label_that_is_changed_is_found_once_the_product_is_written():
    tea = shelf("Tea")
    declare(tea, "colour", kind=AttributeKind.CHOICE, choices=[Choice(value="red"), Choice(value="blue")])
    made = product("POT-1", on=tea, attributes={"colour": "red"})
    change_attribute(
        category_id=tea.id,
        code="colour",
        choices=[Choice(value="red", labels={"de": "Scharlach"}), Choice(value="blue")],
        now=NOW,
    )
    described(made.id, colour="blue")
    described(made.id, colour="red")
    assert find_skus("scharlach", 5) == ["POT-1"]
