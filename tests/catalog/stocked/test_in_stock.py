"""Lists know what is in stock: inventory tells when the last piece goes and when one is left again."""

import pytest

from contexts.catalog.facade import show_stock
from contexts.catalog.products.models import Product
from contexts.catalog.variants.use_cases import update_variant
from contexts.inventory.availability.use_cases import show_all_in_catalogue
from contexts.inventory.reservations.use_cases import release_stock, reserve_stock
from contexts.inventory.stock.dto import SoldOut
from contexts.inventory.stock.queries import get_stock_item
from contexts.inventory.stock.use_cases import adjust_stock, receive_stock, update_stock_item
from contexts.inventory.tasks import show_stock as show_all
from gotuto.db import execute
from gotuto.ids import Sku
from tests.catalog.builders import NOW, product, told
from tests.catalog.variants.shirts import shirt
from tests.inventory.builders import an_order, lines

pytestmark = pytest.mark.django_db
TEA = Sku("TEA-1")


@pytest.fixture
def tea(settle):
    made = product("TEA-1")
    settle()
    return made


def news():
    return [fact["is_available"] for name, fact in told() if name == "inventory.availability_changed"]


def found(api, answer):
    return [one["sku"] for one in api.get(f"products/?in_stock={answer}").json()["results"]]


def come(pieces, sku=TEA):
    receive_stock(sku=sku, quantity=pieces, actor=None, now=NOW)


def test_a_product_is_in_stock_from_its_first_piece_to_its_last(api, tea, settle):
    assert (found(api, "true"), found(api, "false")) == ([], ["TEA-1"])
    come(2)
    settle()
    assert (found(api, "true"), found(api, "false")) == (["TEA-1"], [])
    first, second = an_order(), an_order()
    reserve_stock(order_id=first, lines=lines(**{"TEA-1": 1}), now=NOW)
    settle()
    assert found(api, "true") == ["TEA-1"]
    reserve_stock(order_id=second, lines=lines(**{"TEA-1": 1}), now=NOW)
    settle()
    assert found(api, "false") == ["TEA-1"]
    release_stock(order_id=second, now=NOW)
    settle()
    assert found(api, "true") == ["TEA-1"]
    assert news() == [True, False, True]


def test_what_moves_beside_the_last_piece_is_told_nobody(tea):
    come(5)
    come(5)
    adjust_stock(sku=TEA, delta=-3, reason="Broke", actor=None, now=NOW)
    assert news() == [True]


def test_whoever_waits_in_line_leaves_nothing_to_others(tea):
    come(1)
    update_stock_item(sku=TEA, when_sold_out=SoldOut.WAIT, now=NOW)
    order = an_order()
    reserve_stock(order_id=order, lines=lines(**{"TEA-1": 2}), now=NOW)
    assert (get_stock_item(sku=TEA).left, news()) == (-1, [True, False])
    release_stock(order_id=order, now=NOW)
    assert news() == [True, False, True]


def test_a_product_is_in_stock_with_any_of_its_variants_that_is_for_sale(api, settle):
    made = shirt()
    settle()
    assert found(api, "true") == []
    come(1, Sku("SHIRT-L-RED"))
    settle()
    assert len(found(api, "true")) == 1
    update_variant(product_id=made.id, sku="SHIRT-L-RED", is_active=False, now=NOW)
    show_all_in_catalogue()
    assert found(api, "true") == []
    come(1, Sku("SHIRT-M-RED"))
    settle()
    assert len(found(api, "true")) == 1


def test_facets_count_what_is_in_stock(api, tea, settle):
    product("CUP-1")
    come(1)
    settle()
    facets = {one["name"]: one["values"] for one in api.get("products/?facets=true").json()["facets"]["facets"]}
    assert sorted((one["value"], one["label"], one["count"]) for one in facets["in_stock"]) == [
        ("false", "no", 1), ("true", "yes", 1),
    ]  # fmt: skip


def test_all_of_it_is_told_anew(tea):
    come(1)
    assert Product.objects.get().in_stock is None
    assert show_all_in_catalogue() == 1
    assert Product.objects.get().in_stock is True
    execute("UPDATE catalog_product SET in_stock = false")
    show_all()
    assert Product.objects.get().in_stock is True


def test_what_is_as_it_was_is_not_written(tea, django_assert_num_queries):
    show_stock(in_stock={TEA: True})
    before = Product.objects.values_list("version", "updated_at").get()
    with django_assert_num_queries(5):
        show_stock(in_stock={TEA: True, Sku("NOTHING"): True})
    assert Product.objects.values_list("version", "updated_at").get() == before
