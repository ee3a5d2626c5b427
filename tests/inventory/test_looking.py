"""What can be bought, and what lies there."""

import pytest

from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.products.use_cases.archiving import archive_product
from contexts.catalog.products.use_cases.changing import update_product
from contexts.inventory.availability import dto
from contexts.inventory.availability.use_cases import availability
from contexts.inventory.errors import SkuUnknown
from contexts.inventory.movements.dto import MovementFilter
from contexts.inventory.movements.queries import list_movements
from contexts.inventory.stock.dto import StockItemFilter
from contexts.inventory.stock.queries import get_stock_item, list_stock_items
from contexts.inventory.stock.use_cases import open_stock_item
from gotuto.ids import ProductId, Sku
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, an_order, product, reserve, stocked

EVERYTHING = PageRequest(size=100)


def test_availability_is_what_is_kept_for_nobody(db, django_assert_num_queries):
    stocked(5, "TEA")
    stocked(1, "CUP")
    reserve(an_order(), TEA=2, CUP=1)
    with django_assert_num_queries(2):
        answer = availability(skus=[Sku("TEA"), Sku("CUP"), Sku("NOTHING"), Sku("TEA")])
    assert answer == (
        dto.Availability(sku=Sku("TEA"), available=3, is_available=True),
        dto.Availability(sku=Sku("CUP"), available=0, is_available=False),
        dto.Availability(sku=Sku("NOTHING"), available=0, is_available=False),
    )


def test_what_is_not_for_sale_is_not_available_until_it_is_again(db):
    stocked(7, "TEA")
    tea = get_product_by_sku(sku="TEA").id

    def pieces():
        (answer,) = availability(skus=[Sku("TEA")])
        assert answer.is_available == (answer.available > 0)
        return answer.available

    update_product(product_id=tea, is_active=False, now=NOW)
    assert (pieces(), get_stock_item(sku=Sku("TEA")).available) == (0, 7)
    update_product(product_id=tea, is_active=True, now=NOW)
    assert pieces() == 7
    archive_product(product_id=tea, now=NOW)
    assert pieces() == 0


def test_the_list_of_stock_goes_by_sku(db, django_assert_num_queries):
    for sku in ("TEA", "CUP", "POT"):
        stocked(1, sku)
    with django_assert_num_queries(1):
        page = list_stock_items(filters=StockItemFilter(), page=PageRequest(size=2))
    assert [item.sku for item in page.items] == ["CUP", "POT"]
    assert page.next is not None
    rest = list_stock_items(filters=StockItemFilter(), page=PageRequest(size=2, cursor=page.next))
    assert [item.sku for item in rest.items] == ["TEA"]


def test_the_list_of_stock_can_be_asked_for_one_sku(db):
    stocked(1, "TEA")
    stocked(1, "CUP")
    page = list_stock_items(filters=StockItemFilter(sku=Sku("CUP")), page=EVERYTHING)
    assert [item.sku for item in page.items] == ["CUP"]


def test_a_sku_without_stock_item_is_unknown(db):
    with pytest.raises(SkuUnknown):
        get_stock_item(sku=Sku("NOTHING"))


def test_a_sku_is_counted_from_zero_once(db):
    sku = product("TEA")
    for _ in range(2):
        open_stock_item(sku=sku, product_id=ProductId(an_order()), now=NOW)
    assert get_stock_item(sku=sku).on_hand == 0


def test_the_ledger_of_a_sku_is_read_from_its_index(db, django_assert_num_queries):
    stocked(5, "TEA")
    with django_assert_num_queries(1) as seen:
        list_movements(sku=Sku("TEA"), filters=MovementFilter(), page=EVERYTHING)
    assert "JOIN" not in seen.captured_queries[0]["sql"]


def test_a_sku_that_was_never_moved_has_an_empty_ledger_and_an_unknown_one_has_none(db):
    sku = product("TEA")
    open_stock_item(sku=sku, product_id=ProductId(an_order()), now=NOW)
    assert list_movements(sku=sku, filters=MovementFilter(), page=EVERYTHING).items == ()
    with pytest.raises(SkuUnknown):
        list_movements(sku=Sku("NOTHING"), filters=MovementFilter(), page=EVERYTHING)
