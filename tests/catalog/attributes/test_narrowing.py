"""Lists of products narrowed by what they tell of themselves, and counted by it."""

import pytest

from contexts.catalog.attributes.dto import AttributeKind, Choice
from contexts.catalog.attributes.use_cases import retire_attribute
from contexts.catalog.products.use_cases.changing import update_product
from tests.catalog.attributes.said import declare
from tests.catalog.builders import NOW, product, shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def teas():
    tea = shelf("Tea")
    declare(tea, "picked", kind=AttributeKind.DATE, is_filterable=True)
    declare(tea, "organic", kind=AttributeKind.BOOLEAN, is_filterable=True)
    declare(tea, "origin", is_filterable=True, max_length=50)
    declare(tea, "note")
    declare(
        tea,
        "good_for",
        kind=AttributeKind.MULTI_CHOICE,
        is_filterable=True,
        choices=[Choice(value="ice"), Choice(value="milk", labels={"de": "Milch"})],
    )
    for sku, picked, organic, origin, good_for in (
        ("A", "2026-04-01", True, "Uji", ["ice"]),
        ("B", "2026-05-01", False, "Uji", ["ice", "milk"]),
        ("C", "2026-06-01", True, 'O"Brien \\ Co', []),
    ):
        given = {"picked": picked, "organic": organic, "origin": origin, "good_for": good_for, "note": "x"}
        product(sku, on=tea, attributes=given)
    return tea


@pytest.fixture
def found(api):
    def ask(question):
        answer = api.get(f"products/?{question}")
        assert answer.status_code == 200, answer.json()
        return [one["sku"] for one in answer.json()["results"]]

    return ask


@pytest.fixture
def refused(api):
    def ask(question):
        answer = api.get(f"products/?{question}")
        assert answer.status_code == 400, answer.json()
        return {name: " ".join(said) for name, said in answer.json()["errors"].items()}

    return ask


@pytest.mark.parametrize(
    ("question", "skus"),
    [
        ("attr.picked=2026-05-01", ["B"]),
        ("attr.picked_after=2026-05-01", ["B", "C"]),
        ("attr.picked_before=2026-05-01", ["A", "B"]),
        ("attr.picked_after=2026-04-02&attr.picked_before=2026-05-31", ["B"]),
        ("attr.organic=true", ["A", "C"]),
        ("attr.organic=false", ["B"]),
        ("attr.origin=Uji", ["A", "B"]),
        ("attr.origin=uji", []),
        ("attr.origin=O%22Brien+%5C+Co", ["C"]),
        ("attr.good_for=ice", ["A", "B"]),
        ("attr.good_for=milk", ["B"]),
        ("attr.good_for=milk&attr.good_for=ice", ["A", "B"]),
        ("attr.good_for=ice&attr.organic=true", ["A"]),
        ("attr.good_for=", ["A", "B", "C"]),
        ("attr.origin=Uji&ordering=-name", ["B", "A"]),
    ],
)
def test_each_kind_narrows_in_its_way(teas, found, question, skus):
    assert found(question) == skus


@pytest.mark.parametrize(
    ("question", "parameter", "why"),
    [
        ("attr.colour=red", "attr.colour", "Known: attr.good_for, attr.organic, attr.origin, attr.picked"),
        ("attr.note=x", "attr.note", "not filtered by it"),
        ("attr.picked=soon", "attr.picked", "is a date"),
        ("attr.organic=maybe", "attr.organic", "is true or false"),
        ("attr.good_for=sugar", "attr.good_for", "is one of: ice, milk"),
        ("attr.organic_min=1", "attr.organic_min", "is true or false"),
        ("attr.picked_min=2026-04-01", "attr.picked_min", "Numbers have a _min and a _max, dates an _after"),
        ("attr.picked_after=2026-04-01&attr.picked_after=2026-04-02", "attr.picked_after", "too many values"),
    ],
)
def test_what_cannot_be_asked_is_said(teas, refused, question, parameter, why):
    said = refused(question)
    assert list(said) == [parameter]
    assert why in said[parameter]


def test_a_question_has_its_limits(teas, refused):
    assert "too many values" in refused("&".join(["attr.origin=Uji"] * 21))["attr.origin"]
    assert "No more than 10" in refused("&".join(f"attr.a{n}=x" for n in range(11)))["attr"]
    assert list(refused(f"attr.origin={'x' * 201}")) == ["attr.origin"]


def test_in_a_shop_without_attributes_none_is_known(refused):
    assert "Known: none" in refused("attr.colour=red")["attr.colour"]


def test_what_was_left_behind_is_not_found(teas, found, refused):
    coffee = shelf("Coffee")
    declare(coffee, "roast", is_filterable=True, max_length=20)
    product("D", on=coffee, attributes={"roast": "dark"})
    update_product(product_id=product("E", on=coffee, attributes={"roast": "dark"}).id, category_id=teas.id, now=NOW)
    assert found("attr.roast=dark") == ["D"]
    retire_attribute(category_id=coffee.id, code="roast", now=NOW)
    assert list(refused("attr.roast=dark")) == ["attr.roast"]


def test_a_code_that_two_categories_declare_is_asked_of_both(teas, found):
    wine = shelf("Wine")
    declare(wine, "origin", kind=AttributeKind.CHOICE, is_filterable=True, choices=[Choice(value="Uji")])
    declare(wine, "organic", kind=AttributeKind.CHOICE, is_filterable=True, choices=[Choice(value="Bioland")])
    product("W", on=wine, attributes={"origin": "Uji", "organic": "Bioland"})
    assert found("attr.origin=Uji") == ["A", "B", "W"]
    assert found("attr.organic=Bioland") == ["W"]
    assert found("attr.organic=true") == ["A", "C"]


def test_facets_tell_labels_and_leave_out_what_nobody_has(teas, api):
    told = api.get("products/?facets=true", Accept_Language="de").json()["facets"]["facets"]
    facets = {one["name"]: one["values"] for one in told[3:]}
    assert list(facets) == ["attr.good_for", "attr.organic", "attr.origin", "attr.picked"]
    assert facets["attr.good_for"] == [
        {"value": "ice", "label": "ice", "count": 2},
        {"value": "milk", "label": "Milch", "count": 1},
    ]
    assert [one["count"] for one in facets["attr.organic"]] == [2, 1]
    assert len(facets["attr.picked"]) == 3


def test_a_page_goes_on_where_it_ended(teas, api):
    first = api.get("products/?attr.origin=Uji&page_size=1").json()
    assert [one["sku"] for one in first["results"]] == ["A"]
    following = first["next"].split("/api/v1/")[-1]
    assert [one["sku"] for one in api.get(following).json()["results"]] == ["B"]


@pytest.mark.parametrize(
    "question", ["attr.origin=Uji", "attr.origin=Uji&attr.organic=true&attr.picked_after=2026-01-01"]
)
def test_a_narrowed_list_takes_three_statements_and_its_facets_one_more(teas, api, django_assert_num_queries, question):
    with django_assert_num_queries(3):
        api.get(f"products/?{question}")
    with django_assert_num_queries(4):
        api.get(f"products/?{question}&facets=true")
