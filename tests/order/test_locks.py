"""What is locked of an order, and in which order: two who change one order never wait for each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.order import lifecycle
from contexts.order.orders.errors import OrderNotFound
from gotuto.ids import OrderId, PaymentId, new_id
from gotuto.money import Money
from tests.shop import STAFF


def call_off(shop, order_id):
    lifecycle.cancel_order(order_id=order_id, viewer=STAFF, reason="Too late.", now=shop.now)


def pay_in_part(shop, order_id):
    amount = Money.of("1", "EUR")
    lifecycle.receive_payment(
        order_id=order_id, payment_id=PaymentId(new_id()), amount=amount, in_full=False, now=shop.now
    )


def end_unpaid(shop, order_id):
    lifecycle.end_unpaid_order(order_id=order_id, reason="", now=shop.now)


def end_unpaid_with_others(shop, order_id):
    lifecycle.end_unpaid_batch(order_ids=[order_id], reason="", now=shop.now)


def is_lock(sql):
    return "FROM order_streamrow" in sql and "version = 1" in sql and "FOR NO KEY UPDATE" in sql


@pytest.mark.parametrize("change", [call_off, pay_in_part, end_unpaid, end_unpaid_with_others])
def test_the_stream_is_locked_before_anything_else_of_a_confirmed_order(shop, change):
    shop.has("tea", pieces=5)
    check(shop, shop.order({"TEA": 1}).id, change)


def test_and_of_one_that_is_being_placed(shop):
    shop.has("tea", pieces=5)
    check(shop, shop.place({"TEA": 1}).id, call_off)


def check(shop, order_id, change):
    with CaptureQueriesContext(connection) as asked:
        change(shop, order_id)
    said = [query["sql"] for query in asked]
    locked = next(place for place, sql in enumerate(said) if is_lock(sql))
    written = [place for place, sql in enumerate(said) if "UPDATE order_" in sql or "INSERT INTO order_" in sql]
    assert written
    assert locked < min(written)


def test_there_is_nothing_to_lock_of_an_order_that_is_not_there(shop):
    with pytest.raises(OrderNotFound):
        call_off(shop, OrderId(new_id()))
