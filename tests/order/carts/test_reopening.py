"""A cart whose order was refused opens again with its first change; until then it answers with that order."""

import threading

import pytest
from django.db import connection

from contexts.order import lifecycle, models, placement
from contexts.order.carts.dto import ItemWish
from contexts.order.carts.errors import CartAlreadyOrdered
from contexts.order.carts.use_cases import add_item, change_item
from contexts.order.orders.queries import get_order
from gotuto.ids import Sku
from gotuto.sagas import stopping
from tests.clients import Api
from tests.order.checkout import bearer, form, take_cart
from tests.shop import BUYER, STAFF


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=3)


def post(shop, cart_id):
    return placement.place_order(cart_id=cart_id, viewer=STAFF, buyer=BUYER, now=shop.now)


def change(shop, cart_id, quantity):
    wish = ItemWish(sku=Sku("TEA"), quantity=quantity)
    return change_item(cart_id=cart_id, viewer=STAFF, item=wish, now=shop.now)


def refused_order(shop):
    """A cart of more than there is, and the order that was refused for it."""
    cart = shop.cart({"TEA": 5})
    placed = post(shop, cart.id).order
    shop.settle()
    return cart, shop.look(placed)


def test_the_buyer_mends_the_cart_and_orders_again(api, tea, settle):
    cart = take_cart(api, {"TEA": 5})
    buyer = bearer(cart)
    first = buyer.post("orders/", form(cart)).json()
    settle()
    retry = buyer.post("orders/", form(cart))
    assert (retry.status_code, retry.json()["status"], retry.json()["id"]) == (200, "cancelled", first["id"])

    mended = buyer.patch(f"carts/{cart['id']}/items/TEA/", {"quantity": 3})
    assert mended.status_code == 200
    second = buyer.post("orders/", form(cart))
    settle()

    assert (second.status_code, second.json()["id"] != first["id"]) == (202, True)
    orders = models.Order.objects.filter(cart_id=cart["id"]).order_by("placed_at")
    assert [order.status for order in orders] == ["cancelled", "confirmed"]


def test_the_change_takes_the_order_off_and_raises_the_version_at_once(shop, tea):
    cart, refused = refused_order(shop)
    changed = change(shop, cart.id, 2)
    row = models.Cart.objects.get(id=cart.id)
    assert (row.order_id, row.may_reopen, row.version, changed.version) == (None, False, 2, 2)
    assert models.Order.objects.get(id=refused.id).cart_id == cart.id


def test_a_change_that_is_refused_opens_nothing(shop, tea):
    cart, refused = refused_order(shop)
    with pytest.raises(Exception, match="COFFEE"):
        add_item(cart_id=cart.id, viewer=STAFF, item=ItemWish(sku=Sku("COFFEE"), quantity=1), now=shop.now)
    assert post(shop, cart.id).order == refused


def test_a_refusal_of_the_second_order_opens_the_cart_once_more(shop, tea):
    cart, first = refused_order(shop)
    change(shop, cart.id, 4)
    second = post(shop, cart.id).order
    shop.settle()
    change(shop, cart.id, 1)
    third = post(shop, cart.id).order
    shop.settle()
    assert len({first.id, second.id, third.id}) == 3
    assert shop.look(third).status == "confirmed"


def call_off(shop, placed):
    lifecycle.cancel_order(order_id=placed.id, viewer=STAFF, reason="No.", now=shop.now)


def stop(shop, placed):
    stopping.stop(saga_id=placed.id, reason="By hand.")


def wait(shop, placed):
    shop.settle()


@pytest.mark.parametrize("end", [call_off, stop, wait], ids=["called off", "stopped", "confirmed"])
def test_a_cart_stays_closed_after_any_other_end(shop, tea, end):
    cart = shop.cart({"TEA": 1})
    placed = post(shop, cart.id).order
    end(shop, placed)
    shop.settle()
    with pytest.raises(CartAlreadyOrdered):
        change(shop, cart.id, 2)
    assert post(shop, cart.id).order == shop.look(placed)


@pytest.mark.django_db(transaction=True)
def test_twelve_posts_that_race_one_change_make_one_new_order_at_most(transactional_db, shop, tea):
    cart, refused = refused_order(shop)
    start, seen = threading.Barrier(13), []

    def act(deed):
        try:
            start.wait()
            seen.append(deed())
        finally:
            connection.close()

    posts = [threading.Thread(target=act, args=(lambda: post(shop, cart.id).order.id,)) for _ in range(12)]
    threads = [*posts, threading.Thread(target=act, args=(lambda: change(shop, cart.id, 1) and refused.id,))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 13
    new = set(seen) - {refused.id}
    assert len(new) <= 1
    assert models.Order.objects.filter(cart_id=cart.id).count() == 1 + len(new)
    for order_id in new:
        assert get_order(order_id=order_id, viewer=STAFF).lines[0].quantity == 1


def test_a_stranger_opens_nothing(shop, tea):
    cart, _ = refused_order(shop)
    answer = Api(X_Cart_Token="no").patch(f"carts/{cart.id}/items/TEA/", {"quantity": 1})
    assert answer.status_code == 404
    assert models.Cart.objects.get(id=cart.id).order_id is not None
