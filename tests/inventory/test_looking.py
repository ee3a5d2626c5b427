"""What can be bought, and what lies there."""

import pytest

from contexts.inventory import dto
from contexts.inventory import facade as inventory
from gotuto.ids import ProductId, Sku
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, an_order, product, reserve, stocked

EVERYTHING = PageRequest(size=100)


def test_availability_is_what_is_kept_for_nobody(db, django_assert_num_queries):
    stocked(5, "TEA")
    stocked(1, "CUP")
    reserve(an_order(), TEA=2, CUP=1)
    with django_assert_num_queries(1):
        answer = inventory.availability(skus=[Sku("TEA"), Sku("CUP"), Sku("NOTHING"), Sku("TEA")])
    assert answer == (
        dto.Availability(sku=Sku("TEA"), available=3, is_available=True),
        dto.Availability(sku=Sku("CUP"), available=0, is_available=False),
        dto.Availability(sku=Sku("NOTHING"), available=0, is_available=False),
    )


def test_the_list_of_stock_goes_by_sku(db, django_assert_num_queries):
    for sku in ("TEA", "CUP", "POT"):
        stocked(1, sku)
    with django_assert_num_queries(1):
        page = inventory.list_stock_items(filters=dto.StockItemFilter(), page=PageRequest(size=2))
    assert [item.sku for item in page.items] == ["CUP", "POT"]
    assert page.next is not None
    rest = inventory.list_stock_items(filters=dto.StockItemFilter(), page=PageRequest(size=2, cursor=page.next))
    assert [item.sku for item in rest.items] == ["TEA"]


def test_the_list_of_stock_can_be_asked_for_one_sku(db):
    stocked(1, "TEA")
    stocked(1, "CUP")
    page = inventory.list_stock_items(filters=dto.StockItemFilter(sku=Sku("CUP")), page=EVERYTHING)
    assert [item.sku for item in page.items] == ["CUP"]


def test_a_sku_without_stock_item_is_unknown(db):
    with pytest.raises(inventory.SkuUnknown):
        inventory.get_stock_item(sku=Sku("NOTHING"))


def test_a_sku_is_counted_from_zero_once(db):
    sku = product("TEA")
    for _ in range(2):
        inventory.open_stock_item(sku=sku, product_id=ProductId(an_order()), now=NOW)
    assert inventory.get_stock_item(sku=sku).on_hand == 0


def test_the_ledger_of_a_sku_is_read_from_its_index(db, django_assert_num_queries):
    stocked(5, "TEA")
    with django_assert_num_queries(1) as seen:
        inventory.list_movements(sku=Sku("TEA"), page=EVERYTHING)
    assert "JOIN" not in seen.captured_queries[0]["sql"]


def test_a_sku_that_was_never_moved_has_an_empty_ledger_and_an_unknown_one_has_none(db):
    sku = product("TEA")
    inventory.open_stock_item(sku=sku, product_id=ProductId(an_order()), now=NOW)
    assert inventory.list_movements(sku=sku, page=EVERYTHING).items == ()
    with pytest.raises(inventory.SkuUnknown):
        inventory.list_movements(sku=Sku("NOTHING"), page=EVERYTHING)
