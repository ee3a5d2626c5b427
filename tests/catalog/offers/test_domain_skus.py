"""SKUs and prices: one spelling, and nothing for nothing."""

import pytest

from contexts.catalog.offers.domain import skus
from gotuto.money import Money
from tests.refusals import refused


@pytest.mark.parametrize(("text", "sku"), [(" tea-1 ", "TEA-1"), ("A.B_C-9", "A.B_C-9"), ("a" * 64, "A" * 64)])
def test_a_sku_has_one_spelling(text, sku):
    assert skus.normalised_sku(text) == sku


@pytest.mark.parametrize("text", ["", "TEA 1", "TEA/1", "TÉE", "a" * 65])
def test_what_cannot_be_a_sku_is_refused(text):
    with refused("invalid", "is not a SKU"):
        skus.normalised_sku(text)


def test_of_a_long_text_the_beginning_is_told():
    with refused("invalid", f"'{'x' * 80}' is not a SKU"):
        skus.normalised_sku("x" * 90)


def test_nothing_new_costs_in_a_currency_that_was_withdrawn():
    with refused("money.currency_withdrawn", "BGN has been withdrawn"):
        skus.check_price(Money.of(1, "BGN"))


def test_nothing_is_given_away():
    skus.check_price(Money.of("0.01", "EUR"))
    for price in (Money.of("0", "EUR"), Money.of("-1", "EUR")):
        with refused("catalog.price_not_positive", str(price)):
            skus.check_price(price)
