"""An order for goods that are sold out waits in line: it goes on when they come, and ends by itself when they do not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contexts.customer.staff.use_cases import ensure_staff
from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.stock.dto import SoldOut
from contexts.inventory.stock.use_cases import receive_stock, update_stock_item
from contexts.order import waiting
from contexts.order.access import STAFF
from contexts.order.lifecycle import cancel_order
from contexts.order.orders.models import Order as OrderRow
from contexts.order.search.dto import OrderFilter
from contexts.order.unpaid import end_unpaid_orders
from gotuto.db import execute
from gotuto.ids import Sku
from gotuto.paging import PageRequest
from gotuto.sagas.models import SagaRun
from tests.order.checkout import bearer, form, owner, place, take_cart

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[False, True], ids=["one transaction", "a commit after each step"])
def every_step(request, settings):
    settings.SAGA_COMMIT_EVERY_STEP = request.param


@pytest.fixture
def sold_out(shop, now):
    shop.has("tea", pieces=0)
    shop.has("cup", pieces=5)
    update_stock_item(sku=Sku("TEA"), when_sold_out=SoldOut.WAIT, expected_at=now + timedelta(days=3), now=now)


def come(pieces, now, sku="TEA"):
    receive_stock(sku=Sku(sku), quantity=pieces, actor=None, now=now)


def shown(order):
    return waiting.get_order(order_id=order.id, viewer=STAFF)


def time_passes(days):
    execute(
        "UPDATE gotuto_sagas_sagarun SET waiting_since = waiting_since - %(time)s, due_at = due_at - %(time)s"
        " WHERE waiting_since IS NOT NULL",
        {"time": timedelta(days=days)},
    )


def test_it_stays_pending_and_says_where_it_stands(shop, sold_out, now):
    first, second = shop.order({"TEA": 1, "CUP": 2}), shop.order({"TEA": 2})
    assert (first.status, second.status) == ("pending", "pending")
    assert [shown(order).waiting.position for order in (first, second)] == [1, 2]
    assert shown(first).waiting.expected_at == now + timedelta(days=3)
    assert shown(first).waiting.until > timezone.now() + timedelta(days=29)
    assert shop.free("CUP") == 3
    listed = waiting.list_orders(filters=OrderFilter(), page=PageRequest(), of_customer=None).items
    assert {order.number: order.waiting.position for order in listed} == {first.number: 1, second.number: 2}
    assert SagaRun.objects.filter(waits_for="goods that are sold out").count() == 2


@pytest.mark.usefixtures("every_step")
def test_goods_that_come_let_it_go_on(shop, sold_out, now):
    first, second = shop.order({"TEA": 1}), shop.order({"TEA": 1})
    come(1, now)
    shop.settle()
    assert (shop.look(first).status, shop.look(second).status) == ("confirmed", "pending")
    assert (shown(first).waiting, shown(second).waiting.position) == (None, 1)
    come(1, now)
    shop.settle()
    assert shop.look(second).status == "confirmed"
    assert find_discrepancies() == ()


@pytest.mark.usefixtures("every_step")
def test_the_page_of_an_order_says_where_it_stands(shop, sold_out, now, client):
    ensure_staff(email="chief@example.com", password="a-long-password-9", roles=(), is_superuser=True, now=now)
    assert client.login(username="chief@example.com", password="a-long-password-9")
    shop.order({"TEA": 1})
    second, other = shop.order({"TEA": 1}), shop.order({"CUP": 1})
    page = client.get(reverse("admin:order_order_change", args=[second.id])).content.decode()
    assert "Waits for goods" in page
    assert "place 2 in line, goods are expected on" in page
    assert "Waits for goods" not in client.get(reverse("admin:order_order_change", args=[other.id])).content.decode()


def test_called_off_it_gives_back_what_it_has_got_and_its_place(shop, sold_out, now):
    first, second = shop.order({"TEA": 1, "CUP": 5}), shop.order({"TEA": 1})
    cancel_order(order_id=first.id, viewer=STAFF, reason="no", now=now)
    shop.settle()
    assert shop.look(first).status == "cancelled"
    assert (shop.free("CUP"), shown(second).waiting.position) == (5, 1)
    assert find_discrepancies() == ()


@pytest.mark.usefixtures("every_step")
def test_two_that_wait_for_what_the_other_has_end(shop, sold_out, now):
    update_stock_item(sku=Sku("CUP"), when_sold_out=SoldOut.WAIT, now=now)
    come(1, now)
    one, other = shop.order({"TEA": 1, "CUP": 6}), shop.order({"CUP": 5, "TEA": 2})
    assert (one.status, other.status) == ("pending", "pending")
    time_passes(days=31)
    shop.settle()
    ends = [shop.look(order).cancellation for order in (one, other)]
    assert [end.code for end in ends] == ["sagas.overdue"] * 2
    assert "goods that are sold out" in ends[0].reason
    assert (shop.free("TEA"), shop.free("CUP")) == (1, 5)
    assert find_discrepancies() == ()


def test_what_one_gives_back_at_its_end_serves_the_next(shop, sold_out, now):
    come(1, now)
    first = shop.order({"TEA": 1, "CUP": 5})
    second = shop.order({"TEA": 1})
    assert (first.status, second.status) == ("confirmed", "pending")
    cancel_order(order_id=first.id, viewer=STAFF, reason="no", now=now)
    shop.settle()
    assert shop.look(second).status == "confirmed"


def test_its_time_to_pay_begins_when_it_has_got_its_goods(shop, sold_out, now):
    order = shop.order({"TEA": 1})
    come(1, now)
    shop.settle()
    row = OrderRow.objects.get(id=order.id)
    assert row.served_at is not None
    assert end_unpaid_orders(now=row.served_at + timedelta(days=20)) == 0
    assert end_unpaid_orders(now=row.served_at + timedelta(days=22)) == 1
    assert OrderRow.objects.get(id=shop.order({"CUP": 1}).id).served_at is None


def test_over_http_it_is_accepted_and_its_buyer_sees_the_place(api, shop, sold_out, settle):
    placed = place(api, {"TEA": 2})
    settle()
    seen = owner(placed).get(f"orders/{placed['id']}/").json()
    assert (seen["status"], seen["waiting"]["position"]) == ("pending", 1)
    assert set(seen["waiting"]) == {"position", "expected_at", "until"}
    cart = take_cart(api, {"TEA": 1})
    answer = bearer(cart).post("orders/", form(cart), Prefer="wait=0")
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")


def test_a_dry_run_tells_that_it_would_wait(api, shop, sold_out):
    cart = take_cart(api, {"TEA": 2, "CUP": 1})
    answer = bearer(cart).post("orders/", form(cart), Prefer="dry-run")
    order = answer.json()
    assert (answer.status_code, order["status"], order["waiting"]["position"]) == (202, "pending", 1)
    assert [event["name"] for event in order["dry_run"]["events"]] == ["order.order_placed", "inventory.stock_awaited"]
    assert shop.free("CUP") == 5


def test_a_guest_waits_for_no_more_than_a_guest_may_have(api, shop, sold_out, settings, settle):
    settings.GOTUTO_GUEST_PIECES = 3
    placed = place(api, {"TEA": 4})
    settle()
    assert owner(placed).get(f"orders/{placed['id']}/").json()["cancellation"]["code"] == "inventory.allowance_exceeded"


def test_an_order_that_is_not_pending_is_not_asked_for(shop, sold_out, django_assert_num_queries):
    order = shop.order({"CUP": 1})
    with django_assert_num_queries(2 + 2):
        shown(order)
