"""`Prefer: dry-run` on an order: whether it would be confirmed, at what total, and what would be told; nothing comes of it."""

import pytest

from contexts.inventory.stock.models import StockItem
from contexts.order import models
from gotuto.db import fetch_one
from gotuto.sagas.models import SagaRun
from tests.holding import held
from tests.order.checkout import bearer, form, owner, place, take_cart

DRY = {"Prefer": "dry-run"}


@pytest.fixture
def tea(shop):
    return shop.has("tea", pieces=5)


def place_dry(api, items=None, **headers):
    cart = take_cart(api, items)
    return bearer(cart).post("orders/", form(cart), **{**DRY, **headers})


def told(answer):
    return [event["name"] for event in answer.json()["dry_run"]["events"]]


def test_an_order_that_would_be_confirmed(api, tea):
    answer = place_dry(api, Prefer="wait=30, dry-run")
    order = answer.json()
    assert (answer.status_code, answer["Preference-Applied"]) == (201, "dry-run")
    assert (order["status"], order["total"]["amount"]) == ("confirmed", "23.80")
    assert order["number"] is None
    assert order["invoice_id"]
    assert "Location" not in answer
    assert told(answer) == [
        "order.order_placed",
        "inventory.stock_reserved",
        "billing.client_created",
        "billing.invoice_created",
        "billing.invoice_status_changed",
        "order.order_confirmed",
    ]
    assert not models.Order.objects.exists()


def test_an_order_that_would_be_refused_tells_only_of_its_end(api, tea):
    answer = place_dry(api, {"TEA": 6})
    order = answer.json()
    assert (answer.status_code, order["status"]) == (201, "cancelled")
    assert order["cancellation"]["code"] == "inventory.not_enough_stock"
    assert told(answer) == ["order.order_placed", "order.order_cancelled"]


def test_every_step_in_a_transaction_of_its_own_makes_no_difference(api, shop, tea, settings):
    settings.SAGA_COMMIT_EVERY_STEP = True
    shop.has("mug", pieces=1)
    assert place_dry(api).json()["status"] == "confirmed"
    assert place_dry(api, {"TEA": 1, "MUG": 2}).json()["status"] == "cancelled"
    assert (shop.free("TEA"), shop.free("MUG")) == (5, 1)


def test_a_real_order_gets_the_next_number_after_a_dry_one(api, shop, tea):
    first = place(api)
    place_dry(api)
    second = place(api)
    shop.settle()
    assert int(second["number"][2:]) == int(first["number"][2:]) + 1


def test_a_cart_that_has_become_an_order_answers_with_it(api, tea):
    cart = take_cart(api)
    placed = bearer(cart).post("orders/", form(cart)).json()
    answer = bearer(cart).post("orders/", form(cart), **DRY)
    assert (answer.status_code, answer.json()["number"]) == (200, placed["number"])
    assert told(answer) == []


def test_calling_a_pending_order_off(api, shop, tea):
    placed = place(api)
    answer = owner(placed).post(f"orders/{placed['id']}/cancel/", {"reason": "no"}, **DRY)
    assert (answer.json()["status"], answer.json()["number"]) == ("cancelled", placed["number"])
    assert told(answer) == ["order.order_cancelled"]
    assert not SagaRun.objects.get().stop
    shop.settle()
    assert owner(placed).get(f"orders/{placed['id']}/").json()["status"] == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_who_issues_invoices_is_not_waited_for(api, shop, tea):
    """The counter of numbers is everybody's, and a dry run stops before it."""
    place(api)
    shop.settle()
    with held(lambda: fetch_one("SELECT last FROM billing_numbercounter FOR UPDATE")):
        assert place_dry(api).json()["status"] == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_stock_that_somebody_holds_is_waited_for_a_second(api, tea):
    with held(lambda: list(StockItem.objects.select_for_update())):
        answer = place_dry(api)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
