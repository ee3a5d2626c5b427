"""The rules of attributes: what can be declared, which values fit, what a change leaves right, and labels as people write them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from contexts.catalog.attributes import domain
from contexts.catalog.attributes.dto import Attribute, AttributeKind, Choice, Declaration
from contexts.catalog.attributes.errors import AttributeInvalid, AttributesUnfit
from contexts.catalog.categories.dto import CategoryRef
from gotuto.ids import CategoryId, new_id

RED_OR_BLUE = (Choice(value="red", labels={"de": "Rot"}), Choice(value="blue"))


def said(kind: AttributeKind = AttributeKind.TEXT, **more: Any) -> Declaration:
    return Declaration(kind=kind, **{"labels": {"en": "It"}, **more})


def attribute(kind: AttributeKind, code: str = "it", **more: Any) -> Attribute:
    shelf = CategoryRef(id=CategoryId(new_id()), name="Tea", slug="tea")
    return Attribute(id=new_id(), code=code, category=shelf, position=1, version=1, **vars(said(kind, **more)))


def chosen(kind: AttributeKind = AttributeKind.CHOICE) -> Attribute:
    return attribute(kind, choices=RED_OR_BLUE)


@pytest.mark.parametrize("code", ["colour", "a", "a1", "screen-size", "good_for", "a" * 40])
def test_a_code_is_a_part_of_an_address(code: str) -> None:
    domain.check_code(code)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("Colour", "is no code"),
        ("1st", "is no code"),
        ("größe", "is no code"),
        ("a.b", "is no code"),
        ("", "is no code"),
        ("a" * 41, "is no code"),
        ("length_min", "does not end in _min"),
        ("length_max", "does not end in _max"),
        ("picked_after", "does not end in _after"),
        ("picked_before", "does not end in _before"),
    ],
)
def test_anything_else_is_no_code(code: str, why: str) -> None:
    with pytest.raises(AttributeInvalid, match=why):
        domain.check_code(code)


@pytest.mark.parametrize(
    "declared",
    [
        said(),
        said(max_length=20),
        said(is_filterable=True, max_length=100),
        said(AttributeKind.NUMBER, unit="cm", minimum=Decimal(1), maximum=Decimal(1)),
        said(AttributeKind.NUMBER, unit="c" * 20),
        said(labels={"en": "L", "de": "l" * 100}),
        said(AttributeKind.CHOICE, choices=tuple(Choice(value=str(n)) for n in range(500))),
        said(AttributeKind.CHOICE, choices=(Choice(value="M"), Choice(value="m" * 60))),
        said(AttributeKind.BOOLEAN, is_filterable=True),
        said(AttributeKind.DATE, is_required=True),
        said(AttributeKind.CHOICE, choices=RED_OR_BLUE),
        said(AttributeKind.MULTI_CHOICE, choices=RED_OR_BLUE, labels={"en": "Colour", "de-at": "Farbe"}),
    ],
)
def test_what_fits_its_kind_can_be_declared(declared: Declaration) -> None:
    domain.check_declaration(declared)


@pytest.mark.parametrize(
    ("declared", "of", "why"),
    [
        (said(labels={}), "labels", "Say what it is called"),
        (said(labels={"english": "Colour"}), "labels", "no code of a language"),
        (said(labels={"en": ""}), "labels", "1 to 100 letters"),
        (said(labels={"en": "a" * 101}), "labels", "1 to 100 letters"),
        (said(labels={"e" * 30: "Colour"}), "labels", "^'e{20}' is no code"),
        (said(unit="cm"), "unit", "Only a number has a unit"),
        (said(AttributeKind.NUMBER, unit="c" * 21), "unit", "20 letters at most"),
        (said(choices=RED_OR_BLUE), "choices", "nothing else has"),
        (said(AttributeKind.CHOICE), "choices", "What is chosen has choices"),
        (said(AttributeKind.CHOICE, choices=(Choice(value="a"), Choice(value="A"))), "choices", "there twice"),
        (said(AttributeKind.CHOICE, choices=(Choice(value="Öl"), Choice(value="öL"))), "choices", "öL is there twice"),
        (said(AttributeKind.CHOICE, choices=(Choice(value=""),)), "choices", "1 to 60 letters"),
        (said(AttributeKind.CHOICE, choices=(Choice(value="a" * 61),)), "choices", "1 to 60 letters"),
        (said(AttributeKind.CHOICE, choices=(Choice(value="a", labels={"x": "A"}),)), "choices", "no code of a lang"),
        (said(AttributeKind.CHOICE, choices=tuple(Choice(value=str(n)) for n in range(501))), "choices", "500"),
        (said(AttributeKind.DATE, minimum=Decimal(1)), "minimum", "Only a number has a minimum"),
        (said(AttributeKind.TEXT, maximum=Decimal(1)), "minimum", "Only a number has a minimum"),
        (said(AttributeKind.NUMBER, minimum=Decimal(2), maximum=Decimal(1)), "minimum", "greater than the maximum"),
        (said(AttributeKind.NUMBER, max_length=5), "max_length", "Only a text has a length"),
        (said(is_filterable=True), "max_length", "max_length of 100 or less"),
        (said(is_filterable=True, max_length=101), "max_length", "max_length of 100 or less"),
    ],
)
def test_what_does_not_fit_its_kind_is_refused(declared: Declaration, of: str, why: str) -> None:
    with pytest.raises(AttributeInvalid, match=why) as refusal:
        domain.check_declaration(declared)
    assert list(refusal.value.faults) == [of]


@pytest.mark.parametrize(
    ("one", "given", "stored"),
    [
        (attribute(AttributeKind.TEXT), "Uji", "Uji"),
        (attribute(AttributeKind.TEXT, max_length=3), "Uji", "Uji"),
        (attribute(AttributeKind.NUMBER), 5, 5),
        (attribute(AttributeKind.NUMBER), "12.50", 12.5),
        (attribute(AttributeKind.NUMBER), 1.25, 1.25),
        (attribute(AttributeKind.NUMBER), 5.0, 5),
        (attribute(AttributeKind.NUMBER), Decimal("0.000001"), 0.000001),
        (attribute(AttributeKind.NUMBER), -999_999_999_999_999, -999_999_999_999_999),
        (attribute(AttributeKind.NUMBER, minimum=Decimal(1), maximum=Decimal(2)), 1, 1),
        (attribute(AttributeKind.NUMBER, minimum=Decimal(1), maximum=Decimal(2)), 2, 2),
        (attribute(AttributeKind.BOOLEAN), False, False),
        (attribute(AttributeKind.BOOLEAN), True, True),
        (attribute(AttributeKind.BOOLEAN), "true", True),
        (attribute(AttributeKind.BOOLEAN), "false", False),
        (attribute(AttributeKind.DATE), "2024-02-29", "2024-02-29"),
        (chosen(), "red", "red"),
        (chosen(AttributeKind.MULTI_CHOICE), ["blue", "red", "blue"], ["red", "blue"]),
        (chosen(AttributeKind.MULTI_CHOICE), "blue", ["blue"]),
    ],
)
def test_a_value_that_fits_is_stored_as_its_kind(one: Attribute, given: Any, stored: Any) -> None:
    found = domain.checked(one, given)
    assert (found, type(found)) == (stored, type(stored))
    assert domain.is_fit(one, stored)


@pytest.mark.parametrize(
    ("one", "given", "why"),
    [
        (attribute(AttributeKind.TEXT), 5, "is a text"),
        (attribute(AttributeKind.TEXT, max_length=3), "Kyoto", "has 5 letters; 3 at most"),
        (attribute(AttributeKind.TEXT), "a" * 1001, "1000 at most"),
        (attribute(AttributeKind.NUMBER), "many", "is a number, such as"),
        (attribute(AttributeKind.NUMBER), "1e5", "is a number, such as"),
        (attribute(AttributeKind.NUMBER), "٣", "is a number, such as"),
        (attribute(AttributeKind.NUMBER), float("nan"), "is a number, such as"),
        (attribute(AttributeKind.NUMBER), True, "is a number, such as"),
        (attribute(AttributeKind.NUMBER), ["1"], "is a number, such as"),
        (attribute(AttributeKind.NUMBER), 10**15, "15 digits at most"),
        (attribute(AttributeKind.NUMBER), "0.0000001", "6 of them after the point"),
        (attribute(AttributeKind.NUMBER), "1234567890.123456", "15 digits at most"),
        (attribute(AttributeKind.NUMBER, minimum=Decimal("1.5000")), 1.4, r"is at least 1\.5\."),
        (attribute(AttributeKind.NUMBER, maximum=Decimal("10.0000")), 11, r"is at most 10\."),
        (attribute(AttributeKind.BOOLEAN), "yes", "is true or false"),
        (attribute(AttributeKind.BOOLEAN), 1, "is true or false"),
        (attribute(AttributeKind.DATE), "2026-02-30", "is a date"),
        (attribute(AttributeKind.DATE), "30.11.2026", "is a date"),
        (attribute(AttributeKind.DATE), 20261130, "is a date"),
        (chosen(), "green", "is one of: red, blue"),
        (chosen(AttributeKind.MULTI_CHOICE), ["red", "green"], "is one of: red, blue"),
        (chosen(AttributeKind.MULTI_CHOICE), 5, "is a list of choices"),
        (attribute(AttributeKind.CHOICE, choices=tuple(Choice(value=str(n)) for n in range(21))), "x", r"19 …\."),
        (attribute(AttributeKind.CHOICE, choices=tuple(Choice(value=str(n)) for n in range(20))), "x", r"19\."),
    ],
)
def test_a_value_that_does_not_fit_says_what_would(one: Attribute, given: Any, why: str) -> None:
    with pytest.raises(domain.Unfit, match=why):
        domain.checked(one, given)
    assert domain.is_fit(one, given) is False


@pytest.mark.parametrize(
    ("one", "stored"),
    [
        (attribute(AttributeKind.NUMBER), "12"),
        (attribute(AttributeKind.BOOLEAN), "true"),
        (chosen(AttributeKind.MULTI_CHOICE), "red"),
        (attribute(AttributeKind.MULTI_CHOICE, choices=(Choice(value="M"),)), "M"),
    ],
)
def test_what_could_be_typed_is_not_what_is_stored(one: Attribute, stored: Any) -> None:
    assert not domain.is_fit(one, stored)


def test_choices_that_stand_in_another_order_now_are_the_same() -> None:
    assert domain.is_fit(chosen(AttributeKind.MULTI_CHOICE), ["blue", "red"])


def test_what_is_given_is_put_over_what_is_there_and_nothing_is_lost() -> None:
    origin, grams = attribute(AttributeKind.TEXT, "origin"), attribute(AttributeKind.NUMBER, "grams")
    stored = {"origin": "Uji", "of_before": "x"}
    assert domain.fitting([origin, grams], stored, {"grams": "100"}) == {**stored, "grams": 100}
    assert domain.fitting([origin, grams], stored, {"origin": None}) == {"of_before": "x"}
    assert domain.fitting([origin, grams], stored, {"origin": "", "of_before": []}) == {}
    assert stored == {"origin": "Uji", "of_before": "x"}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    needed = attribute(AttributeKind.NUMBER, "grams", is_required=True)
    with pytest.raises(AttributesUnfit) as refusal:
        domain.fitting([needed], {}, {"colour": "red"})
    assert refusal.value.wrong == {
        "colour": "is no attribute of this category. Known: grams.",
        "grams": "is needed in this category.",
    }
    assert (
        refusal.value.detail
        == "colour: is no attribute of this category. Known: grams. grams: is needed in this category."
    )
    with pytest.raises(AttributesUnfit, match="Known: none"):
        domain.fitting([], {}, {"colour": "red"})


def test_a_value_of_another_kind_that_was_left_behind_is_not_the_one_that_is_needed() -> None:
    needed = attribute(AttributeKind.NUMBER, "grams", is_required=True)
    with pytest.raises(AttributesUnfit, match="grams: is needed"):
        domain.fitting([needed], {"grams": "many"}, {})
    assert domain.fitting([needed], {"grams": 5}, {}) == {"grams": 5}


NUMBER = said(AttributeKind.NUMBER, minimum=Decimal(1), maximum=Decimal(5))


@pytest.mark.parametrize(
    ("before", "after", "takes_all"),
    [
        (NUMBER, NUMBER, True),
        (NUMBER, replace(NUMBER, labels={"en": "Other"}, unit="cm", is_required=True), True),
        (NUMBER, replace(NUMBER, minimum=Decimal(0), maximum=Decimal(6)), True),
        (NUMBER, replace(NUMBER, minimum=None, maximum=None), True),
        (NUMBER, replace(NUMBER, minimum=Decimal(2)), False),
        (NUMBER, replace(NUMBER, maximum=Decimal(4)), False),
        (replace(NUMBER, minimum=None), NUMBER, False),
        (replace(NUMBER, maximum=None), NUMBER, False),
        (said(max_length=5), said(max_length=6), True),
        (said(max_length=5), said(), True),
        (said(), said(max_length=5), False),
        (said(AttributeKind.CHOICE, choices=RED_OR_BLUE[:1]), said(AttributeKind.CHOICE, choices=RED_OR_BLUE), True),
        (said(AttributeKind.CHOICE, choices=RED_OR_BLUE), said(AttributeKind.CHOICE, choices=RED_OR_BLUE[:1]), False),
        (
            said(AttributeKind.CHOICE, choices=RED_OR_BLUE),
            said(AttributeKind.MULTI_CHOICE, choices=RED_OR_BLUE),
            False,
        ),
    ],
)
def test_a_wider_declaration_asks_no_product(before: Declaration, after: Declaration, takes_all: bool) -> None:
    assert domain.takes_all(before, after) is takes_all
