"""What attributes are called in a language, how they are written down, and which are declared side by side."""

from decimal import Decimal

import pytest

from contexts.catalog.attributes import domain
from contexts.catalog.attributes.dto import AttributeKind, Choice
from contexts.catalog.attributes.errors import AttributeInvalid, TooManyAttributes
from contexts.catalog.categories.errors import AttributeDeclared
from tests.catalog.attributes.test_domain import RED_OR_BLUE, attribute


@pytest.mark.parametrize(
    ("languages", "label"),
    [(("de",), "Farbe"), (("fr", "de"), "Farbe"), (("fr",), "Colour"), ((), "Colour")],
)
def test_a_label_is_that_of_the_first_language_that_there_is(languages: tuple[str, ...], label: str) -> None:
    assert domain.label_of({"en": "Colour", "de": "Farbe"}, languages, "colour") == label


def test_without_english_any_label_is_better_than_none() -> None:
    assert domain.label_of({"it": "Colore", "fr": "Couleur"}, ("de",), "colour") == "Couleur"
    assert domain.label_of({}, ("de",), "colour") == "colour"


def test_labels_and_choices_are_read_as_they_are_shown() -> None:
    labels = {"en": "Colour", "de-at": "Farbe"}
    assert domain.labels_text(labels) == "de-at: Farbe, en: Colour"
    assert domain.labels_of(domain.labels_text(labels)) == labels
    assert domain.labels_of("EN : Colour ,\n de-AT: Farbe,") == labels
    assert domain.text_of(RED_OR_BLUE) == "red = de: Rot\nblue"
    assert domain.choices_of("\nred = de: Rot\n\nblue\n") == RED_OR_BLUE
    assert domain.choices_of("") == ()
    with pytest.raises(AttributeInvalid, match="'Colour' is no label; write en: Colour, de: Farbe"):
        domain.labels_of("Colour")


@pytest.mark.parametrize(
    ("line", "told"),
    [("Colour,", "'Colour'"), ("en: Colour, Farbe ", "'Farbe'"), ("x" * 70, f"'{'x' * 60}'")],
)
def test_a_label_that_cannot_be_read_is_named(line: str, told: str) -> None:
    with pytest.raises(AttributeInvalid, match=f"^{told} is no label") as refusal:
        domain.labels_of(line)
    assert list(refusal.value.faults) == ["labels"]
    with pytest.raises(AttributeInvalid, match=f"^{told} is no label") as refusal:
        domain.choices_of(f"red = {line}")
    assert list(refusal.value.faults) == ["choices"]


def test_lines_and_labels_of_blanks_alone_say_nothing() -> None:
    assert domain.choices_of("red\n  \nblue") == (Choice(value="red"), Choice(value="blue"))
    assert domain.labels_of("en: Colour, \n ") == {"en": "Colour"}


def test_an_attribute_and_its_choices_are_told_in_a_language() -> None:
    colour = attribute(
        AttributeKind.CHOICE, "colour", labels={"en": "Colour", "de": "Farbe"}, choices=RED_OR_BLUE, is_required=True
    )
    told = domain.labelled(colour, ("de",))
    assert (told.label, [one.label for one in told.choices]) == ("Farbe", ["Rot", "blue"])
    assert (told.id, told.labels, told.is_required) == (colour.id, colour.labels, True)


@pytest.mark.parametrize(
    ("stored", "told"), [("1.500000", "1.5"), ("10.000000", "10"), ("0.000000", "0"), ("-200.000000", "-200")]
)
def test_limits_are_told_without_the_noughts_of_their_column(stored: str, told: str) -> None:
    weight = attribute(AttributeKind.NUMBER, minimum=Decimal(stored))
    assert (str(domain.labelled(weight, ()).minimum), domain.labelled(weight, ()).maximum) == (told, None)
    weight = attribute(AttributeKind.NUMBER, maximum=Decimal(stored))
    assert (domain.labelled(weight, ()).minimum, str(domain.labelled(weight, ()).maximum)) == (None, told)


def test_a_code_means_one_thing_on_a_way_through_the_tree() -> None:
    domain.check_alone("colour", [attribute(AttributeKind.TEXT, "origin"), attribute(AttributeKind.TEXT, "grams")])
    with pytest.raises(AttributeDeclared) as refusal:
        domain.check_alone("grams", [attribute(AttributeKind.TEXT, "origin"), attribute(AttributeKind.TEXT, "grams")])
    assert (refusal.value.attribute, refusal.value.name) == ("grams", "Tea")


def test_a_product_has_a_hundred_attributes_at_most() -> None:
    domain.check_number(100)
    with pytest.raises(TooManyAttributes, match=r"101 attributes are too many .*; 100 at most"):
        domain.check_number(101)
