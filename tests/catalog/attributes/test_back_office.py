"""Attributes in the back office: declared on pages of their own, asked for on the page of a product, narrowed by in its list."""

from decimal import Decimal

import pytest
from django.urls import reverse

from contexts.catalog.attributes.dto import AttributeKind, Choice
from contexts.catalog.attributes.queries import attributes_of
from contexts.catalog.attributes.use_cases import retire_attribute
from contexts.catalog.products.queries import get_product_by_sku
from tests.catalog.attributes.said import declare, described, values
from tests.catalog.builders import NOW, product, shelf
from tests.catalog.test_back_office import complaints, form, office

pytestmark = pytest.mark.django_db

PRODUCTS, ATTRIBUTES = "/admin/catalog/product/", "/admin/catalog/attribute/"


@pytest.fixture
def clerk():
    return office("catalog")


def declaration(on, **said):
    return {
        "category": str(on.id),
        "code": "colour",
        "kind": "choice",
        "labels": "en: Colour, de: Farbe",
        "choices": "red = de: Rot\nblue",
        "unit": "",
        "minimum": "",
        "maximum": "",
        "max_length": "",
        "position": "",
        "is_filterable": "on",
        "version": "1",
        **said,
    }


def filled(on, **said):
    """The form of a product after the fields of its category were seen."""
    return form(on, **{f"described_{on.id.hex}": "yes", **said})


def page(product_id):
    return f"{PRODUCTS}{product_id}/change/"


def described_shelf():
    tea = shelf("Tea")
    declare(tea, "origin", is_required=True, is_filterable=True, max_length=50)
    declare(tea, "grams", kind=AttributeKind.NUMBER, unit="g", is_filterable=True)
    declare(tea, "organic", kind=AttributeKind.BOOLEAN, is_filterable=True)
    declare(tea, "picked", kind=AttributeKind.DATE, is_filterable=True)
    choices = [Choice(value="red", labels={"en": "Ruby"}), Choice(value="blue")]
    declare(tea, "colour", kind=AttributeKind.CHOICE, choices=choices, is_filterable=True)
    declare(tea, "good_for", kind=AttributeKind.MULTI_CHOICE, choices=choices)
    return tea


GIVEN = {
    "attribute_origin": "Uji",
    "attribute_grams": "100.5",
    "attribute_organic": "True",
    "attribute_picked": "2026-04-01",
    "attribute_colour": "red",
    "attribute_good_for": ["blue", "red"],
}
TOLD = {
    "origin": "Uji",
    "grams": 100.5,
    "organic": True,
    "picked": "2026-04-01",
    "colour": "red",
    "good_for": ["red", "blue"],
}


def test_an_attribute_is_declared_changed_and_withdrawn(clerk):
    tea = shelf("Tea")
    assert clerk.post(f"{ATTRIBUTES}add/", declaration(tea)).status_code == 302
    [made] = attributes_of(category_id=tea.id).results
    assert (made.code, made.kind, made.labels) == ("colour", AttributeKind.CHOICE, {"en": "Colour", "de": "Farbe"})
    assert [(one.value, one.labels) for one in made.choices] == [("red", {"de": "Rot"}), ("blue", {})]
    where = f"{ATTRIBUTES}{made.id}/change/"
    shown = clerk.get(where).content.decode()
    assert "de: Farbe, en: Colour" in shown
    assert "red = de: Rot" in shown
    assert clerk.post(where, declaration(tea, choices="red\nblue\ngreen", position="3")).status_code == 302
    [after] = attributes_of(category_id=tea.id).results
    assert ([one.value for one in after.choices], after.position, after.version) == (["red", "blue", "green"], 3, 2)
    listed = clerk.get(ATTRIBUTES).content.decode()
    assert "Colour" in listed
    question = clerk.get(f"{ATTRIBUTES}{made.id}/delete/").content.decode()
    assert "Nobody is asked for it any more" in question
    clerk.post(f"{ATTRIBUTES}{made.id}/delete/", {"post": "yes"})
    assert attributes_of(category_id=tea.id).results == ()


def test_a_refusal_stands_beside_what_is_wrong(clerk):
    tea = shelf("Tea")
    add = f"{ATTRIBUTES}add/"
    assert "is no code" in complaints(clerk.post(add, declaration(tea, code="Colour")))["code"]
    assert "is no label" in complaints(clerk.post(add, declaration(tea, labels="Colour")))["labels"]
    assert "there twice" in complaints(clerk.post(add, declaration(tea, choices="red\nRed")))["choices"]
    assert "Only a number has a unit" in complaints(clerk.post(add, declaration(tea, unit="cm")))["unit"]
    declare(tea, "colour")
    assert "declares colour already" in complaints(clerk.post(add, declaration(tea)))["code"]


def test_the_list_shows_units_and_leads_to_the_category(clerk):
    tea = described_shelf()
    listed = clerk.get(f"{ATTRIBUTES}?category={tea.id}").content.decode()
    assert "number (g)" in listed
    assert reverse("admin:catalog_category_change", args=[tea.id]) in listed
    here = clerk.get(reverse("admin:catalog_category_change", args=[tea.id])).content.decode()
    assert f"{ATTRIBUTES}?category={tea.id}" in here


def test_the_first_try_of_a_new_product_brings_the_fields_of_its_category(clerk):
    tea = described_shelf()
    first = clerk.post(f"{PRODUCTS}add/", form(tea))
    assert "fill in its attributes below" in complaints(first)["__all__"]
    asked = first.content.decode()
    assert 'name="attribute_origin"' in asked
    assert "grams (g)" in asked.lower()
    assert f'name="described_{tea.id.hex}" value="yes"' in asked
    assert complaints(clerk.post(f"{PRODUCTS}add/", filled(tea))) == {"attribute_origin": "This field is required."}
    assert clerk.post(f"{PRODUCTS}add/", filled(tea, **GIVEN)).status_code == 302
    made = get_product_by_sku(sku="TEA-1")
    assert values(made.id) == TOLD


def test_a_link_to_a_new_product_of_a_category_brings_them_at_once(clerk):
    tea = described_shelf()
    assert 'name="attribute_origin"' in clerk.get(f"{PRODUCTS}add/?category={tea.id}").content.decode()
    assert "attribute_" not in clerk.get(f"{PRODUCTS}add/?category=tea").content.decode()
    here = clerk.get(reverse("admin:catalog_category_change", args=[tea.id])).content.decode()
    assert f"{PRODUCTS}add/?category={tea.id}" in here


def test_a_category_without_attributes_asks_for_nothing_more(clerk):
    assert clerk.post(f"{PRODUCTS}add/", form(shelf())).status_code == 302


def test_values_are_shown_changed_and_taken_away(clerk):
    tea = described_shelf()
    made = product("TEA-1", on=tea, attributes=TOLD)
    shown = clerk.get(page(made.id)).content.decode()
    assert 'value="100.5"' in shown
    assert '<option value="True" selected>' in shown
    assert "Ruby" in shown
    given = {**GIVEN, "attribute_organic": "False", "attribute_grams": "", "attribute_good_for": []}
    assert clerk.post(page(made.id), filled(tea, **given)).status_code == 302
    left = {"origin": "Uji", "organic": False, "picked": "2026-04-01", "colour": "red"}
    assert values(made.id) == left
    wrong = complaints(clerk.post(page(made.id), filled(tea, version="2", **{**GIVEN, "attribute_grams": "1e99"})))
    assert list(wrong) == ["attribute_grams"]


def test_a_product_that_moves_is_asked_for_what_holds_there(clerk):
    tea, coffee = described_shelf(), shelf("Coffee")
    declare(coffee, "roast", is_required=True)
    made = product("TEA-1", on=tea, attributes={"origin": "Uji"})
    moved = clerk.post(page(made.id), filled(tea, category=str(coffee.id), attribute_origin="Uji"))
    assert set(complaints(moved)) == {"__all__", "attribute_roast"}
    assert clerk.post(page(made.id), filled(coffee, attribute_roast="dark")).status_code == 302
    assert values(made.id) == {"roast": "dark"}
    left = clerk.get(page(made.id)).content.decode()
    assert "values that the category does not declare" in left.lower()
    assert "origin: Uji" in left


def test_who_only_looks_sees_values_in_words():
    tea = described_shelf()
    made = product("TEA-1", on=tea, attributes={"origin": "Uji", "good_for": ["red", "blue"]})
    bare = product("TEA-2", on=shelf("Coffee"))
    clerk = office("support")
    shown = clerk.get(page(made.id)).content.decode()
    assert "origin: Uji; good_for: red, blue" in shown
    assert "attribute_origin" not in shown
    assert "none" in clerk.get(page(bare.id)).content.decode()
    retire_attribute(category_id=tea.id, code="origin", now=NOW)
    assert "values that the category does not declare" in clerk.get(page(made.id)).content.decode().lower()


def listed(clerk, question):
    answer = clerk.get(f"{PRODUCTS}?{question}")
    assert answer.status_code == 200, answer
    return [row.sku for row in answer.context["cl"].result_list]


@pytest.fixture
def goods():
    tea = described_shelf()
    green = shelf("Green", within=tea)
    product("A", on=tea, attributes={"origin": "Uji", "grams": 100, "colour": "red", "organic": True})
    product("B", on=green, attributes={"origin": "Assam", "grams": 250, "colour": "blue", "picked": "2026-04-01"})
    return tea


@pytest.mark.parametrize(
    ("question", "skus"),
    [
        ("category=tea", ["A", "B"]),
        ("category=tea&attr.colour=red", ["A"]),
        ("category=green&attr.colour=red", []),
        ("category=tea&attr.organic=true", ["A"]),
        ("category=tea&attr.grams_min=200", ["B"]),
        ("category=tea&attr.grams_min=50&attr.grams_max=200", ["A"]),
        ("category=tea&attr.grams_min=&attr.grams_max=", ["A", "B"]),
        ("category=tea&attr.grams_min=many", []),
        ("category=tea&attr.picked_after=2026-03-31", ["B"]),
        ("category=tea&attr.origin=Uji", ["A"]),
    ],
)
def test_the_list_is_narrowed_once_a_category_is_chosen(clerk, goods, question, skus):
    assert listed(clerk, question) == skus


def test_filters_offer_what_the_category_declares(clerk, goods):
    shown = clerk.get(f"{PRODUCTS}?category=tea&attr.colour=red&q=a&is_active__exact=1").content.decode()
    assert "By Colour" in shown
    assert "Ruby" in shown
    assert 'name="attr.grams_min"' in shown
    assert 'type="date" name="attr.picked_after"' in shown
    assert '<input type="hidden" name="attr.colour" value="red">' in shown
    assert "By Good_for" not in shown
    assert "attr." not in clerk.get(f"{PRODUCTS}?category=nothing").content.decode()
    assert "attr." not in clerk.get(PRODUCTS).content.decode()


def test_what_is_asked_stays_when_the_category_does_not(clerk, goods):
    assert listed(clerk, "attr.colour=red") == ["A"]
    assert listed(clerk, "attr.grams_min=200&category=nothing") == []
    assert "By Colour" in clerk.get(f"{PRODUCTS}?attr.colour=red").content.decode()
    assert clerk.get(f"{PRODUCTS}?attr.nothing=red").status_code == 400


def test_what_somebody_describes_stands_in_the_history(clerk):
    tea = described_shelf()
    made = product("TEA-1", on=tea, attributes={"origin": "Uji"})
    clerk.post(page(made.id), filled(tea, attribute_origin="Assam"))
    history = clerk.get(f"{PRODUCTS}{made.id}/history/").content.decode()
    assert "Assam" in history


def test_a_change_meanwhile_is_told(clerk):
    tea = described_shelf()
    made = product("TEA-1", on=tea, attributes={"origin": "Uji"})
    described(made.id, origin="Assam")
    assert "changed" in " ".join(complaints(clerk.post(page(made.id), filled(tea, **GIVEN))).values())


def test_what_only_the_rules_know_stands_beside_the_input_as_well(clerk):
    tea = shelf("Tea")
    declare(tea, "grams", kind=AttributeKind.NUMBER, maximum=Decimal(5))
    wrong = complaints(clerk.post(f"{PRODUCTS}add/", filled(tea, attribute_grams="6")))
    assert wrong == {"attribute_grams": "is at most 5."}


def test_who_only_looks_sees_what_is_declared():
    tea = shelf("Tea")
    made = declare(tea, "origin")
    shown = office("support").get(f"{ATTRIBUTES}{made.id}/change/").content.decode()
    assert "Origin" in shown
    assert 'name="labels"' not in shown
