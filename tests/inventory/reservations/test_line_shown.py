"""The waiting line over HTTP and in the back office."""

import pytest

from contexts.inventory.reservations.models import Reservation
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.queries import get_stock_item
from gotuto.ids import Sku
from gotuto.roles import Role
from tests.clients import staff_api
from tests.inventory.builders import an_order, product, reserve, stocked
from tests.inventory.test_back_office import button
from tests.inventory.test_back_office import sign_in as sign_in
from tests.office import press

pytestmark = pytest.mark.django_db


def test_the_warehouse_says_that_orders_wait_and_sees_who_does():
    product()
    keeper = staff_api(Role.STOCK)
    path = "/api/v1/stock-items/tea/"
    said = keeper.patch(path, {"when_sold_out": "wait", "waiting_limit": 5, "expected_at": "2026-12-24T12:00:00Z"})
    assert (said.status_code, said.json()["when_sold_out"], said.json()["waiting_limit"]) == (200, "wait", 5)
    assert keeper.patch(path, {"expected_at": None}).json()["expected_at"] is None
    order = an_order()
    reserve(order, TEA=2)
    [turn] = keeper.get(f"{path}line/").json()["results"]
    assert (turn["position"], turn["order_id"], turn["quantity"]) == (1, str(order), 2)
    [hold] = keeper.get(f"{path}reservations/?state=waiting").json()["results"]
    assert (hold["state"], hold["location"]) == ("waiting", None)


def test_the_back_office_says_so_too_and_leads_to_those_who_wait(sign_in):
    stocked(1)
    office = sign_in("stock")
    row = StockItem.objects.get(sku="TEA")
    press(office, button("sell_out_this"), waits="on", waiting_limit=7, expected_on="2026-12-24")
    item = get_stock_item(sku=Sku("TEA"))
    assert (item.when_sold_out, item.waiting_limit, item.expected_at.day) == ("wait", 7, 24)
    for pieces in (1, 2):
        reserve(an_order(), TEA=pieces)
    page = office.get(f"/admin/inventory/stockitem/{row.id}/change/").content.decode()
    assert "/admin/inventory/reservation/?state=waiting&amp;q=TEA" in page
    [waiting] = office.get("/admin/inventory/reservation/?state=waiting&q=tea").context["cl"].result_list
    assert "1 of those who wait" in office.get(f"/admin/inventory/reservation/{waiting.id}/change/").content.decode()
    [held] = office.get("/admin/inventory/reservation/?state=held").context["cl"].result_list
    assert held != waiting
    assert not office.get("/admin/inventory/reservation/?state=released").context["cl"].result_list
    assert len(office.get("/admin/inventory/stockitem/?available=awaited").context["cl"].result_list) == 1
    press(office, button("sell_out_this"))
    assert get_stock_item(sku=Sku("TEA")).when_sold_out == "refuse"
    assert Reservation.objects.filter(queued_at__isnull=False).count() == 1


def test_without_a_line_nobody_waits_and_what_nobody_knows_is_not_found():
    stocked(3)
    keeper = staff_api(Role.STOCK)
    assert keeper.get("/api/v1/stock-items/tea/line/").json()["results"] == []
    assert keeper.get("/api/v1/stock-items/nothing/line/").status_code == 404
