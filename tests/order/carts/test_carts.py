"""Carts: what they hold, who may touch them, and when they end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contexts.catalog.products.errors import ProductNotFound
from contexts.order import models, tasks
from contexts.order.access import Viewer, token
from contexts.order.carts.dto import ItemWish
from contexts.order.carts.errors import (
    CartAlreadyOrdered,
    CartIsExpired,
    CartNotFound,
    CartTooLarge,
    ItemNotFound,
    QuantityTooLarge,
)
from contexts.order.carts.queries import get_cart, latest_cart_id
from contexts.order.carts.use_cases import add_item, change_item, expire_carts, open_cart, remove_item
from gotuto import retention
from gotuto.ids import CustomerId, Sku, new_id
from gotuto.outbox.models import Event
from tests.shop import STAFF, Shop

A_WEEK = timedelta(days=7)


def wish(sku, quantity=1):
    return ItemWish(sku=Sku(sku), quantity=quantity)


def expired_events():
    return Event.objects.filter(name="order.cart_expired")


def test_a_cart_keeps_the_price_that_the_buyer_was_shown(shop):
    shop.has("tea", price="11.90")

    cart = shop.cart({"TEA": 2})

    assert [(item.sku, item.name, item.quantity, str(item.total.amount)) for item in cart.items] == [
        ("TEA", "Tea", 2, "23.80")
    ]
    assert str(cart.total.amount) == "23.80"
    assert cart.expires_at == shop.now + A_WEEK
    assert Event.objects.filter(name="order.cart_created", aggregate_id=cart.id).count() == 1


def test_pieces_of_one_product_add_up(shop):
    shop.has("tea")
    cart = open_cart(customer_id=None, currency="EUR", items=[wish("TEA", 2), wish("TEA", 3)], now=shop.now)
    assert [item.quantity for item in cart.items] == [5]

    more = add_item(cart_id=cart.id, viewer=STAFF, item=wish("TEA", 4), now=shop.now)

    assert [item.quantity for item in more.items] == [9]
    assert more.version == cart.version + 1


def test_a_cart_is_refused_what_nobody_sells(shop):
    shop.has("tea")
    with pytest.raises(ProductNotFound):
        shop.cart({"COFFEE": 1})
    assert not models.Cart.objects.exists()


def test_a_guests_cart_opens_with_its_token_only(shop):
    shop.has("tea")
    cart = shop.cart({"TEA": 1})
    guest = Viewer(token=cart.token)

    assert get_cart(cart_id=cart.id, viewer=guest).token is None
    for stranger in (Viewer(), Viewer(token="wrong"), Viewer(customer_id=CustomerId(new_id()))):
        with pytest.raises(CartNotFound):
            get_cart(cart_id=cart.id, viewer=stranger)
        with pytest.raises(CartNotFound):
            add_item(cart_id=cart.id, viewer=stranger, item=wish("TEA"), now=shop.now)


def test_a_customers_cart_needs_no_token_and_opens_with_none(shop):
    shop.has("tea")
    ada = CustomerId(new_id())
    cart = shop.cart({"TEA": 1}, customer_id=ada)

    assert cart.token is None
    assert get_cart(cart_id=cart.id, viewer=Viewer(customer_id=ada)).id == cart.id
    with pytest.raises(CartNotFound):
        get_cart(cart_id=cart.id, viewer=Viewer(token=token(kind="cart", subject_id=cart.id)))


def test_no_such_cart(shop):
    with pytest.raises(CartNotFound):
        get_cart(cart_id=new_id(), viewer=STAFF)
    with pytest.raises(CartNotFound):
        add_item(cart_id=new_id(), viewer=STAFF, item=wish("TEA"), now=shop.now)


def test_items_change_and_go(shop):
    shop.has("tea")
    shop.has("cup", price="8.00")
    cart = shop.cart({"TEA": 2, "CUP": 1})

    changed = change_item(cart_id=cart.id, viewer=STAFF, item=wish("TEA", 1), now=shop.now)
    assert [(item.sku, item.quantity) for item in changed.items] == [("TEA", 1), ("CUP", 1)]

    fewer = remove_item(cart_id=cart.id, viewer=STAFF, sku=Sku("TEA"), now=shop.now)
    assert [item.sku for item in fewer.items] == ["CUP"]
    with pytest.raises(ItemNotFound):
        remove_item(cart_id=cart.id, viewer=STAFF, sku=Sku("TEA"), now=shop.now)
    with pytest.raises(ItemNotFound):
        change_item(cart_id=cart.id, viewer=STAFF, item=wish("TEA"), now=shop.now)


def test_a_cart_has_limits(shop):
    shop.has("tea")
    cart = shop.cart({"TEA": 9_999})

    with pytest.raises(QuantityTooLarge):
        add_item(cart_id=cart.id, viewer=STAFF, item=wish("TEA", 2), now=shop.now)
    with pytest.raises(CartTooLarge):
        open_cart(
            customer_id=None, currency="EUR", items=[wish(f"TEA-{number}") for number in range(101)], now=shop.now
        )
    assert get_cart(cart_id=cart.id, viewer=STAFF).items[0].quantity == 9_999


def test_an_expired_cart_does_not_change_any_more(shop):
    shop.has("tea")
    cart = shop.cart({"TEA": 1})
    with pytest.raises(CartIsExpired):
        add_item(cart_id=cart.id, viewer=STAFF, item=wish("TEA"), now=shop.now + A_WEEK)


def test_an_ordered_cart_does_not_change_any_more(shop):
    shop.has("tea")
    placed = shop.place({"TEA": 1})
    cart = models.Cart.objects.get(order_id=placed.id)
    with pytest.raises(CartAlreadyOrdered):
        add_item(cart_id=cart.id, viewer=STAFF, item=wish("TEA"), now=shop.now)


def test_whoever_touches_a_cart_keeps_it_alive(shop):
    shop.has("tea")
    cart = shop.cart({"TEA": 1})
    later = shop.now + timedelta(days=6)
    touched = add_item(cart_id=cart.id, viewer=STAFF, item=wish("TEA"), now=later)
    assert touched.expires_at == later + A_WEEK
    assert expire_carts(now=shop.now + A_WEEK) == 0


def test_carts_that_nobody_touched_expire_once_and_the_world_is_told_once(shop):
    shop.has("tea")
    carts = [shop.cart({"TEA": 1}) for _ in range(5)]
    shop.place({"TEA": 1})

    assert expire_carts(now=shop.now + A_WEEK, batch=2) == 5
    assert expire_carts(now=shop.now + A_WEEK, batch=2) == 0

    told = expired_events().values_list("aggregate_id", flat=True)
    assert sorted(told) == sorted(cart.id for cart in carts)
    with pytest.raises(CartIsExpired):
        add_item(cart_id=carts[0].id, viewer=STAFF, item=wish("TEA"), now=shop.now)


def test_beat_closes_carts_that_were_left_alone(db):
    shop = Shop(timezone.now() - timedelta(days=8))
    shop.has("tea")
    left_alone = shop.cart({"TEA": 1})

    tasks.expire_carts()
    tasks.expire_carts()

    assert list(expired_events().values_list("aggregate_id", flat=True)) == [left_alone.id]


def test_carts_that_are_over_for_a_month_are_deleted_ordered_or_not_and_their_orders_stay(shop):
    shop.has("tea")
    expired, forgotten = shop.cart({"TEA": 1}), shop.cart({})
    placed = shop.order({"TEA": 1})
    alive = shop.cart({"TEA": 1})
    later = timezone.now() + A_WEEK
    touched = models.Cart.objects.filter(id__in=[expired.id, forgotten.id]) | models.Cart.objects.filter(
        order_id=placed.id
    )
    touched.update(expires_at=later)
    models.Cart.objects.filter(id=alive.id).update(expires_at=later + timedelta(days=1))
    assert expire_carts(now=later) == 2

    assert retention.purge(now=later + timedelta(days=30), batch=2)["carts"] == 0
    assert retention.purge(now=later + timedelta(days=30, seconds=1), batch=2)["carts"] == 3

    assert [cart.id for cart in models.Cart.objects.all()] == [alive.id]
    assert models.CartItem.objects.count() == 1
    assert shop.look(placed) == placed


def test_a_customer_finds_his_latest_cart_again(shop):
    shop.has("tea")
    ada = CustomerId(new_id())
    assert latest_cart_id(customer_id=ada) is None
    cart = shop.cart({"TEA": 1}, customer_id=ada)
    shop.cart({}, customer_id=ada)
    assert latest_cart_id(customer_id=ada) == cart.id
