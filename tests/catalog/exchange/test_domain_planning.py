"""What rows of a file would do: goods that are new, and what is wrong with a row before anything is done with it."""

from dataclasses import replace

import pytest

from contexts.catalog.exchange.domain.planning import Draft
from contexts.catalog.offers.dto import NewVariant, Option
from gotuto.imports.tables import Outcome
from gotuto.money import Money
from tests.catalog.exchange.stands import CLOTHES, DRINKS, LARGE, SHIRT, STAND, TEA, eur, instead, planned, wrong

MILK = {"sku": "MILK", "name": "Milk", "category": "drinks", "price": "1.20"}
SOCK = {"product": "SOCK", "name": "Sock", "category": "clothes", "price": "3"}


def sock(size, **more):
    return {**SOCK, "sku": f"SOCK-{size}", "option_1": "Size", "value_1": size, **more}


def test_what_is_new_and_has_no_product_is_one_by_itself():
    plan = planned(MILK)
    assert plan.drafts == [
        Draft(
            lines=[2],
            name="Milk",
            sku="MILK",
            category_id=DRINKS,
            description="",
            tax_class="standard",
            is_active=True,
            attributes={},
            options=(),
            sold=[NewVariant(sku="MILK", price=eur("1.20"))],
        )
    ]
    assert (plan.outcomes, plan.problems) == ({2: Outcome.CREATED}, [])


def test_all_that_a_row_says_of_a_new_product_is_kept():
    [draft] = planned(
        {
            **MILK,
            "category": "Clothes > All",
            "currency": "USD",
            "description": "Fresh.",
            "tax_class": "reduced",
            "gtin": "96385074",
            "weight_grams": 1,
            "length_mm": 2,
            "width_mm": 3,
            "height_mm": 4,
            "is_active": False,
            "product_is_active": True,
            "attributes": {"cut": "slim"},
        }
    ).drafts
    assert (draft.category_id, draft.description, draft.tax_class) == (CLOTHES, "Fresh.", "reduced")
    assert (draft.attributes, draft.is_active) == ({"cut": "slim"}, False)
    assert draft.sold == [
        NewVariant(
            sku="MILK",
            price=Money.of("1.20", "USD"),
            gtin="96385074",
            weight_grams=1,
            length_mm=2,
            width_mm=3,
            height_mm=4,
            is_active=False,
        )
    ]


def test_rows_of_one_product_are_its_variants_with_the_options_that_they_say():
    plan = planned(sock("S"), sock("M", is_active=False), MILK)
    first, second = plan.drafts
    assert (first.lines, first.sku, first.options) == ([2, 3], "SOCK", (Option(name="Size", values=("S", "M")),))
    assert [(one.sku, one.options, one.is_active) for one in first.sold] == [
        ("SOCK-S", {"Size": "S"}, True),
        ("SOCK-M", {"Size": "M"}, False),
    ]
    assert (first.is_active, second.lines) == (True, [4])
    assert plan.outcomes == dict.fromkeys([2, 3, 4], Outcome.CREATED)


def test_a_product_with_variants_is_active_by_its_own_column():
    [draft] = planned(sock("S", is_active=True, product_is_active=False)).drafts
    assert (draft.is_active, draft.sold[0].is_active) == (False, True)


@pytest.mark.parametrize("name", ["name", "category", "price"])
def test_what_is_new_needs_a_name_a_category_and_a_price(name):
    assert wrong(planned({**MILK, name: None})) == [(2, name, f"MILK is new, and needs a {name}.")]
    without = {key: value for key, value in MILK.items() if key != name}
    assert wrong(planned(without)) == [(2, "", f"MILK is new, and needs a {name}.")]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({**MILK, "price": "0"}, "price", "A price must be greater than zero"),
        ({**MILK, "price": "1.234"}, "price", "1.234 has more decimals than EUR has (2)."),
        ({**MILK, "currency": "EUX"}, "currency", "'EUX' is not a currency code"),
        ({**MILK, "attributes": {"cut": "slim"}}, "attributes", "cut: is no attribute of this category."),
        ({**sock("S"), "option_1": None}, "option_1", "option_1 and value_1 belong together."),
    ],
)
def test_what_is_new_follows_all_rules_of_goods(row, column, words):
    [(line, told, said)] = wrong(planned(row))
    assert (line, told, said.startswith(words)) == (2, column, True)


def test_two_rows_without_an_option_are_not_told_apart():
    [(line, column, said)] = wrong(planned({**SOCK, "sku": "A"}, {**SOCK, "sku": "B"}))
    assert (line, column, said.startswith("A product with options needs a variant")) == (2, "sku", True)


def test_two_variants_of_one_value_are_told_in_the_first_row():
    [(line, column, said)] = wrong(planned(sock("S"), {**sock("S"), "sku": "SOCK-T"}))
    assert (line, column, said.startswith("SOCK-S is S already.")) == (2, "option_1", True)


def test_a_product_is_not_made_of_some_of_its_rows():
    plan = planned(sock("S"), sock("M", price=None), sock("L"), MILK)
    assert [one.sku for one in plan.drafts] == ["MILK"]
    assert [(one.line, one.column) for one in plan.problems] == [(3, "price")]
    assert plan.outcomes == {5: Outcome.CREATED}


def test_of_a_product_whose_first_row_is_wrong_the_others_are_made():
    plan = planned(sock("S", gtin="4006381333931"), sock("M"), sock("L"))
    assert [(one.lines, one.name) for one in plan.drafts] == [([3, 4], "Sock")]
    assert plan.outcomes == {3: Outcome.CREATED, 4: Outcome.CREATED}


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (sock("S", gtin="4006381333931"), "gtin", "4006381333931 is the GTIN of TEA already."),
        ({**MILK, "category": "food"}, "category", "No category, or more than one, is called 'food'."),
        ({**MILK, "category": "c" * 300}, "category", f"is called '{'c' * 200}'."),
        ({**MILK, "option_1": "Size", "value_1": "S"}, "", "MILK says what it is of an option."),
        ({"sku": "SHIRT", "price": "3"}, "sku", "SHIRT has variants, each of which has a row with its own SKU."),
        ({**sock("S"), "sku": "TEA"}, "product", "TEA belongs to TEA."),
        ({**sock("S"), "sku": "SHIRT-M"}, "product", "SHIRT-M belongs to SHIRT."),
        ({"product": "TEA", "sku": "TEA-1"}, "product", "TEA has no options."),
        ({"product": "TEA", "sku": "TEA", "option_1": "Size", "value_1": "S"}, "product", "TEA has no options."),
    ],
)
def test_what_is_wrong_with_a_row_is_said_in_its_column(row, column, words):
    [(line, told, said)] = wrong(planned(row))
    assert (line, told) == (2, column)
    assert words in said


@pytest.mark.parametrize(
    ("gone", "row"),
    [
        ({"TEA": TEA}, {"sku": "TEA"}),
        ({"SHIRT-L": LARGE}, {"sku": "SHIRT-L"}),
        ({"SHIRT": SHIRT}, {"sku": "SHIRT-L"}),
        ({"SHIRT": SHIRT}, {"product": "SHIRT", "sku": "SHIRT-XL", "option_1": "Size", "value_1": "XL"}),
    ],
)
def test_what_is_archived_is_restored_and_not_imported(gone, row):
    [one] = gone.values()
    [(_, column, said)] = wrong(planned({**row, "price": "3"}, stand=instead(replace(one, is_gone=True))))
    assert (column, said.startswith(f"{row['sku']} is archived.")) == ("sku", True)


def test_the_gtin_of_its_own_goods_is_no_other_ones():
    assert planned({"sku": "TEA", "gtin": "4006381333931"}).problems == []
    assert planned({"product": "TEA", "sku": "TEA", "gtin": "4006381333931"}).problems == []
    owned = {**STAND.owners, "96385074": "SHIRT"}
    row = {"product": "SHIRT", "sku": "SHIRT-L", "gtin": "96385074"}
    assert planned(row, stand=replace(STAND, owners=owned)).problems == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "Socks"),
        ("category", "drinks"),
        ("description", "New."),
        ("tax_class", "reduced"),
        ("product_is_active", False),
        ("attributes", {"cut": "slim"}),
    ],
)
def test_what_is_of_a_product_is_said_alike_in_all_of_its_rows(name, value):
    plan = planned(sock("S"), sock("M", **{name: value}))
    [problem] = plan.problems
    assert (problem.line, problem.column) == (3, name)
    assert problem.said == f"Line 2 says otherwise of the {name} of this product. Write the same in all of its rows."
