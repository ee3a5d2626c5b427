"""Products that leave the catalogue, and come back."""

import pytest
from django.utils import timezone

from contexts.catalog.categories.use_cases import delete_category
from contexts.catalog.offers.errors import GtinTaken
from contexts.catalog.prices.errors import ProductNotForSale
from contexts.catalog.prices.queries import price_products
from contexts.catalog.products.errors import (
    CategoryGone,
    ProductNotArchived,
    ProductNotFound,
    UnknownCategory,
)
from contexts.catalog.products.queries import get_archived_product
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.archiving import archive_product, restore_product
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.variants.use_cases import remove_variant, update_variant
from gotuto.errors import Stale
from gotuto.ids import CategoryId, ProductId, new_id
from tests import office as desk
from tests.catalog.builders import NOW, product, shelf, told
from tests.catalog.test_back_office import office
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db
GTIN = "4006381333931"


def archive(made, **seen):
    return archive_product(product_id=made.id, **seen, now=NOW)


def restore(made, **where):
    return restore_product(product_id=made.id, **where, now=NOW)


def test_an_archived_product_is_there_for_those_who_ask_for_it_only():
    made = product("TEA-1")
    gone = archive(made)
    assert (gone.sku, gone.archived_at, gone.archived_from) == ("TEA-1", NOW, made.category.id)
    assert get_archived_product(product_id=made.id) == gone
    with pytest.raises(ProductNotFound):
        get_product(product_id=made.id, for_sale_only=False)
    with pytest.raises(ProductNotFound):
        archive(made)
    with pytest.raises(ProductNotFound):
        get_archived_product(product_id=product("TEA-2").id)


def test_it_comes_back_to_where_it_stood_and_is_not_for_sale_yet():
    made = product("TEA-1")
    archive(made)
    back = restore(made)
    assert (back.category, back.is_active, back.version) == (made.category, False, 3)
    assert told()[-1] == (
        "product_restored",
        {"product_id": str(made.id), "sku": "TEA-1", "category_id": str(made.category.id)},
    )
    with pytest.raises(ProductNotForSale):
        price_products(skus=["TEA-1"])
    update_product(product_id=made.id, is_active=True, now=NOW)
    assert price_products(skus=["TEA-1"])[0].unit_price == made.price
    with pytest.raises(ProductNotArchived):
        restore(made)


def test_it_comes_back_with_the_variants_that_left_with_it():
    made = shirt()
    remove_variant(product_id=made.id, sku="SHIRT-M-RED", now=NOW.replace(hour=1))
    archive(made)
    assert [one.sku for one in restore(made).variants] == ["SHIRT-L-RED"]
    update_product(product_id=made.id, is_active=True, now=NOW)
    assert price_products(skus=["SHIRT-L-RED"])[0].sku == "SHIRT-L-RED"


def test_who_comes_back_to_a_category_that_is_gone_says_where_to():
    made, elsewhere = product("TEA-1"), shelf("Elsewhere")
    archive(made)
    delete_category(category_id=made.category.id, now=timezone.now())
    with pytest.raises(CategoryGone):
        restore(made)
    with pytest.raises(UnknownCategory):
        restore(made, category_id=CategoryId(new_id()))
    assert restore(made, category_id=elsewhere.id).category.id == elsewhere.id


def test_what_was_archived_by_a_release_before_says_where_to():
    from contexts.catalog.models import Product

    made = product("TEA-1")
    archive(made)
    Product.objects.filter(id=made.id).update(archived_from=None)
    with pytest.raises(CategoryGone):
        restore(made)


def test_a_gtin_that_others_have_meanwhile_keeps_it_out():
    made = product("TEA-1", gtin=GTIN)
    archive(made)
    product("TEA-2", gtin=GTIN)
    with pytest.raises(GtinTaken):
        restore(made)
    coat = shirt()
    update_variant(product_id=coat.id, sku="SHIRT-L-RED", gtin="96385074", now=NOW)
    archive(coat)
    product("TEA-3", gtin="96385074")
    with pytest.raises(GtinTaken):
        restore(coat)


def test_who_looked_at_an_older_version_archives_nothing():
    made = product("TEA-1")
    with pytest.raises(Stale):
        archive(made, expected_version=7)
    with pytest.raises(ProductNotFound):
        restore_product(product_id=ProductId(new_id()), now=NOW)


def test_a_program_archives_and_restores(staff_api):
    api, made = staff_api("catalog"), product("TEA-1")
    at = f"/api/v1/products/{made.id}/"
    gone = api.post(f"{at}archive/", Idempotency_Key="a-key-of-twenty-letters")
    assert (gone.status_code, gone.json()["archived_from"]) == (200, str(made.category.id))
    again = api.post(f"{at}archive/", Idempotency_Key="a-key-of-twenty-letters")
    assert (again.json(), again["Idempotency-Replayed"]) == (gone.json(), "true")
    assert api.get(at).status_code == 404
    back = api.post(f"{at}restore/", {})
    assert (back.status_code, back.json()["is_active"]) == (200, False)
    assert api.post(f"{at}restore/", {}).json()["code"] == "catalog.product_not_archived"


def test_a_clerk_restores_what_was_deleted():
    clerk, made, elsewhere = office("catalog"), product("TEA-1"), shelf("Elsewhere")
    page = f"/admin/catalog/product/{made.id}"
    clerk.post(f"{page}/delete/", {"post": "yes"})
    button = f"{page}/restore/"
    desk.press(clerk, button, category=str(elsewhere.id))
    assert get_product(product_id=made.id, for_sale_only=False).category.id == elsewhere.id
    clerk.post(f"{page}/delete/", {"post": "yes"})
    desk.press(clerk, button)
    assert get_product(product_id=made.id, for_sale_only=False).category.id == elsewhere.id
