"""Stock by file: a row is a count of a shelf, and never less than what is kept for orders."""

import pytest
from django.utils import timezone

from contexts.inventory.locations.use_cases import create_location, update_location
from contexts.inventory.models import Movement, StockItem
from contexts.inventory.stock.queries import get_stock_item
from contexts.inventory.stock.use_cases import receive_stock, update_stock_item
from gotuto import testing
from gotuto.db import execute
from gotuto.ids import Sku
from gotuto.imports import deciding
from tests.catalog.builders import NOW, product
from tests.catalog.exchange.files import checked, counts, exported, look, problems, written

pytestmark = pytest.mark.django_db
KIND = "stock"


@pytest.fixture
def shop():
    """Tea with ten pieces here and four in the shop; cups that nobody has counted."""
    product("TEA-1")
    create_location(code="SHOP", name="Shop", priority=2, now=NOW)
    receive_stock(sku=Sku("TEA-1"), quantity=10, actor=None, now=NOW)
    receive_stock(sku=Sku("TEA-1"), quantity=4, location="SHOP", actor=None, now=NOW)
    update_stock_item(sku=Sku("TEA-1"), reorder_point=5, reorder_quantity=20, now=NOW)
    product("CUP-1")
    testing.drain()
    execute("DELETE FROM inventory_stockitem WHERE sku = 'CUP-1'")


def row(sku="tea-1", on_hand="", location="", **more):
    return {"sku": sku, "location": location, "on_hand": on_hand, **more}


def stock(sku="TEA-1"):
    return get_stock_item(sku=Sku(sku)).on_hand


def booked():
    rows = Movement.objects.order_by("occurred_at", "id").values_list("item_id", "kind", "delta_on_hand", "reason")
    return [one for one in rows if one[1] == "count"]


def test_what_was_exported_comes_in_unchanged(shop):
    file = exported(KIND)
    assert file.decode().splitlines() == [
        "sku,location,on_hand,reorder_point,reorder_quantity", "TEA-1,MAIN,10,5,20", "TEA-1,SHOP,4,,",
    ]  # fmt: skip
    assert counts(written(file, KIND)) == (0, 0, 2, 0)
    assert (exported(KIND), booked()) == (file, [])


def test_a_count_is_booked_as_the_difference_at_its_location(shop):
    done = written([row(on_hand=7), row(on_hand=9, location="shop"), row("CUP-1", on_hand=3)], KIND)
    assert counts(done) == (1, 2, 0, 0)
    assert (stock(), stock("CUP-1")) == (16, 3)
    assert sorted(booked()) == [
        ("CUP-1", "count", 3, "import"), ("TEA-1", "count", -3, "import"), ("TEA-1", "count", 5, "import"),
    ]  # fmt: skip


def test_reorder_points_are_set_and_taken_away(shop):
    assert counts(written([row(reorder_point=8, reorder_quantity="")], KIND)) == (0, 1, 0, 0)
    item = StockItem.objects.get(sku="TEA-1")
    assert (item.reorder_point, item.reorder_quantity, item.on_hand) == (8, None, 14)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row("NONE-1", 1)], (2, "sku", "There is no product NONE-1")),
        ([row(on_hand=1, location="MOON")], (2, "location", "There is no location MOON")),
        ([row(on_hand=1, location="OLD")], (2, "location", "OLD is closed")),
        ([row(on_hand=2)], (2, "on_hand", "3 of them are kept for orders")),
        ([row(on_hand=-1)], (2, "on_hand", "Write a whole number from 0")),
        ([row(on_hand=10), row(on_hand=11, location="MAIN")], (3, "sku", "Line 2 has the same")),
        ([row(on_hand=4, location="SHOP", reorder_point=3)], (2, "reorder_point", "in the row of MAIN")),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(shop, rows, wrong):
    create_location(code="OLD", name="Old", priority=3, now=NOW)
    update_location(location="OLD", is_closed=True, now=NOW)
    execute("UPDATE inventory_stockitem SET reserved = 3 WHERE sku = 'TEA-1'")
    line, column, words = wrong
    found = problems(checked(rows, KIND))
    assert [(one[:2], words in one[2]) for one in found] == [((line, column), True)]


def test_what_is_sold_between_check_and_writing_is_not_lost(shop):
    ready = checked([row(on_hand=2), row("CUP-1", on_hand=1)], KIND)
    execute("UPDATE inventory_stockitem SET reserved = 3 WHERE sku = 'TEA-1'")
    deciding.confirm(import_id=ready.id, kinds=[KIND], now=timezone.now())
    testing.drain()
    assert counts(look(ready)) == (1, 0, 0, 1)
    assert (stock(), stock("CUP-1")) == (14, 1)
    assert "3 of them are kept for orders" in problems(ready)[0][2]
