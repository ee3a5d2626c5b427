"""Prices by a share or an amount, rounded as a shop rounds them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contexts.catalog.prices.domain.repricing import check, repriced
from contexts.catalog.prices.dto import PriceRule
from gotuto.money import Money
from tests.refusals import refused


def rule(**said: str) -> PriceRule:
    return PriceRule(**{name: Decimal(value) for name, value in said.items()})


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ({"percent": "10"}, "9.99", "10.99"),
        ({"percent": "-50"}, "9.99", "5.00"),
        ({"percent": "-99.99"}, "100.00", "0.01"),
        ({"percent": "1000"}, "1.00", "11.00"),
        ({"amount": "0.50"}, "9.99", "10.49"),
        ({"amount": "-0.50"}, "9.99", "9.49"),
        ({"percent": "10", "amount": "1"}, "10.00", "12.00"),
        # To the next whole one, and then 9.99 and the like.
        ({"percent": "10", "step": "1", "less": "0.01"}, "10.40", "10.99"),
        ({"percent": "10", "step": "1", "less": "0.01"}, "10.50", "11.99"),
        ({"amount": "0.01", "step": "0.05"}, "9.98", "10.00"),
        ({"amount": "0.01", "step": "0.50"}, "10.23", "10.00"),
        # Half of a step goes up.
        ({"amount": "0.01", "step": "0.50"}, "10.24", "10.50"),
        ({"percent": "1", "step": "10", "less": "10"}, "100.00", "90.00"),
    ],
)
def test_a_rule_makes_another_price(said, old, new):
    check(rule(**said))
    assert repriced(Money.of(old, "EUR"), rule(**said)) == Money.of(new, "EUR")


def test_a_currency_without_cents_gets_none():
    assert repriced(Money.of(105, "JPY"), rule(percent="10")) == Money.of(116, "JPY")


@pytest.mark.parametrize("percent", ["-100", "-150", "1000.01"])
def test_nothing_becomes_free_or_more_than_eleven_times_as_dear(percent):
    with refused("catalog.price_rule_invalid", "percent: It is more than -100 and at most 1000."):
        check(rule(percent=percent))


@pytest.mark.parametrize("said", [{}, {"step": "1", "less": "0.01"}])
def test_a_rule_says_by_how_much(said):
    with refused("catalog.price_rule_invalid", "percent: Say by how much"):
        check(rule(**said))


@pytest.mark.parametrize(
    "said",
    [
        {"step": "-1"},
        {"step": "-1", "less": "-1"},
        {"less": "-0.01"},
        {"step": "1", "less": "-0.01"},
        {"step": "1", "less": "1.01"},
        {"less": "0.01"},
    ],
)
def test_what_is_taken_off_is_no_more_than_the_step(said):
    with refused("catalog.price_rule_invalid", "step: Prices are rounded to a multiple of a step"):
        check(rule(percent="1", **said))


@given(st.decimals("0.01", "99999", places=2), st.sampled_from(["0.05", "0.10", "0.50", "1", "5"]))
def test_a_rounded_price_is_a_multiple_no_further_than_half_a_step(amount, step):
    found = repriced(Money(amount, "EUR"), rule(amount="0", step=step)).amount
    assert found % Decimal(step) == 0
    assert abs(found - amount) <= Decimal(step) / 2
