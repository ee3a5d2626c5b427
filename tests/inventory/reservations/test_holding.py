"""Who holds stock, since when and until when."""

from datetime import timedelta

import pytest

from contexts.inventory.reservations.dto import HoldFilter
from contexts.inventory.reservations.queries import list_holds
from contexts.inventory.reservations.use_cases import commit_stock, release_stock, reserve_stock
from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.stock.models import StockItem
from gotuto.ids import Sku
from gotuto.paging import PageRequest
from gotuto.roles import Role
from tests.clients import staff_api
from tests.inventory.builders import NOW, an_order, lines, location, reserve, stocked, stocked_at
from tests.inventory.test_back_office import sign_in as sign_in
from tests.shop import Shop

pytestmark = pytest.mark.django_db
TEA = Sku("TEA")


@pytest.fixture
def two_places():
    stocked(5)
    location("HAMBURG")
    stocked_at("HAMBURG", 3)


def holds(**filters):
    page = list_holds(sku=TEA, filters=HoldFilter(**filters), page=PageRequest())
    return [(one.order_id, one.location, one.quantity) for one in page.items]


def test_those_who_hold_stock_are_told_with_its_places(two_places):
    first, second, gone, back = (an_order() for _ in range(4))
    reserve(gone, TEA=1)
    commit_stock(order_id=gone, now=NOW)
    reserve(back, TEA=1)
    release_stock(order_id=back, now=NOW)
    reserve(first, TEA=3)
    reserve(second, TEA=3)
    assert holds() == [(first, "MAIN", 3), (second, "HAMBURG", 3)]
    reserve(back_again := an_order(), TEA=1)
    assert holds(order_id=back_again) == [(back_again, "MAIN", 1)]


def test_a_line_at_two_places_is_told_at_both(two_places):
    order = an_order()
    reserve_stock(order_id=order, lines=lines(TEA=7), until=NOW + timedelta(days=3), now=NOW)
    [here, there] = sorted(
        list_holds(sku=TEA, filters=HoldFilter(), page=PageRequest()).items, key=lambda one: one.quantity, reverse=True
    )
    assert (here.location, here.quantity, there.location, there.quantity) == ("MAIN", 5, "HAMBURG", 2)
    assert (here.since, here.until) == (NOW, NOW + timedelta(days=3))


def test_pages_hold_together(two_places):
    orders = [an_order() for _ in range(5)]
    for order in orders:
        reserve(order, TEA=1)
    first = list_holds(sku=TEA, filters=HoldFilter(), page=PageRequest(size=3))
    rest = list_holds(sku=TEA, filters=HoldFilter(), page=PageRequest(size=3, cursor=first.next))
    assert [one.order_id for one in (*first.items, *rest.items)] == orders


def test_nobody_holds_what_nobody_knows():
    with pytest.raises(SkuUnknown):
        holds()


def test_an_order_says_until_when_it_is_to_be_paid(now, settings):
    settings.GOTUTO_UNPAID_DAYS = 7
    shop = Shop(now)
    shop.has("tea", pieces=20)
    shop.order({"TEA": 2})
    [hold] = list_holds(sku=TEA, filters=HoldFilter(), page=PageRequest()).items
    assert (hold.until - hold.since) <= timedelta(days=7)
    answer = staff_api(Role.STOCK).get("/api/v1/stock-items/tea/reservations/").json()
    assert answer["results"][0]["quantity"] == 2
    settings.GOTUTO_UNPAID_DAYS = None
    shop.order({"TEA": 1})
    assert list_holds(sku=TEA, filters=HoldFilter(), page=PageRequest()).items[1].until is None


def test_the_back_office_leads_from_a_sku_to_its_holders(two_places, sign_in):
    stocked(4, "CUP")
    reserve(an_order(), TEA=7)
    reserve(an_order(), CUP=1)
    office = sign_in("stock")
    page = office.get(f"/admin/inventory/stockitem/{StockItem.objects.get(sku='TEA').id}/change/").content.decode()
    assert "/admin/inventory/reservation/?state=held&amp;q=TEA" in page
    found = office.get("/admin/inventory/reservation/?state=held&q=tea")
    [row] = found.context["cl"].result_list
    assert "2 at HAMBURG" in office.get(f"/admin/inventory/reservation/{row.id}/change/").content.decode()
