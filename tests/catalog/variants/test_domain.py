"""Options as a person writes them, and all choices of them."""

import pytest

from contexts.catalog.offers.dto import Option
from contexts.catalog.variants.domain import choices, options_of, sku_of, text_of
from tests.refusals import refused

TEXT = "Size: M, L\nColour: red"


def test_each_line_is_an_option_and_the_other_way_round():
    options = options_of(" Size :  M , L,\n\n Colour: red ")
    assert options == (Option(name="Size", values=("M", "L")), Option(name="Colour", values=("red",)))
    assert text_of(options) == TEXT


def test_lines_and_values_of_blanks_alone_say_nothing():
    assert text_of(options_of("Size: M, , L\n  \nColour: red, ")) == TEXT


def test_names_and_values_have_so_many_letters():
    option = f" {'x' * 50} : {'y' * 60}"
    assert options_of(option) == (Option(name="x" * 50, values=("y" * 60,)),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" Size ", "'Size' is no option. Write a name, a colon"),
        ("Size:", "'Size:' is no option."),
        (" : M", "': M' is no option."),
        ("Size: M, m", "Size has m twice."),
        ("Size: M\nsize: L", "size is there twice."),
        ("x" * 51 + ": M", "xxx: M' is too long: 50 letters for a name, 60 for a value."),
        ("Size: M, " + "y" * 61, "yyy' is too long"),
        (f" {'x' * 90}: M", f"'{'x' * 80}' is too long"),
    ],
)
def test_a_line_that_is_no_option_is_refused(text, words):
    with refused("catalog.options_invalid", words):
        options_of(text)


def test_each_value_meets_each_value():
    assert list(choices(options_of("Size: M, L\nColour: red, blue"))) == [
        {"Size": "M", "Colour": "red"},
        {"Size": "M", "Colour": "blue"},
        {"Size": "L", "Colour": "red"},
        {"Size": "L", "Colour": "blue"},
    ]


def test_too_many_choices_are_refused_before_they_are_made():
    ten, five, numbers = (", ".join(str(n) for n in range(count)) for count in (10, 5, 16))
    assert len(list(choices(options_of(f"A: {ten}\nB: {five}\nC: {five}")))) == 250
    with refused("catalog.too_many_variants", "256 variants are too many for one product; 250 at most."):
        choices(options_of(f"A: {numbers}\nB: {numbers}"))


@pytest.mark.parametrize(
    ("values", "sku"),
    [
        (["L", "red"], "S-L-RED"),
        (["weiß", "größer"], "S-WEISS-GROESSER"),
        (["1 kg", "é!"], "S-1KG-E"),
        (["茶"], "S-X"),
        (["Süß", "Mäntel"], "S-SUESS-MAENTEL"),
    ],
)
def test_a_sku_says_what_it_is(values, sku):
    assert sku_of("S", values) == sku


def test_a_sku_is_never_too_long():
    assert len(sku_of("S" * 60, ["abcdef"])) == 64
