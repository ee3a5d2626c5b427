"""What is for sale, and in which currency."""

import pytest

from contexts.catalog.prices.domain.selling import check_for_sale
from contexts.catalog.products.dto import PricedProduct
from gotuto.ids import CategoryId, ProductId, Sku, new_id
from gotuto.money import Money
from gotuto.tax_classes import TaxClass
from tests.refusals import refused

TEA = PricedProduct(
    product_id=ProductId(new_id()),
    sku=Sku("TEA"),
    name="Tea",
    unit_price=Money.of("12.50", "EUR"),
    tax_class=TaxClass.STANDARD,
    category_id=CategoryId(new_id()),
)


@pytest.mark.parametrize("currency", ["EUR", None])
def test_an_active_product_is_for_sale_in_its_currency(currency):
    check_for_sale(TEA, is_active=True, currency=currency)


@pytest.mark.parametrize("currency", ["EUR", "USD", None])
def test_an_inactive_product_is_not_for_sale(currency):
    with refused("catalog.product_not_for_sale", "TEA is not for sale at present."):
        check_for_sale(TEA, is_active=False, currency=currency)


def test_nor_is_any_in_another_currency():
    with refused("catalog.product_not_for_sale", "TEA is not for sale in USD."):
        check_for_sale(TEA, is_active=True, currency="USD")
