"""The rules of products: plain Python, no database."""

from uuid import UUID

import pytest

from contexts.catalog.products import dto
from contexts.catalog.products.domain import offers
from gotuto.money import Money
from tests.refusals import refused

PRICE = Money.of("12.50", "EUR")
TEA = dto.PricedProduct(
    product_id=UUID(int=1), sku="TEA", name="Tea", unit_price=PRICE, tax_class="standard", category_id=UUID(int=2)
)


@pytest.mark.parametrize(("text", "sku"), [(" tea-1 ", "TEA-1"), ("A.B_C-9", "A.B_C-9"), ("a" * 64, "A" * 64)])
def test_a_sku_has_one_spelling(text, sku):
    assert offers.normalised_sku(text) == sku


@pytest.mark.parametrize("text", ["", "TEA 1", "TEA/1", "TÉE", "a" * 65])
def test_what_cannot_be_a_sku_is_refused(text):
    with refused("invalid", "is not a SKU"):
        offers.normalised_sku(text)


def test_nothing_is_given_away():
    offers.check_price(Money.of("0.01", "EUR"))
    for price in (Money.of("0", "EUR"), Money.of("-1", "EUR")):
        with refused("catalog.price_not_positive", str(price)):
            offers.check_price(price)


@pytest.mark.parametrize("currency", ["EUR", None])
def test_an_active_product_is_for_sale_in_its_currency(currency):
    offers.check_for_sale(TEA, is_active=True, currency=currency)


def test_an_inactive_product_is_not_for_sale_nor_any_in_another_currency():
    with refused("catalog.product_not_for_sale", "TEA is not for sale at present."):
        offers.check_for_sale(TEA, is_active=False, currency="EUR")
    with refused("catalog.product_not_for_sale", "TEA is not for sale in USD."):
        offers.check_for_sale(TEA, is_active=True, currency="USD")
