"""What costs what in which price list."""

import pytest

from contexts.catalog.pricelists.dto import PriceList
from contexts.catalog.prices.domain.lists import check_currency
from contexts.catalog.prices.dto import Goods, NewPrice
from gotuto.ids import ProductId, Sku, new_id
from gotuto.money import Money
from tests.refusals import refused


def price_list(code: str, currency: str, group: str = "") -> PriceList:
    return PriceList(
        id=new_id(), code=code, name=code, currency=currency, customer_group=group, is_active=True, version=1
    )


TEA = Goods(product_id=ProductId(new_id()), sku=Sku("TEA"), name="Tea", price=Money.of(9, "EUR"))
LISTS = {
    one.code: one
    for one in (
        price_list("USA", "USD"),
        price_list("HOME", "EUR"),
        price_list("TRADE", "EUR", "TRADE"),
        price_list("TRADE-US", "USD", "TRADE"),
    )
}


def price(currency: str, price_list: str = "") -> NewPrice:
    return NewPrice(sku=Sku("TEA"), price=Money.of(9, currency), price_list=price_list)


def test_goods_cost_in_their_own_currency_and_in_a_list_in_that_of_the_list():
    check_currency(price("EUR"), TEA, LISTS)
    check_currency(price("USD", "USA"), TEA, LISTS)


def test_in_a_list_of_a_group_also_in_their_own():
    check_currency(price("EUR", "TRADE"), TEA, LISTS)
    check_currency(price("USD", "TRADE-US"), TEA, LISTS)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (price("USD"), "TEA costs in EUR here, not in USD."),
        (price("EUR", "USA"), "TEA costs in USD here, not in EUR."),
        (price("GBP", "USA"), "TEA costs in USD here, not in GBP."),
        (price("USD", "TRADE"), "TEA costs in EUR here, not in USD."),
    ],
)
def test_and_in_no_other(given, words):
    with refused("catalog.price_currency", words):
        check_currency(given, TEA, LISTS)


def test_a_list_in_the_own_currency_is_needless():
    with refused("catalog.price_list_needless", "TEA costs in EUR anyway."):
        check_currency(price("EUR", "HOME"), TEA, LISTS)


def test_a_list_that_nobody_knows_has_no_prices():
    with refused("catalog.price_list_not_found", "There is no price list MARS."):
        check_currency(price("EUR", "MARS"), TEA, LISTS)
