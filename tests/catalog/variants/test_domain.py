"""Options as a person writes them, and all choices of them."""

import pytest

from contexts.catalog.products.dto import Option
from contexts.catalog.products.errors import OptionsInvalid, TooManyVariants
from contexts.catalog.variants.domain import choices, options_of, sku_of, text_of

TEXT = "Size: M, L\nColour: red"


def test_each_line_is_an_option_and_the_other_way_round():
    options = options_of(" Size :  M , L,\n\n Colour: red ")
    assert options == (Option(name="Size", values=("M", "L")), Option(name="Colour", values=("red",)))
    assert text_of(options) == TEXT


@pytest.mark.parametrize(
    "text", ["Size", "Size:", ": M", "Size: M, m", "Size: M\nsize: L", "x" * 51 + ": M", "S: " + "y" * 61]
)
def test_a_line_that_is_no_option_is_refused(text):
    with pytest.raises(OptionsInvalid):
        options_of(text)


def test_each_value_meets_each_value():
    assert list(choices(options_of("Size: M, L\nColour: red, blue"))) == [
        {"Size": "M", "Colour": "red"},
        {"Size": "M", "Colour": "blue"},
        {"Size": "L", "Colour": "red"},
        {"Size": "L", "Colour": "blue"},
    ]


def test_too_many_choices_are_refused_before_they_are_made():
    numbers = ", ".join(str(n) for n in range(16))
    with pytest.raises(TooManyVariants):
        choices(options_of(f"A: {numbers}\nB: {numbers}"))
    assert len(list(choices(options_of(f"A: {numbers}\nB: {numbers[:45]}")))) <= 250


@pytest.mark.parametrize(
    ("values", "sku"),
    [(["L", "red"], "S-L-RED"), (["weiß", "größer"], "S-WEISS-GROESSER"), (["1 kg", "é!"], "S-1KG-E"), (["茶"], "S-X")],
)
def test_a_sku_says_what_it_is(values, sku):
    assert sku_of("S", values) == sku


def test_a_sku_is_never_too_long():
    assert len(sku_of("S" * 60, ["abcdef"])) == 64
