"""A cart in another currency than the goods have, by a price list."""

from datetime import timedelta

import pytest

from contexts.catalog.pricelists.use_cases import change_list, open_list
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.errors import ProductNotForSale
from contexts.catalog.prices.use_cases.entering import enter_prices
from contexts.order.carts.dto import ItemWish
from contexts.order.carts.use_cases import open_cart
from contexts.order.placement import place_order
from gotuto.money import Money
from tests.shop import BUYER, STAFF


@pytest.fixture
def francs(shop):
    """Tea for 11.90 EUR, and 13.00 CHF by a list."""
    sku = shop.has("tea")
    open_list(code="CHF", name="Switzerland", currency="CHF", now=shop.now)
    listed(shop, sku, "13.00")
    return sku


def listed(shop, sku, amount, *, at=None):
    price = NewPrice(sku=sku, price=Money.of(amount, "CHF"), price_list="CHF", valid_from=at)
    enter_prices(prices=[price], now=shop.now)


def cart_of(shop, sku):
    return open_cart(customer_id=None, currency="CHF", items=[ItemWish(sku=sku, quantity=2)], now=shop.now)


def ordered(shop, cart):
    placed = place_order(cart_id=cart.id, viewer=STAFF, buyer=BUYER, now=shop.now).order
    shop.settle()
    return shop.look(placed)


def test_a_cart_an_order_and_its_invoice_are_in_the_currency_of_the_list(shop, francs):
    cart = cart_of(shop, francs)
    assert cart.total == Money.of("26.00", "CHF")
    order = ordered(shop, cart)
    assert (order.status, order.total, order.lines[0].unit_price) == (
        "confirmed", Money.of("26.00", "CHF"), Money.of("13.00", "CHF"),
    )  # fmt: skip
    [invoice] = shop.invoices_of(order)
    assert invoice.total == Money.of("26.00", "CHF")


def test_an_order_is_refused_when_the_list_says_something_else_by_then(shop, francs):
    cart = cart_of(shop, francs)
    listed(shop, francs, "14.00", at=shop.now + timedelta(microseconds=1))
    order = ordered(shop, cart)
    assert (order.status, order.cancellation.code) == ("cancelled", "order.price_changed")


def test_an_order_is_refused_when_the_list_is_out_of_use_by_then(shop, francs):
    cart = cart_of(shop, francs)
    change_list(code="CHF", is_active=False, now=shop.now)
    order = ordered(shop, cart)
    assert (order.status, order.cancellation.code) == ("cancelled", "catalog.product_not_for_sale")


def test_what_is_not_in_the_list_goes_into_no_cart_in_its_currency(shop, francs):
    with pytest.raises(ProductNotForSale, match="CHF"):
        cart_of(shop, shop.has("mug"))
