"""Products as rows of a file: what each column takes, and what rows say together."""

import pytest

from contexts.catalog.exchange.domain import rows
from contexts.catalog.offers.dto import Option
from gotuto.errors import BusinessError
from gotuto.text import UnfitText
from tests.refusals import refused

READ = {column.name: column.read for column in rows.COLUMNS}
SIZE = Option(name="Size", values=("M", "L"))


def test_a_file_of_products_has_these_columns_in_this_order():
    assert (
        list(READ)
        == (
            "sku product name category description price currency tax_class gtin weight_grams length_mm width_mm height_mm "
            "is_active product_is_active attributes option_1 value_1 option_2 value_2 option_3 value_3 option_4 value_4 "
            "option_5 value_5"
        ).split()
    )
    assert [column.name for column in rows.COLUMNS if column.is_required] == ["sku"]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("sku", " tea-1 ", "TEA-1"),
        ("product", "shirt", "SHIRT"),
        ("name", "n" * 200, "n" * 200),
        ("category", "c" * 2_000, "c" * 2_000),
        ("description", "Steamed.\nFine.", "Steamed.\nFine."),
        ("description", "d" * 10_000, "d" * 10_000),
        ("price", "4.50", "4.50"),
        ("currency", "eur", "EUR"),
        ("tax_class", "Reduced", "reduced"),
        ("gtin", "4006381-333931", "4006381333931"),
        ("weight_grams", "1", 1),
        ("weight_grams", "10000000", 10_000_000),
        *((name, "1", 1) for name in ("length_mm", "width_mm", "height_mm")),
        *((name, "100000", 100_000) for name in ("length_mm", "width_mm", "height_mm")),
        ("is_active", "no", False),
        ("product_is_active", "yes", True),
        ("attributes", '{"colour": "red"}', {"colour": "red"}),
        ("attributes", '{"a": "' + "x" * 49_991 + '"}', {"a": "x" * 49_991}),
        *((f"option_{number}", "o" * 50, "o" * 50) for number in range(1, 6)),
        *((f"value_{number}", "v" * 60, "v" * 60) for number in range(1, 6)),
    ],
    ids=lambda given: str(given)[:20],
)
def test_what_fits_is_taken(column, cell, value):
    assert READ[column](cell) == value


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("sku", "no sku"),
        ("product", "no sku"),
        ("name", "n" * 201),
        ("category", "c" * 2_001),
        ("description", "d" * 10_001),
        ("price", "4,50"),
        ("currency", "EURO"),
        ("tax_class", "cheap"),
        ("gtin", "123"),
        ("weight_grams", "0"),
        ("weight_grams", "10000001"),
        *((name, "0") for name in ("length_mm", "width_mm", "height_mm")),
        *((name, "100001") for name in ("length_mm", "width_mm", "height_mm")),
        ("is_active", "perhaps"),
        ("product_is_active", "perhaps"),
        ("attributes", "red"),
        ("attributes", '{"a": "' + "x" * 49_992 + '"}'),
        *((f"option_{number}", "o" * 51) for number in range(1, 6)),
        *((f"value_{number}", "v" * 61) for number in range(1, 6)),
    ],
    ids=lambda given: str(given)[:20],
)
def test_what_does_not_fit_is_refused(column, cell):
    with pytest.raises((UnfitText, BusinessError)):
        READ[column](cell)


@pytest.mark.parametrize(
    ("values", "bundle"),
    [
        ({"sku": "S-1", "product": "SHIRT"}, "SHIRT"),
        ({"sku": "TEA", "product": None}, "TEA"),
        ({"sku": "TEA"}, "TEA"),
        ({"product": None}, ""),
        ({}, ""),
    ],
)
def test_a_row_is_a_part_of_its_product_or_of_itself(values, bundle):
    assert rows.bundle(values) == bundle


def test_a_row_says_what_it_is_of_each_option():
    values = {"option_1": "Size", "value_1": "M", "option_5": "Colour", "value_5": "red", "option_2": None}
    assert rows.choice(values) == {"Size": "M", "Colour": "red"}
    assert rows.choice({"option_6": "Form", "value_6": "round"}) == {}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"option_1": "Size"}, "option_1 and value_1 belong together."),
        ({"value_5": "M", "option_5": None}, "option_5 and value_5 belong together."),
    ],
)
def test_an_option_and_its_value_belong_together(values, words):
    with refused("catalog.options_invalid", words):
        rows.choice(values)


def test_values_that_are_chosen_come_after_those_that_there_are():
    found = rows.options_with((SIZE,), [{"Size": "S"}, {"Size": "M"}, {"Size": "XL"}])
    assert found == (Option(name="Size", values=("M", "L", "S", "XL")),)


def test_the_first_choice_says_which_options_there_are():
    found = rows.options_with((), [{"Size": "M", "Colour": "red"}, {"Size": "L", "Colour": "red"}])
    assert found == (SIZE, Option(name="Colour", values=("red",)))


def test_a_path_of_categories_is_read_from_the_top_down():
    assert rows.path_of("Tea > Green>Japan ") == ("Tea", "Green", "Japan")
