"""Products: named once, priced above nothing, on a shelf, archived for ever."""

import pytest
from django.db import IntegrityError

from contexts.catalog import models
from contexts.catalog.offers.errors import InvalidSku, PriceNotPositive, SkuTaken
from contexts.catalog.prices.errors import ProductNotForSale
from contexts.catalog.prices.queries import price_products
from contexts.catalog.products.errors import ProductNotFound, SkuFixed, UnknownCategory
from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.archiving import archive_product
from contexts.catalog.products.use_cases.changing import update_product
from gotuto.errors import Stale
from gotuto.ids import CategoryId, ProductId, new_id
from gotuto.money import CurrencyWithdrawn, Money
from tests.catalog.builders import NOW, eur, product, shelf, told

pytestmark = pytest.mark.django_db


def change(made, **changes):
    return update_product(product_id=made.id, **changes, now=NOW)


def delete(made, **seen):
    archive_product(product_id=made.id, **seen, now=NOW)


def test_a_new_product_can_be_read_by_id_and_by_sku_in_any_spelling():
    made = product("tea-1", name="Grüner Tee")
    assert made.sku == "TEA-1"
    assert made.slug == "gruner-tee"
    assert made.version == 1
    assert get_product(product_id=made.id, for_sale_only=False) == made
    assert get_product_by_sku(sku="  Tea-1 ").id == made.id


def test_a_sku_is_unique_whatever_its_spelling():
    product("TEA-1")
    with pytest.raises(SkuTaken) as refusal:
        product(" tea-1 ", on=shelf())
    assert "TEA-1" in refusal.value.detail


@pytest.mark.parametrize("text", ["", "  ", "TEA 1", "TEE/1", "Ü1", "A" * 65])
def test_what_cannot_be_a_sku_is_refused(text):
    with pytest.raises(InvalidSku):
        product(text, on=shelf())


def test_a_price_in_a_withdrawn_currency_is_read_on_and_none_is_new():
    made = product()
    models.Product.objects.filter(id=made.id).update(price_currency="ANG")
    old = get_product(product_id=made.id, for_sale_only=False).price
    assert old.currency == "ANG"
    assert change(made, name="Old Tea", price=old).price == old
    with pytest.raises(CurrencyWithdrawn):
        change(made, price=old + old)
    with pytest.raises(CurrencyWithdrawn):
        product("TEA-2", price=old)
    assert change(made, price=Money.of("9", "XCG")).price.currency == "XCG"


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_price_is_more_than_nothing(amount):
    with pytest.raises(PriceNotPositive):
        product(price=eur(amount))
    made = product()
    with pytest.raises(PriceNotPositive):
        change(made, price=eur(amount))


def test_a_product_belongs_to_a_category_that_exists():
    with pytest.raises(UnknownCategory):
        product(on=CategoryId(new_id()))
    made = product()
    with pytest.raises(UnknownCategory):
        change(made, category_id=CategoryId(new_id()))


def test_the_database_itself_refuses_a_product_without_a_name():
    with pytest.raises(IntegrityError):
        product(name="")


def test_a_new_product_is_told_of():
    made = product("TEA-1", name="Green tea")
    assert told()[-1] == (
        "product_created",
        {
            "product_id": str(made.id),
            "sku": "TEA-1",
            "product_name": "Green tea",
            "price": {"amount": "12.50", "currency": "EUR"},
            "category_id": str(made.category.id),
        },
    )


def test_a_new_name_is_told_of_and_keeps_the_address():
    made = product(name="Green tea")
    changed = change(made, name="Sencha", description="First flush.")
    assert (changed.name, changed.slug, changed.version) == ("Sencha", "green-tea", 2)
    name, facts = told()[-1]
    assert name == "product_updated"
    assert facts["changed"] == ["name", "description"]


def test_a_new_price_is_told_of_by_one_event():
    made = product()
    assert change(made, price=eur("11.90")).price == eur("11.90")
    assert [name for name, _ in told()] == ["category_created", "product_created", "price_changed"]
    assert told()[-1][1]["old"] == {"amount": "12.50", "currency": "EUR"}
    assert told()[-1][1]["new"] == {"amount": "11.90", "currency": "EUR"}


def test_price_and_name_at_once_are_two_facts_and_one_version():
    assert change(product(), price=eur("1"), name="Cheap").version == 2
    assert [name for name, _ in told()][-2:] == ["price_changed", "product_updated"]


def test_saying_the_same_again_changes_nothing():
    made = product()
    again = change(made, sku="tea-1", name=made.name, price=made.price, category_id=made.category.id, is_active=True)
    assert again == made
    assert told()[-1][0] == "product_created"


def test_a_product_moves_to_another_category():
    made, coffee = product(), shelf("Coffee")
    assert change(made, category_id=coffee.id).category.slug == "coffee"


def test_a_sku_never_changes():
    with pytest.raises(SkuFixed):
        change(product("TEA-1"), sku="TEA-2")


def test_who_decided_on_an_older_version_is_told_so():
    made = product()
    change(made, name="Sencha", expected_version=1)
    with pytest.raises(Stale):
        change(made, name="Bancha", expected_version=1)
    with pytest.raises(Stale):
        delete(made, expected_version=1)


def test_a_deleted_product_is_gone_for_everybody():
    made = product()
    delete(made, expected_version=1)
    for ask in (
        lambda: get_product(product_id=made.id, for_sale_only=False),
        lambda: get_product_by_sku(sku=made.sku),
        lambda: price_products(skus=[made.sku]),
        lambda: change(made, name="Back again"),
        lambda: delete(made),
    ):
        with pytest.raises(ProductNotFound):
            ask()
    assert told()[-1] == ("product_deleted", {"product_id": str(made.id), "sku": "TEA-1"})


def test_the_sku_of_a_deleted_product_never_names_other_goods():
    delete(product("TEA-1"))
    with pytest.raises(SkuTaken):
        product("TEA-1", on=shelf())


def test_the_archive_remembers_when_a_product_was_deleted():
    made = product()
    delete(made)
    row = models.Product.objects.get(id=made.id)
    assert (row.deleted_at, row.is_active, row.category, str(row)) == (NOW, False, None, "TEA-1 Product TEA-1")


def test_an_inactive_product_is_hidden_from_those_who_buy():
    made = product(is_active=False)
    assert get_product(product_id=made.id, for_sale_only=False) == made
    with pytest.raises(ProductNotFound):
        get_product(product_id=made.id, for_sale_only=True)


def test_an_unknown_product_is_not_found():
    with pytest.raises(ProductNotFound):
        get_product(product_id=ProductId(new_id()), for_sale_only=False)
    with pytest.raises(ProductNotFound):
        change_unknown()


def change_unknown():
    update_product(product_id=ProductId(new_id()), name="Nothing", now=NOW)


def test_goods_are_priced_in_one_statement_each_once_in_the_order_asked_for(django_assert_num_queries):
    on = shelf()
    for number in range(1, 6):
        product(f"TEA-{number}", on=on, price=eur(f"{number}.50"))
    with django_assert_num_queries(1):
        priced = price_products(skus=["tea-3", "TEA-1", " TEA-3 "], currency="EUR")
    assert [(one.sku, one.unit_price) for one in priced] == [("TEA-3", eur("3.50")), ("TEA-1", eur("1.50"))]
    assert priced[0].category_id == on.id
    assert priced[0].name == "Product TEA-3"


def test_goods_that_cannot_be_sold_are_named():
    product("TEA-1")
    product("OLD-1", is_active=False)
    with pytest.raises(ProductNotFound, match="TEA-9"):
        price_products(skus=["TEA-1", "TEA-9"])
    with pytest.raises(ProductNotForSale, match=r"OLD-1 is not for sale at present\."):
        price_products(skus=["TEA-1", "OLD-1"])
    with pytest.raises(ProductNotForSale, match=r"TEA-1 is not for sale in USD\."):
        price_products(skus=["TEA-1"], currency="USD")


def test_nothing_asked_is_nothing_priced():
    assert price_products(skus=[]) == ()
