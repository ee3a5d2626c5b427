"""The rules of unit costs: what a piece may cost, when nobody has to say, and lines of costs."""

from decimal import Decimal

import pytest

from contexts.inventory.costs import domain
from gotuto.ids import Sku
from gotuto.money import Money
from tests.refusals import refused

TEA = Sku("TEA")


def eur(amount: str | int) -> Money:
    return Money.of(amount, "EUR")


@pytest.mark.parametrize("cost", ["0", "3.20", "1000000"])
def test_a_piece_costs_up_to_a_million(cost):
    assert domain.checked(TEA, eur(cost), valued_in="EUR") == Decimal(cost)


def test_where_nobody_says_it_nothing_is_known():
    assert domain.checked(TEA, None, valued_in="EUR") is None
    assert domain.checked(TEA, None, valued_in=None) is None


@pytest.mark.parametrize(
    ("cost", "valued_in", "words"),
    [
        (eur(1), None, "TEA: Stock is not valued here, so that no cost would be kept. Leave it out."),
        (Money.of(1, "USD"), "EUR", "TEA: Stock is valued in EUR. Say what a piece cost in EUR."),
        (eur("-0.01"), "EUR", "TEA: A piece costs between 0 and 1000000."),
        (eur("1000000.01"), "EUR", "TEA: A piece costs between 0 and 1000000."),
    ],
)
def test_no_other_cost_is_kept(cost, valued_in, words):
    with refused("inventory.unit_cost_invalid", words):
        domain.checked(TEA, cost, valued_in=valued_in)


def test_goods_that_are_bought_have_a_cost_where_stock_is_valued():
    assert domain.of_receipt(TEA, eur(0), valued_in="EUR") == 0
    assert domain.of_receipt(TEA, None, valued_in=None) is None
    with refused("inventory.unit_cost_missing", "What does a piece of TEA cost? Stock is valued here, in EUR."):
        domain.of_receipt(TEA, None, valued_in="EUR")
    with refused("inventory.unit_cost_invalid"):
        domain.of_receipt(TEA, Money.of(1, "USD"), valued_in="EUR")


def test_what_is_found_may_have_a_cost_and_what_goes_is_worth_the_average():
    assert domain.of_correction(TEA, eur(3), delta=1, valued_in="EUR") == 3
    assert domain.of_correction(TEA, None, delta=-1, valued_in="EUR") is None
    with refused("inventory.unit_cost_invalid", "TEA: What goes is worth the average. Leave the cost out."):
        domain.of_correction(TEA, eur(3), delta=-1, valued_in="EUR")


def test_what_is_found_is_worth_what_the_others_are():
    assert domain.found(TEA, {TEA: Decimal(2)}, valued_in="EUR") == 2
    assert domain.found(TEA, {}, valued_in="EUR") is None
    with refused("inventory.unit_cost_missing", "What does a piece of TEA cost? Stock is valued here, in EUR."):
        domain.found(TEA, {TEA: None}, valued_in="EUR")


@pytest.mark.parametrize(
    "lines",
    [
        ["TEA;3.20", "CUP;4"],
        ["sku;unit cost", "tea ; 3.20 ", "", "CUP,4"],
        [" Article, cost ", " TEA 3.20", "  ", "cup\t4.00"],
    ],
)
def test_lines_say_what_skus_cost(lines):
    assert domain.told(lines, currency="EUR") == {"TEA": eur("3.20"), "CUP": eur(4)}


@pytest.mark.parametrize(
    ("lines", "number", "found"),
    [
        (["sku;cost", "sku;cost"], 2, "sku;cost"),
        (["TEA"], 1, "TEA"),
        (["TEA;1", " tea;1 "], 2, "tea;1"),
        (["TEA;1", "CUP;12345678"], 2, "CUP;12345678"),
        (["TEA;1.23456"], 1, "TEA;1.23456"),
        (["TEA;-1"], 1, "TEA;-1"),
        (["TEA;1,50"], 1, "TEA;1,50"),
        (["TEA;٣"], 1, "TEA;٣"),
        (["x" * 100], 1, "x" * 80),
    ],
)
def test_a_line_that_says_nothing_is_named(lines, number, found):
    with refused("inventory.cost_line_invalid", f"Line {number} is {found!r}:"):
        domain.told(lines, currency="EUR")


def test_a_cost_has_the_decimals_of_its_currency():
    assert domain.told(["TEA;1234567"], currency="EUR") == {"TEA": eur(1_234_567)}
    assert domain.told(["TEA;1.2345"], currency="CLF") == {"TEA": Money.of("1.2345", "CLF")}
    with refused("money.too_precise"):
        domain.told(["TEA;3.205"], currency="EUR")
