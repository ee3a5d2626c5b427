"""What rows of a file would change of goods that there are, and what they would add to them."""

from dataclasses import replace

import pytest

from contexts.catalog.attributes.dto import AttributeKind
from contexts.catalog.offers.dto import NewVariant, Option
from contexts.catalog.prices.dto import NewPrice
from gotuto.imports.tables import Outcome
from gotuto.tax_classes import TaxClass
from tests.catalog.exchange.stands import (
    CLOTHES,
    DRINKS,
    SHIRT,
    STAND,
    TEA,
    attribute,
    eur,
    instead,
    offered,
    planned,
    wrong,
)

CHANGED, UNCHANGED = {2: Outcome.CHANGED}, {2: Outcome.UNCHANGED}
SAME = {
    "sku": "TEA", "name": "Tea", "description": "Fine.", "category": "drinks", "price": "5.00", "currency": "EUR",
    "tax_class": "standard", "gtin": "4006381333931", "weight_grams": 100, "length_mm": None, "is_active": True,
    "attributes": None,
}  # fmt: skip


def shirt(size, **more):
    return {"product": "SHIRT", "sku": f"SHIRT-{size}", "option_1": "Size", "value_1": size, **more}


@pytest.mark.parametrize(
    "row", [{"sku": "TEA"}, SAME, {"sku": "TEA", "name": None, "category": None, "price": None, "is_active": None}]
)
def test_what_is_said_as_it_is_stays(row):
    plan = planned(row)
    assert (plan.products, plan.prices, plan.outcomes, plan.problems) == ([], [], UNCHANGED, [])


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ({"name": "Green tea"}, {"name": "Green tea"}),
        ({"tax_class": "reduced"}, {"tax_class": "reduced"}),
        ({"description": "Finer."}, {"description": "Finer."}),
        ({"description": None}, {"description": ""}),
        ({"category": "clothes"}, {"category_id": CLOTHES}),
        ({"gtin": "96385074"}, {"gtin": "96385074"}),
        ({"gtin": None}, {"gtin": ""}),
        ({"weight_grams": 90}, {"weight_grams": 90}),
        ({"weight_grams": None}, {"weight_grams": None}),
        ({"length_mm": 1}, {"length_mm": 1}),
        ({"width_mm": 1}, {"width_mm": 1}),
        ({"height_mm": 1}, {"height_mm": 1}),
        ({"is_active": False}, {"is_active": False}),
    ],
)
def test_what_is_said_otherwise_of_a_product_is_changed(said, changes):
    plan = planned({"sku": "TEA", **said})
    assert (plan.products, plan.variants, plan.prices, plan.outcomes) == ([(TEA.id, changes)], [], [], CHANGED)


def test_a_product_without_variants_is_taken_off_by_its_own_row_only():
    assert planned({"sku": "TEA", "product_is_active": False}).outcomes == UNCHANGED


def test_what_nobody_has_described_yet_is_described():
    plain = replace(TEA, description="", tax_class=TaxClass.REDUCED)
    assert planned({"sku": "TEA", "description": None}, stand=instead(plain)).outcomes == UNCHANGED
    assert planned({"sku": "TEA", "description": "Fine."}, stand=instead(plain)).outcomes == CHANGED


@pytest.mark.parametrize(
    ("said", "entries"),
    [
        ({"price": "5.50"}, [NewPrice(sku="TEA", price=eur("5.50"), reason="import")]),
        ({"price": "5.50", "currency": "EUR"}, [NewPrice(sku="TEA", price=eur("5.50"), reason="import")]),
    ],
)
def test_another_price_is_entered_into_the_ledger(said, entries):
    plan = planned({"sku": "TEA", **said})
    assert (plan.prices, plan.products, plan.outcomes) == (entries, [], CHANGED)


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"price": "5", "currency": "USD"}, "currency", "TEA costs in EUR here, not in USD."),
        ({"price": None, "currency": "USD"}, "currency", "TEA costs in EUR here, not in USD."),
        ({"price": "-1"}, "price", "A price must be greater than zero, not -1.00 EUR."),
        ({"price": "1.001"}, "price", "1.001 has more decimals than EUR has (2)."),
    ],
)
def test_a_price_is_one_in_the_currency_of_the_goods(said, column, words):
    assert wrong(planned({"sku": "TEA", **said})) == [(2, column, words)]


def test_a_price_that_was_nothing_stays_until_another_one_is_said():
    given = replace(TEA, price=eur(0))
    assert planned({"sku": "TEA", "price": "0"}, stand=instead(given)).outcomes == UNCHANGED


def test_a_variant_is_changed_by_its_sku_alone():
    plan = planned({"sku": "SHIRT-L", "weight_grams": 150, "is_active": False, "price": "20"})
    assert plan.variants == [(SHIRT.id, "SHIRT-L", {"weight_grams": 150, "is_active": False})]
    assert plan.prices == [NewPrice(sku="SHIRT-L", price=eur(20), reason="import")]
    assert (plan.products, plan.choices, plan.outcomes) == ([], [], CHANGED)


def test_what_is_of_the_product_is_changed_with_the_first_row_of_its_variants():
    said = {"name": "Shirts", "product_is_active": False}
    plan = planned(shirt("M", **said), shirt("L", **said))
    assert plan.products == [(SHIRT.id, {"name": "Shirts", "is_active": False})]
    assert plan.outcomes == {2: Outcome.CHANGED, 3: Outcome.CHANGED}
    assert planned(shirt("M", product_is_active=True)).outcomes == UNCHANGED
    assert planned(shirt("M", product_is_active=None)).outcomes == UNCHANGED


def test_rows_that_say_their_options_as_they_are_change_nothing():
    plan = planned(shirt("M"), shirt("L", price="19"))
    assert (plan.choices, plan.variants, plan.outcomes) == ([], [], {2: Outcome.UNCHANGED, 3: Outcome.UNCHANGED})


def test_a_variant_is_called_otherwise_and_the_options_know_both():
    plan = planned(shirt("M", value_1="Medium"), shirt("L"))
    options = (Option(name="Size", values=("M", "L", "Medium")),)
    assert plan.choices == [(SHIRT.id, options, {"SHIRT-M": {"Size": "Medium"}})]
    assert plan.outcomes == {2: Outcome.CHANGED, 3: Outcome.UNCHANGED}


def test_variants_that_swap_their_values_need_no_new_one():
    plan = planned(shirt("M", value_1="L"), shirt("L", value_1="M"))
    assert plan.choices == [(SHIRT.id, SHIRT.options, {"SHIRT-M": {"Size": "L"}, "SHIRT-L": {"Size": "M"}})]


def test_a_variant_that_is_new_is_added_with_its_value():
    plan = planned(shirt("M"), shirt("XL", price="25", weight_grams=300, gtin="96385074", is_active=False))
    new = NewVariant(
        sku="SHIRT-XL",
        options={"Size": "XL"},
        price=eur(25),
        gtin="96385074",
        weight_grams=300,
        is_active=False,
    )
    assert plan.added == [(SHIRT.id, new)]
    assert plan.choices == [(SHIRT.id, (Option(name="Size", values=("M", "L", "XL")),), {})]
    assert plan.outcomes == {2: Outcome.UNCHANGED, 3: Outcome.CREATED}


def test_a_new_variant_of_a_known_value_needs_no_other_options():
    without = replace(STAND, variants={"SHIRT-M": STAND.variants["SHIRT-M"]})
    plan = planned(shirt("L", price="20"), stand=without)
    assert ([one.sku for _, one in plan.added], plan.choices) == (["SHIRT-L"], [])


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (shirt("XL", price=None), "price", "SHIRT-XL is new, and needs a price."),
        (shirt("XL", price="0"), "price", "A price must be greater than zero, not 0.00 EUR."),
        (shirt("XL", price="1", gtin="4006381333931"), "gtin", "4006381333931 is the GTIN of TEA already."),
        (shirt("XL", price="1", value_1=None), "option_1", "option_1 and value_1 belong together."),
        (
            {"product": "SHIRT", "sku": "SHIRT-XL", "price": "1", "option_1": None},
            "option_1",
            "SHIRT-XL: Size must be one of M, L.",
        ),
    ],
)
def test_what_is_wrong_with_a_new_variant_is_said(row, column, words):
    [(line, told, said)] = wrong(planned(row))
    assert (line, told, said.startswith(words)) == (2, column, True)


def test_of_a_product_with_a_wrong_row_the_options_stay():
    plan = planned(shirt("M", value_1="Medium"), shirt("XL"))
    assert (plan.choices, [one.line for one in plan.problems]) == ([], [3])


def test_options_have_so_many_values():
    many = replace(SHIRT, options=(Option(name="Size", values=tuple(map(str, range(100)))),))
    goods = (many, offered(many, "M"), offered(many, "L"))
    [(line, column, said)] = wrong(planned(shirt("M", value_1="Medium"), stand=instead(*goods)))
    assert (line, column, said) == (2, "option_1", "Size needs 1 to 100 values.")


def described(**said):
    declared = [attribute("cut"), attribute("weave", AttributeKind.NUMBER)]
    shirt_of = replace(SHIRT, attributes={"cut": "slim", "weave": 3})
    stand = replace(instead(shirt_of), declared={CLOTHES: declared, DRINKS: []})
    return planned(shirt("M", **said), stand=stand)


@pytest.mark.parametrize(
    ("given", "changes"),
    [
        ({"cut": "wide", "weave": 3}, {"cut": "wide", "weave": 3}),
        ({"cut": "wide"}, {"cut": "wide", "weave": None}),
        (None, {"cut": None, "weave": None}),
    ],
)
def test_attributes_are_those_that_are_said_and_no_others(given, changes):
    plan = described(attributes=given)
    assert (plan.products, plan.outcomes) == ([(SHIRT.id, {"attributes": changes})], CHANGED)


def test_attributes_that_are_not_said_or_are_the_same_stay():
    assert described().products == []
    assert described(attributes={"weave": 3, "cut": "slim"}).products == []


def test_attributes_fit_the_category_in_which_the_product_will_stand():
    plan = described(attributes={"cut": "slim", "weave": "three"})
    assert [(one.column, one.said) for one in plan.problems] == [("attributes", "weave: is a number, such as 12.5.")]
    moved = described(attributes={"cut": "wide"}, category="drinks")
    assert [one.said for one in moved.problems] == ["cut: is no attribute of this category. Known: none."]
