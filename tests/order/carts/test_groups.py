"""A customer of a group: cart, order and invoice at the prices of the group's list."""

import pytest

from contexts.catalog.pricelists.use_cases import open_list
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.use_cases.entering import enter_prices
from contexts.customer.accounts.use_cases import ensure_customer, update_customer
from contexts.customer.groups.use_cases import open_group
from contexts.order.access import Viewer
from contexts.order.carts.dto import ItemWish
from contexts.order.carts.models import Cart
from contexts.order.carts.use_cases import add_item, change_item, open_cart
from contexts.order.placement import place_order
from gotuto.money import Money
from tests.clients import PASSWORD
from tests.shop import BUYER, STAFF


def eur(amount):
    return Money.of(amount, "EUR")


@pytest.fixture
def tea(shop):
    """For 11.90 EUR, and 9.00 for resellers."""
    sku = shop.has("tea")
    open_group(code="TRADE", name="Resellers", now=shop.now)
    open_list(code="RESALE", name="Resale", currency="EUR", customer_group="TRADE", now=shop.now)
    enter_prices(prices=[NewPrice(sku=sku, price=eur("9.00"), price_list="RESALE")], now=shop.now)
    return sku


@pytest.fixture
def ada(shop, tea):
    customer = ensure_customer(email="ada@example.com", name="Ada", password=PASSWORD, now=shop.now)
    return put(shop, customer.id, "TRADE")


def put(shop, customer_id, group):
    update_customer(customer_id=customer_id, customer_group=group, now=shop.now)
    return Viewer(customer_id=customer_id, customer_group=group)


def cart_of(shop, viewer, sku, quantity=1):
    return open_cart(
        customer_id=viewer.customer_id,
        customer_group=viewer.customer_group,
        currency="EUR",
        items=[ItemWish(sku=sku, quantity=quantity)],
        now=shop.now,
    )


def ordered(shop, cart, viewer):
    placed = place_order(cart_id=cart.id, viewer=viewer, buyer=BUYER, now=shop.now).order
    shop.settle()
    return shop.look(placed)


def test_cart_order_and_invoice_of_a_reseller(shop, tea, ada):
    cart = cart_of(shop, ada, tea, 2)
    assert cart.total == eur("18.00")
    order = ordered(shop, cart, ada)
    assert (order.status, order.total) == ("confirmed", eur("18.00"))
    [invoice] = shop.invoices_of(order)
    assert invoice.total == eur("18.00")


def test_everybody_else_pays_what_everybody_pays(shop, tea, ada):
    for viewer in (Viewer(), Viewer(customer_id=None, customer_group="")):
        assert cart_of(shop, viewer, tea).total == eur("11.90")


def test_staff_who_touch_the_cart_leave_it_at_the_prices_of_its_customer(shop, tea, ada):
    cart = cart_of(shop, ada, tea)
    changed = add_item(cart_id=cart.id, viewer=STAFF, item=ItemWish(sku=tea, quantity=1), now=shop.now)
    assert changed.total == eur("18.00")
    assert ordered(shop, cart, STAFF).status == "confirmed"


def test_whoever_left_the_group_mends_the_cart_at_the_price_of_everybody(shop, tea, ada):
    cart = cart_of(shop, ada, tea)
    alone = put(shop, ada.customer_id, "")
    order = ordered(shop, cart, alone)
    assert (order.status, order.cancellation.code) == ("cancelled", "order.price_changed")
    mended = change_item(cart_id=cart.id, viewer=alone, item=ItemWish(sku=tea, quantity=2), now=shop.now)
    assert mended.total == eur("23.80")
    assert Cart.objects.get(id=cart.id).customer_group == ""
    assert ordered(shop, mended, alone).status == "confirmed"


def test_whoever_came_into_the_group_since_is_asked_less_from_the_next_change_on(shop, tea, ada):
    alone = put(shop, ada.customer_id, "")
    cart = cart_of(shop, alone, tea)
    again = put(shop, ada.customer_id, "TRADE")
    changed = add_item(cart_id=cart.id, viewer=again, item=ItemWish(sku=tea, quantity=1), now=shop.now)
    assert changed.total == eur("18.00")


def test_over_http_a_reseller_sees_and_pays_their_own_price(shop, tea, customer_api, staff_api):
    ada = customer_api("ada@example.com")
    me = ada.get("customers/me/").json()
    staff_api("support").patch(f"customers/{me['id']}/", {"customer_group": "TRADE"})
    [product] = ada.get("products/").json()["results"]
    assert product["price"] == {"amount": "9.00", "currency": "EUR"}
    seen = ada.get(f"products/{product['id']}/")
    assert (seen.json()["price"]["amount"], seen.headers["Cache-Control"]) == ("9.00", "private, no-cache")
    guest = customer_api("bob@example.com").get(f"products/{product['id']}/")
    assert guest.json()["price"]["amount"] == "11.90"
    assert seen.headers["ETag"] != guest.headers["ETag"]
    cart = ada.post("carts/", {"items": [{"sku": tea, "quantity": 1}]})
    assert cart.json()["total"]["amount"] == "9.00"
