"""Many requests for one thing at the same time."""

from collections import Counter
from uuid import uuid4

import pytest

from tests.journeys.street import at_once

pytestmark = pytest.mark.xdist_group("instance")


def test_one_cart_posted_twenty_times_is_one_order_and_everybody_gets_its_token(street):
    sku = street.sells(pieces=50)
    cart = street.cart({sku: 2})

    answers = at_once(20, lambda _: street.order(cart))

    assert Counter(answer.status_code for answer in answers) == {202: 1, 200: 19}
    assert len({answer.json()["id"] for answer in answers}) == 1
    for token in {answer.json()["token"] for answer in answers}:
        assert street.look({"id": answers[0].json()["id"], "token": token})
    street.wait_for(answers[0].json(), "confirmed")
    assert street.stock(sku) == (50, 2)


def test_one_key_posted_twenty_times_has_one_effect(street):
    sku, key = street.sells(pieces=50), str(uuid4())
    cart = street.cart({sku: 2})

    answers = at_once(20, lambda _: street.order(cart, Idempotency_Key=key))

    assert {answer.status_code for answer in answers} <= {200, 201, 202, 409}
    good = [answer for answer in answers if answer.is_success]
    assert len({answer.json()["id"] for answer in good}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in good) == 1
    for busy in (answer for answer in answers if answer.status_code == 409):
        assert (busy.json()["code"], "Retry-After" in busy.headers) == ("idempotency.in_progress", True)
    street.wait_for(good[0].json(), "confirmed")
    assert street.stock(sku) == (50, 2)


def test_one_key_makes_one_cart_however_often_it_is_posted_at_once(street):
    sku, key = street.sells(pieces=50), str(uuid4())
    body = {"items": [{"sku": sku, "quantity": 1}]}

    answers = at_once(20, lambda _: street.call("POST", "carts/", body, {"Idempotency-Key": key}))

    assert {answer.status_code for answer in answers} <= {201, 409}
    made = [answer.json() for answer in answers if answer.status_code == 201]
    assert len({(cart["id"], cart["token"]) for cart in made}) == 1
    [(carts,)] = street.instance.sql("SELECT count(DISTINCT cart_id) FROM order_cartitem WHERE sku = %s", sku)
    assert carts == 1


def test_a_key_does_not_stand_for_another_body(street):
    sku, key = street.sells(pieces=50), str(uuid4())
    cart = street.cart({sku: 1})
    first = street.order(cart, email="ada@example.com", Idempotency_Key=key)
    other = street.order(cart, email="bob@example.com", Idempotency_Key=key)
    again = street.order(cart, email="ada@example.com", Idempotency_Key=key)
    assert first.status_code == 202
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.key_reused")
    assert (again.json()["id"], again.headers["Idempotency-Replayed"]) == (first.json()["id"], "true")


def test_fifty_cancels_race_the_saga_and_each_order_ends_one_way(street):
    sku = street.sells(pieces=500)

    def buy(number):
        order = street.order(street.cart({sku: 2})).json()
        # Every sixth stays; the others are called off sooner or later after they were placed.
        for _ in range(number % 4):
            street.look(order)
        return order, (None if number % 6 == 0 else street.cancel(order))

    bought = at_once(20, lambda number: [buy(number * 3 + part) for part in range(3)])
    pairs = [pair for part in bought for pair in part]
    assert sum(answer is not None for _, answer in pairs) == 50

    ends = [(street.wait_for(order, "confirmed", "cancelled"), answer) for order, answer in pairs]

    assert {answer.status_code for _, answer in pairs if answer is not None} <= {200, 409}
    for end, answer in ends:
        called_off = answer is not None and answer.status_code == 200
        assert end["status"] == ("cancelled" if called_off else "confirmed")
        states = [invoice["status"] for invoice in street.invoices(end)]
        assert states in (([], ["void"], ["paid", "paid"]) if called_off else (["sent"],))
    confirmed = sum(end["status"] == "confirmed" for end, _ in ends)
    assert confirmed >= 10
    assert street.stock(sku) == (500, 2 * confirmed)
    stuck = "SELECT * FROM gotuto_sagas_sagarun WHERE state NOT IN ('done', 'undone') OR needs_attention"
    assert street.instance.sql(stuck) == []


def test_many_buyers_of_the_last_pieces_get_no_more_than_there_are(street):
    sku = street.sells(pieces=5)
    orders = at_once(15, lambda _: street.order(street.cart({sku: 1})).json())
    ends = Counter(street.wait_for(order, "confirmed", "cancelled")["status"] for order in orders)
    assert ends == {"confirmed": 5, "cancelled": 10}
    assert street.stock(sku) == (5, 5)
