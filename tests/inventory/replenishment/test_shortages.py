"""The worklist of what is to be ordered: what is low, how many pieces to order, and of whom."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.inventory.replenishment.domain import suggested
from contexts.inventory.replenishment.dto import ShortageFilter
from contexts.inventory.replenishment.queries import list_shortages, shortages_of
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.use_cases import receive_stock, update_stock_item
from contexts.inventory.suppliers.use_cases import create_supplier, put_supplier_good, update_supplier
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, stocked
from tests.inventory.test_back_office import sign_in as sign_in
from tests.office import press

TEA = Sku("TEA")
pytestmark = pytest.mark.django_db


def low(sku, *, pieces, point, quantity=None):
    stocked(pieces, sku)
    update_stock_item(sku=Sku(sku), reorder_point=point, reorder_quantity=quantity, now=NOW)


def supplied(sku, *, pack=1, name="Tea House"):
    who = create_supplier(name=name, now=NOW)
    put_supplier_good(
        supplier_id=who.id, sku=Sku(sku), cost=Money.of("4.20", "EUR"), supplier_sku="EG-100", pack_size=pack, now=NOW
    )
    return who


def shortages(**filters):
    return list_shortages(filters=ShortageFilter(**filters), page=PageRequest(size=10)).items


@pytest.mark.parametrize(
    ("left", "point", "quantity", "pack", "pieces"),
    [
        (5, 5, None, 1, 1),
        (2, 5, None, 1, 4),
        (2, 5, 20, 1, 20),
        (-30, 5, 20, 1, 40),
        (2, 5, 20, 12, 24),
        (2, 5, None, 12, 12),
        (6, 5, 20, 12, 0),
    ],
)
def test_so_much_is_ordered_that_more_than_the_point_is_left_in_whole_packs(left, point, quantity, pack, pieces):
    assert suggested(left=left, point=point, quantity=quantity, pack=pack) == pieces


def test_what_is_low_stands_on_the_list_with_the_supplier_that_is_preferred():
    low("TEA", pieces=3, point=5, quantity=20)
    low("CUP", pieces=1, point=5)
    low("POT", pieces=9, point=5)
    house = supplied("TEA", pack=12)
    cup, tea = shortages()
    assert (tea.sku, tea.left, tea.suggested, tea.supplier, tea.supplier_sku, tea.pack_size) == (
        "TEA", 3, 24, "TEA-HOUSE", "EG-100", 12,
    )  # fmt: skip
    assert tea.cost == Money.of("4.20", "EUR")
    assert (cup.sku, cup.suggested, cup.supplier, cup.cost) == ("CUP", 5, None, None)
    assert [one.sku for one in shortages(supplier="TEA-HOUSE")] == ["TEA"]
    assert set(shortages_of(skus=[TEA, Sku("POT")])) == {TEA}
    update_supplier(supplier_id=house.id, is_archived=True, now=NOW)
    assert shortages()[1].supplier is None
    receive_stock(sku=TEA, quantity=9, actor=None, now=NOW)
    assert [one.sku for one in shortages()] == ["CUP"]


def test_a_page_is_one_statement_however_many_are_low():
    for number in range(3):
        low(f"GOOD-{number}", pieces=1, point=5)
    with CaptureQueriesContext(connection) as asked:
        assert len(shortages()) == 3
    assert len(asked) == 1


def test_the_back_office_shows_the_worklist(sign_in, staff_api):
    low("TEA", pieces=3, point=5, quantity=20)
    low("CUP", pieces=1, point=5)
    supplied("TEA")
    shown = sign_in("stock").get("/admin/inventory/shortage/").content.decode()
    assert "TEA-HOUSE" in shown
    assert "nobody has it" in shown
    assert "4.20 EUR" in shown
    assert [one["sku"] for one in staff_api("stock").get("shortages/").json()["results"]] == ["CUP", "TEA"]


def test_the_command_says_it_in_words_and_for_programs():
    def told(*options):
        out = StringIO()
        call_command("shortages", *options, stdout=out)
        return out.getvalue()

    assert told() == "Nothing is down at its reorder point.\n"
    low("TEA", pieces=3, point=5, quantity=20)
    low("CUP", pieces=1, point=5)
    supplied("TEA")
    assert told() == (
        "CUP: 1 left, reorder point 5; order 5; nobody is said to supply it\n"
        "TEA: 3 left, reorder point 5; order 20 of TEA-HOUSE\n"
    )
    [found] = json.loads(told("--supplier", "tea-house", "--json"))["shortages"]
    assert (found["sku"], found["suggested"]) == ("TEA", 20)


def test_a_point_is_set_by_a_button_and_what_is_low_is_found_by_a_filter(sign_in):
    stocked(3)
    office, item = sign_in("stock"), StockItem.objects.get()
    press(office, f"/admin/inventory/stockitem/{item.pk}/reorder_this/", reorder_point="5", reorder_quantity="")
    item.refresh_from_db()
    assert (item.reorder_point, item.is_low) == (5, True)
    assert "TEA" in office.get("/admin/inventory/stockitem/", {"available": "low"}).content.decode()
