"""Why somebody called an order off: shown with it, kept beside the person, in nothing that never goes."""

import json

import pytest
from django.test import Client

from contexts.customer.staff.use_cases import ensure_staff
from contexts.order import lifecycle
from contexts.order.history.queries import get_history
from contexts.order.orders.models import OrderParty, StreamRow
from contexts.order.rebuilding import rebuild_orders
from contexts.order.search.dto import OrderFilter
from contexts.order.search.queries import list_orders
from gotuto.db import fetch_all
from gotuto.paging import PageRequest
from tests.shop import STAFF

WORDS = "My dog Bello fell ill."
# All that is kept for ever, or by the kernel.
LASTING = (
    "SELECT data::text FROM order_streamrow UNION ALL SELECT data::text FROM gotuto_outbox_event"
    " UNION ALL SELECT row_to_json(run)::text FROM gotuto_sagas_sagarun AS run"
    " UNION ALL SELECT void_reason || credit_reason FROM billing_invoice UNION ALL SELECT cancellation_reason FROM order_order"
)


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=5)


@pytest.mark.parametrize("placed", ["pending", "confirmed"])
def test_the_reason_is_shown_and_stands_beside_the_person_only(shop, tea, placed):
    order = shop.place({"TEA": 1}) if placed == "pending" else shop.order({"TEA": 1})
    lifecycle.cancel_order(order_id=order.id, viewer=STAFF, reason=WORDS, now=shop.now)
    shop.settle()
    assert shop.look(order).cancellation.reason == WORDS
    [listed] = list_orders(filters=OrderFilter(), page=PageRequest(), of_customer=None).items
    assert listed.cancellation.reason == WORDS
    assert get_history(order_id=order.id, viewer=STAFF).items[-1].text == f"The order was cancelled: {WORDS}"
    assert WORDS not in json.dumps(fetch_all(LASTING))
    assert "Called off on request." in json.dumps(fetch_all(LASTING))
    assert WORDS in page_of(order)


def page_of(order):
    ensure_staff(
        email="root@example.com", password="a-long-password-9", roles=[], is_superuser=True, now=order.placed_at
    )
    browser = Client()
    assert browser.login(username="root@example.com", password="a-long-password-9")
    return browser.get(f"/admin/order/order/{order.id}/change/").content.decode()


def test_a_reason_of_before_stands_in_its_stream_and_is_still_shown(shop, tea):
    order = shop.order({"TEA": 1})
    lifecycle.cancel_order(order_id=order.id, viewer=STAFF, reason="", now=shop.now)
    OrderParty.objects.update(cancellation_reason="")
    row = StreamRow.objects.get(stream_id=order.id, type="OrderCancelled")
    row.data["reason"] = "No."
    row.save()
    assert sum(rebuild_orders()) == 1
    assert shop.look(order).cancellation.reason == "No."


def test_a_refusal_is_told_in_the_words_of_the_shop_whatever_the_buyer_wished(shop, tea):
    order = shop.place({"TEA": 6})
    shop.settle()
    ended = shop.look(order)
    lifecycle.cancel_order(order_id=order.id, viewer=STAFF, reason=WORDS, now=shop.now)
    assert shop.look(order) == ended
    assert OrderParty.objects.get(order_id=order.id).cancellation_reason == ""


def test_an_order_whose_person_was_taken_away_says_that_it_was_called_off(shop, tea):
    order = shop.order({"TEA": 1})
    OrderParty.objects.all().delete()
    lifecycle.cancel_order(order_id=order.id, viewer=STAFF, reason=WORDS, now=shop.now)
    assert shop.look(order).cancellation.reason == "Called off on request."
