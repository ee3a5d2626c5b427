"""Options and variants: what a buyer chooses, and what can be bought."""

from dataclasses import replace

import pytest

from contexts.catalog.offers.domain import variants
from contexts.catalog.offers.dto import NewVariant, Option, Variant
from gotuto.ids import Sku
from gotuto.money import Money
from tests.refusals import refused

SIZES, COLOURS = Option(name="Size", values=("M", "L")), Option(name="Colour", values=("red", "blue"))
SHIRT = (SIZES, COLOURS)
SKU = Sku("SHIRT")


def numbered(count: int, name: str = "Size") -> Option:
    return Option(name=name, values=tuple(str(n) for n in range(count)))


def new(sku: str, *values: str, price: str = "9.90", currency: str = "EUR") -> NewVariant:
    chosen = dict(zip(("Size", "Colour"), values, strict=False))
    return NewVariant(sku=sku, options=chosen, price=Money.of(price, currency))


def sold(sku: str, price: int, *, is_active: bool = True) -> Variant:
    return Variant(
        sku=Sku(sku), name=sku, options={}, price=Money.of(price, "EUR"), gtin="", is_active=is_active, weight_grams=1
    )


@pytest.mark.parametrize(
    "options",
    [
        (),
        SHIRT,
        tuple(numbered(1, name) for name in "ABCDE"),
        (numbered(100),),
        # The same value of two options is two things.
        (Option(name="Inside", values=("red",)), Option(name="Outside", values=("red",))),
    ],
)
def test_a_product_has_some_options(options):
    variants.check_options(options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (tuple(numbered(1, name) for name in "ABCDEF"), "6 options are too many; 5 at most."),
        ((SIZES, COLOURS, replace(COLOURS, name="SIZE")), "SIZE is there twice."),
        ((replace(SIZES, name="Größe"), replace(SIZES, name="GRÖSSE")), "GRÖSSE is there twice."),
        ((replace(SIZES, values=()),), "Size needs 1 to 100 values."),
        ((COLOURS, numbered(101)), "Size needs 1 to 100 values."),
        ((COLOURS, replace(SIZES, values=("M", "L", "m"))), "Size has m twice."),
    ],
)
def test_options_and_values_are_told_apart_and_not_too_many(options, words):
    with refused("catalog.options_invalid", words):
        variants.check_options(options)


def test_what_is_bought_has_a_name_that_says_what_it_is():
    first, second = variants.checked("Shirt", SHIRT, [new(" s-1 ", "L", "red"), new("S-2", "M", "red")])
    assert (first.sku, first.name, first.options) == ("S-1", "Shirt, L, red", {"Size": "L", "Colour": "red"})
    assert (second.sku, second.name) == ("S-2", "Shirt, M, red")


def test_a_product_without_options_is_its_own_only_variant():
    [itself] = variants.checked("Tea", (), [new("TEA")])
    assert (itself.sku, itself.name, itself.options) == ("TEA", "Tea", {})


@pytest.mark.parametrize(("options", "given"), [((), []), (SHIRT, []), ((), [new("A"), new("B")])])
def test_something_must_be_there_to_buy_and_be_told_apart(options, given):
    with refused("catalog.variants_missing"):
        variants.checked("Shirt", options, given)


def test_all_that_is_said_of_a_variant_is_kept():
    given = NewVariant(
        sku="TEA",
        price=Money.of(3, "EUR"),
        gtin="4006381-333931",
        weight_grams=100,
        length_mm=30,
        width_mm=20,
        height_mm=10,
        is_active=False,
    )
    assert variants.checked_variant("Tea", (), given) == Variant(
        sku=Sku("TEA"),
        name="Tea",
        options={},
        price=Money.of(3, "EUR"),
        gtin="4006381333931",
        weight_grams=100,
        length_mm=30,
        width_mm=20,
        height_mm=10,
        is_active=False,
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (new("no sku"), "invalid"),
        (new("TEA", price="0"), "catalog.price_not_positive"),
        (replace(new("TEA"), gtin="123"), "catalog.gtin_invalid"),
        (new("TEA", "L"), "catalog.options_not_chosen"),
    ],
)
def test_each_variant_follows_the_rules_of_what_is_sold(given, code):
    with refused(code):
        variants.checked("Tea", (), [given])


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ([new("A", "M", "red"), new(" a ", "L", "red")], "catalog.sku_taken", "A already names a product"),
        ([new("A", "M", "red"), new("B", "M", "red")], "catalog.variant_exists", "A is M, red already."),
        (
            [new("A", "M", "red"), new("B", "L", "red", currency="USD")],
            "catalog.currencies_differ",
            "B costs in USD, and the other variants in EUR.",
        ),
    ],
)
def test_whoever_has_chosen_has_chosen_one_variant_in_one_currency(given, code, words):
    with refused(code, words):
        variants.checked("Shirt", SHIRT, given)


def test_in_whichever_order_values_were_stored_they_are_the_same():
    one, other = ({"Size": "M", "Colour": "red"}, {"Colour": "red", "Size": "M"})
    with refused("catalog.variant_exists", "A is red, M already."):
        variants.check_together([replace(sold("A", 1), options=one), replace(sold("B", 1), options=other)])


def test_a_product_has_250_variants_at_most():
    options = (numbered(100), numbered(3, "Colour"))
    given = [new(f"S-{n}", str(n % 100), str(n // 100)) for n in range(251)]
    assert len(variants.checked("Shirt", options, given[:250])) == 250
    with refused("catalog.too_many_variants", "251 variants are too many for one product; 250 at most."):
        variants.checked("Shirt", options, given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"Size": "M"}, "SHIRT: Colour must be one of red, blue."),
        ({"Size": "S", "Colour": "red"}, "SHIRT: Size must be one of M, L."),
        ({"Size": "M", "Colour": "red", "Form": "x"}, "SHIRT: the product has no option 'Form'."),
        ({"F" * 60: "x"}, f"SHIRT: the product has no option '{'F' * 50}'."),
    ],
)
def test_a_variant_says_what_it_is_of_each_option_and_of_nothing_else(given, words):
    with refused("catalog.options_not_chosen", words):
        variants.chosen(SHIRT, given, sku=SKU)


def test_values_stand_in_the_order_of_the_options():
    assert list(variants.chosen(SHIRT, {"Colour": "red", "Size": "M"}, sku=SKU)) == ["Size", "Colour"]


def test_a_name_fits_an_invoice():
    assert variants.variant_name("a" * 197, ["b"], sku=SKU) == "a" * 197 + ", b"
    with refused("catalog.variant_name_too_long", "the name of SHIRT has 201 letters; 200 at most"):
        variants.variant_name("a" * 198, ["b"], sku=SKU)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([sold("A", 3), sold("B", 2)], "B"),
        ([sold("A", 3), sold("B", 2, is_active=False)], "A"),
        ([sold("A", 3, is_active=False), sold("B", 2, is_active=False)], "B"),
        ([sold("A", 2), sold("B", 2)], "A"),
    ],
)
def test_a_list_shows_the_cheapest_that_is_for_sale(given, shown):
    assert variants.cheapest(given).sku == shown
