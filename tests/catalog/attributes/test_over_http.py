"""Attributes as programs see them: everybody reads, the role declares."""

from decimal import Decimal

import pytest

from contexts.catalog.attributes.dto import AttributeKind, Choice
from tests.catalog.attributes.said import declare
from tests.catalog.builders import product, shelf

pytestmark = pytest.mark.django_db

COLOUR = {
    "code": "colour",
    "kind": "choice",
    "labels": {"en": "Colour", "de": "Farbe"},
    "choices": [{"value": "red", "labels": {"en": "Red", "de": "Rot"}}, {"value": "blue"}],
    "is_filterable": True,
}
LENGTH = {"code": "length", "kind": "number", "labels": {"en": "Length"}, "unit": "cm", "minimum": "0", "maximum": 500}


def test_an_attribute_is_declared_read_changed_and_retired(api, staff_api):
    tea = shelf("Tea")
    green = shelf("Green tea", within=tea)
    staff, where = staff_api("catalog"), f"categories/{tea.id}/attributes/"
    made = staff.post(where, COLOUR)
    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "code": "colour",
        "category": {"id": str(tea.id), "name": "Tea", "slug": "tea"},
        "kind": "choice",
        "label": "Colour",
        "labels": COLOUR["labels"],
        "unit": "",
        "choices": [
            {"value": "red", "label": "Red", "labels": {"en": "Red", "de": "Rot"}},
            {"value": "blue", "label": "blue", "labels": {}},
        ],
        "minimum": None,
        "maximum": None,
        "max_length": None,
        "is_required": False,
        "is_filterable": True,
        "is_inherited": False,
        "position": 1,
        "version": 1,
    }
    assert staff.post(where, LENGTH).json()["position"] == 2
    [colour, length] = api.get(f"categories/{green.id}/attributes/", Accept_Language="de-AT, en;q=0.5").json()[
        "results"
    ]
    assert (colour["label"], colour["is_inherited"], colour["choices"][0]["label"]) == ("Farbe", True, "Rot")
    assert (length["minimum"], length["unit"]) == ("0", "cm")
    changed = staff.patch(f"{where}length/", {"unit": "mm", "maximum": None})
    assert (changed.json()["unit"], changed.json()["maximum"], changed.json()["version"]) == ("mm", None, 2)
    assert staff.delete(f"{where}length/").status_code == 204
    assert api.get(f"{where}length/").status_code == 404
    assert api.get(f"{where}colour/").json() == made.json()


def test_a_product_is_described_and_described_anew(api, staff_api):
    tea = shelf("Tea")
    declare(tea, "colour", kind=AttributeKind.CHOICE, choices=[Choice(value="red"), Choice(value="blue")])
    declare(tea, "length", kind=AttributeKind.NUMBER, unit="cm")
    declare(tea, "organic", kind=AttributeKind.BOOLEAN)
    declare(tea, "picked", kind=AttributeKind.DATE)
    declare(tea, "good_for", kind=AttributeKind.MULTI_CHOICE, choices=[Choice(value="ice"), Choice(value="milk")])
    given = {"colour": "red", "length": 12.5, "organic": True, "picked": "2026-04-01", "good_for": ["milk", "ice"]}
    body = {"sku": "TEA", "name": "Tea", "price": {"amount": "5", "currency": "EUR"}, "category_id": str(tea.id)}
    made = staff_api("catalog").post("products/", {**body, "attributes": given})
    told = {**given, "good_for": ["ice", "milk"]}
    assert (made.status_code, made.json()["attributes"]) == (201, told)
    product_id = made.json()["id"]
    assert api.get(f"products/{product_id}/").json()["attributes"] == told
    changed = staff_api("catalog").patch(f"products/{product_id}/", {"attributes": {"length": "13", "organic": None}})
    assert changed.json()["attributes"] == {
        "colour": "red", "length": 13, "picked": "2026-04-01", "good_for": ["ice", "milk"]
    }  # fmt: skip
    assert changed.json() == api.get(f"products/{product_id}/").json()


def test_bad_values_are_named_each(staff_api):
    tea = shelf("Tea")
    declare(tea, "length", kind=AttributeKind.NUMBER, maximum=Decimal(10))
    declare(tea, "origin", is_required=True)
    made = product("TEA", on=tea, attributes={"origin": "Uji"})
    given = {"length": 11, "origin": None, "lenght": 5, "x": {"y": 1}}
    assert staff_api("catalog").patch(f"products/{made.id}/", {"attributes": given}).status_code == 400
    del given["x"]
    answer = staff_api("catalog").patch(f"products/{made.id}/", {"attributes": given})
    assert (answer.status_code, answer.json()["code"]) == (422, "catalog.attributes_unfit")
    assert answer.json()["errors"] == {
        "attributes.length": ["is at most 10."],
        "attributes.lenght": ["is no attribute of this category. Known: length, origin."],
        "attributes.origin": ["is needed in this category."],
    }


def test_a_list_is_narrowed_by_attributes_and_counted_by_them(api):
    tea = shelf("Tea")
    declare(
        tea,
        "colour",
        kind=AttributeKind.CHOICE,
        is_filterable=True,
        labels={"en": "Colour", "de": "Farbe"},
        choices=[Choice(value="red", labels={"de": "Rot"}), Choice(value="blue")],
    )
    declare(tea, "length", kind=AttributeKind.NUMBER, is_filterable=True, unit="cm")
    for sku, colour, length in (("A", "red", 1), ("B", "red", 2.5), ("C", "blue", 3)):
        product(sku, on=tea, attributes={"colour": colour, "length": length})
    product("D", on=tea)

    def found(question):
        answer = api.get(f"products/?{question}", Accept_Language="de")
        assert answer.status_code == 200, answer.json()
        return [one["sku"] for one in answer.json()["results"]]

    assert found("attr.colour=red") == ["A", "B"]
    assert found("attr.colour=red&attr.colour=blue") == ["A", "B", "C"]
    assert found("attr.length=2.50") == ["B"]
    assert found("attr.length_min=2") == ["B", "C"]
    assert found("attr.length_min=2&attr.length_max=2.9&attr.colour=red&search=b") == ["B"]
    assert found("attr.colour=red&attr.length_max=1&ordering=price&category=tea") == ["A"]
    counted = api.get("products/?attr.colour=red&facets=true", Accept_Language="de").json()["facets"]
    assert {facet["name"]: (facet["label"], facet["values"]) for facet in counted["facets"][3:]} == {
        "attr.colour": ("Farbe", [{"value": "red", "label": "Rot", "count": 2}]),
        "attr.length": (
            "Length",
            [{"value": "1", "label": "1 cm", "count": 1}, {"value": "2.5", "label": "2.5 cm", "count": 1}],
        ),
    }
    answer = api.get("products/?attr.color=red")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["attr.color"])
    assert "Known: attr.colour, attr.length" in answer.json()["errors"]["attr.color"][0]
    assert api.get("products/?attr.length=long").json()["errors"] == {"attr.length": ["is a number, such as 12.5."]}
