"""Who prefers to wait gets the order once it has settled (RFC 7240)."""

import threading

import pytest
from django.db import connection

from contexts.order.orders.queries import settled_orders
from tests.clients import Api
from tests.order.checkout import bearer, form, take_cart


@pytest.fixture
def tea(shop):
    return shop.has("tea", price="11.90")


@pytest.fixture
def worker(transactional_db):
    """Somebody who does what is due while a request waits."""
    from tests.shop import settle

    ended = threading.Event()

    def work():
        try:
            while not ended.wait(0.02):
                settle()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    yield thread.start
    ended.set()
    thread.join()


def test_who_prefers_to_wait_is_answered_when_the_order_has_settled(transactional_db, shop, worker):
    shop.has("tea")
    cart = take_cart(Api())
    worker()
    answer = bearer(cart).post("orders/", form(cart), Prefer="wait=10")
    assert (answer.status_code, answer.json()["status"]) == (201, "confirmed")
    assert answer.headers["Preference-Applied"] == "wait=10"
    assert answer.json()["token"]


def test_who_waits_for_a_refused_order_learns_why(transactional_db, shop, worker):
    shop.has("tea", pieces=1)
    cart = take_cart(Api())
    worker()
    answer = bearer(cart).post("orders/", form(cart), Prefer="respond-async, wait=10")
    assert (answer.status_code, answer.json()["status"]) == (201, "cancelled")
    assert answer.json()["cancellation"] == {
        "code": "inventory.not_enough_stock",
        "reason": "Only 1 of 2 pieces of TEA are free.",
    }


def test_nobody_waits_longer_than_he_wants(transactional_db, shop):
    shop.has("tea")
    cart = take_cart(Api())
    answer = bearer(cart).post("orders/", form(cart), Prefer="wait=0")
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")
    assert answer.headers["Preference-Applied"] == "wait=0"


def test_a_settled_order_is_answered_without_waiting(api, tea, settle):
    cart = take_cart(api)
    bearer(cart).post("orders/", form(cart))
    settle()
    again = bearer(cart).post("orders/", form(cart), Prefer="wait=10")
    assert again.status_code == 200
    assert "Preference-Applied" not in again.headers


def test_orders_that_have_settled_are_known_at_once(shop, tea):
    settled, waiting = shop.order({"TEA": 1}), shop.place({"TEA": 1})
    assert settled_orders(order_ids=[settled.id, waiting.id]) == {settled.id}
