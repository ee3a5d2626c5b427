"""Products with options: what is bought is a variant, each under its own SKU."""

from dataclasses import replace

import pytest

from contexts.catalog.offers.dto import Option
from contexts.catalog.offers.errors import (
    CurrenciesDiffer,
    GtinTaken,
    InvalidGtin,
    LastVariant,
    OptionsInvalid,
    OptionsMissing,
    OptionsNotChosen,
    SkuTaken,
    VariantExists,
    VariantNameTooLong,
    VariantNotFound,
    VariantsMissing,
)
from contexts.catalog.prices.errors import ProductNotForSale
from contexts.catalog.prices.queries import price_products, skus_for_sale
from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.errors import PricesOfVariants, ProductNotFound, SkuMissing
from contexts.catalog.products.queries import get_product_by_sku, list_products
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.archiving import archive_product
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.products.use_cases.making import create_product
from contexts.catalog.skus.queries import names_of
from contexts.catalog.variants.use_cases import add_variant, remove_variant, update_variant
from contexts.inventory.stock.queries import get_stock_item
from gotuto.money import Money
from gotuto.paging import PageRequest
from gotuto.testing import drain
from tests.catalog.builders import NOW, at_once, eur, product, shelf, told
from tests.catalog.variants.shirts import COLOUR, SIZE, shirt, sold

pytestmark = pytest.mark.django_db
GTIN = "4006381333931"


def change(made, sku, **changes):
    return update_variant(product_id=made.id, sku=sku, **changes, now=NOW)


def add(made, variant):
    return add_variant(product_id=made.id, variant=variant, now=NOW)


def seen(made, *, for_sale_only=False):
    return get_product(product_id=made.id, for_sale_only=for_sale_only)


def found(**wanted):
    page = list_products(filters=ProductFilter(**wanted), for_sale_only=False, page=PageRequest(size=9))
    return [one.sku for one in page.items]


def test_each_variant_has_its_own_sku_name_and_price():
    made = shirt()
    assert (made.sku, made.price, made.options) == ("SHIRT-M-RED", eur("20.00"), (SIZE, COLOUR))
    assert [(one.sku, one.name, one.price) for one in made.variants] == [
        ("SHIRT-M-RED", "Shirt, M, red", eur("20.00")),
        ("SHIRT-L-RED", "Shirt, L, red", eur("22.00")),
    ]
    assert seen(made) == made
    [priced] = price_products(skus=["shirt-l-red"])
    assert (priced.product_id, priced.name, priced.unit_price) == (made.id, "Shirt, L, red", eur("22.00"))
    assert get_product_by_sku(sku="SHIRT-L-RED").id == made.id
    assert names_of(["SHIRT-L-RED", "SHIRT-M-RED"])["SHIRT-M-RED"] == "Shirt, M, red"
    assert found(sku="SHIRT-L-RED") == found(sku="SHIRT-M-RED") == ["SHIRT-M-RED"]


def test_the_world_is_told_of_the_product_and_of_each_further_variant():
    made = shirt()
    (_, created), (_, added) = [one for one in told() if one[0] in ("product_created", "variant_added")]
    assert (created["sku"], created["price"]["amount"]) == ("SHIRT-M-RED", "20.00")
    assert added == {
        "product_id": str(made.id),
        "sku": "SHIRT-L-RED",
        "variant_name": "Shirt, L, red",
        "price": {"amount": "22.00", "currency": "EUR"},
    }


@pytest.mark.django_db(transaction=True)
def test_stock_is_opened_for_each_variant():
    shirt()
    drain()
    assert [get_stock_item(sku=sku).on_hand for sku in ("SHIRT-M-RED", "SHIRT-L-RED")] == [0, 0]


def test_a_style_has_a_number_of_its_own_that_nobody_buys():
    made = shirt(sku="style-7")
    assert (made.sku, found(sku="STYLE-7")) == ("STYLE-7", ["STYLE-7"])
    with pytest.raises(ProductNotFound):
        price_products(skus=["STYLE-7"])


def test_a_product_without_options_is_its_own_only_variant():
    made = product("TEA-1", gtin=GTIN, weight_grams=120)
    [itself] = made.variants
    assert (itself.sku, itself.name, itself.options, itself.price) == ("TEA-1", made.name, {}, made.price)
    assert (itself.gtin, itself.weight_grams, itself.length_mm) == (GTIN, 120, None)
    assert (seen(made).variants, found(gtin=GTIN)) == ((itself,), ["TEA-1"])


@pytest.mark.parametrize(
    ("options", "variants", "refusal"),
    [
        ([SIZE], [], VariantsMissing),
        ([], [sold("A", "M", "red"), sold("B", "L", "red")], VariantsMissing),
        ([], [sold("A", "M", "red")], OptionsNotChosen),
        ([SIZE, COLOUR], [sold("A", "M", "red"), sold("B", "M", "red")], VariantExists),
        ([SIZE, COLOUR], [sold("A", "M", "red"), sold("a", "L", "red")], SkuTaken),
        ([SIZE, COLOUR], [sold("A", "XL", "red")], OptionsNotChosen),
        ([SIZE], [sold("A", "M", "red")], OptionsNotChosen),
        ([SIZE, COLOUR], [sold("A", "M", "red", gtin="4006381333932")], InvalidGtin),
        ([Option(name="Size", values=("M", "m"))], [sold("A", "M", "red")], OptionsInvalid),
        ([SIZE, Option(name="SIZE", values=("M",))], [sold("A", "M", "red")], OptionsInvalid),
        ([Option(name="Size", values=())], [sold("A", "M", "red")], OptionsInvalid),
        ([Option(name=f"O{n}", values=("1",)) for n in range(6)], [sold("A", "M", "red")], OptionsInvalid),
    ],
)
def test_options_and_variants_that_do_not_fit_are_refused(options, variants, refusal):
    with pytest.raises(refusal):
        create_product(name="Shirt", options=options, variants=variants, category_id=shelf().id, now=NOW)


def test_a_product_has_a_price_of_its_own_or_variants():
    where = shelf().id
    with pytest.raises(SkuMissing):
        create_product(name="Nothing", category_id=where, now=NOW)
    with pytest.raises(SkuMissing):
        create_product(name="Nothing", sku="A", category_id=where, now=NOW)
    for own in ({"price": eur("1.00")}, {"gtin": GTIN}, {"weight_grams": 5}):
        with pytest.raises(PricesOfVariants):
            shirt(**own)


def test_all_variants_cost_in_one_currency():
    with pytest.raises(CurrenciesDiffer):
        shirt(sold("A", "M", "red"), replace(sold("B", "L", "red"), price=Money.of("9", "USD")))
    made = shirt()
    with pytest.raises(CurrenciesDiffer):
        change(made, "SHIRT-L-RED", price=Money.of("9", "USD"))


def test_a_number_means_the_same_goods_everywhere():
    made = shirt()
    for taken in ("SHIRT-L-RED", "SHIRT-M-RED"):
        with pytest.raises(SkuTaken):
            product(taken, on=shelf())
    product("TEA-1", gtin=GTIN)
    with pytest.raises(SkuTaken):
        add(made, sold("TEA-1", "M", "blue"))
    with pytest.raises(GtinTaken):
        change(made, "SHIRT-L-RED", gtin="4006381 333931")
    with pytest.raises(GtinTaken):
        add(made, sold("SHIRT-M-BLUE", "M", "blue", gtin=GTIN))
    assert change(made, "SHIRT-L-RED", gtin="96385074").variants[1].gtin == "96385074"
    with pytest.raises(GtinTaken):
        product("TEA-2", gtin="96385074", on=shelf())


@pytest.mark.django_db(transaction=True)
def test_of_a_product_and_a_variant_that_take_a_number_at_once_one_gets_it():
    made, where = shirt(), shelf()
    results = at_once(
        lambda: product("NEW-1", on=where),
        lambda: add(made, sold("NEW-1", "M", "blue")),
        lambda: product("NEW-2", on=where, gtin=GTIN),
        lambda: add(made, sold("NEW-3", "L", "blue", gtin=GTIN)),
    )
    assert sorted(type(one).__name__ for one in results) == ["GtinTaken", "ProductDetail", "ProductDetail", "SkuTaken"]


def test_a_further_variant_is_added_at_the_end():
    made = shirt()
    after = add(made, sold("SHIRT-M-BLUE", "M", "blue", "18.00"))
    assert [one.sku for one in after.variants] == ["SHIRT-M-RED", "SHIRT-L-RED", "SHIRT-M-BLUE"]
    assert (after.price, after.version, seen(made)) == (eur("18.00"), 2, after)
    with pytest.raises(VariantExists) as refusal:
        add(made, sold("SHIRT-X", "M", "blue"))
    assert "SHIRT-M-BLUE" in refusal.value.detail
    with pytest.raises(OptionsMissing):
        add(product("TEA-1"), sold("TEA-2", "M", "red"))


def test_the_list_shows_the_price_of_the_cheapest_that_is_for_sale():
    made = shirt()
    assert change(made, "SHIRT-M-RED", is_active=False).price == eur("22.00")
    assert change(made, "SHIRT-L-RED", is_active=False).price == eur("20.00")
    assert change(made, "SHIRT-M-RED", price=eur("19.00")).price == eur("19.00")


def test_what_is_not_for_sale_is_seen_by_staff_only_and_not_bought():
    made = shirt()
    change(made, "SHIRT-L-RED", is_active=False)
    assert [one.sku for one in seen(made, for_sale_only=True).variants] == ["SHIRT-M-RED"]
    assert len(seen(made).variants) == 2
    with pytest.raises(ProductNotForSale):
        price_products(skus=["SHIRT-L-RED"])
    assert skus_for_sale(skus=["SHIRT-M-RED", "SHIRT-L-RED"]) == {"SHIRT-M-RED"}
    update_product(product_id=made.id, is_active=False, now=NOW)
    with pytest.raises(ProductNotForSale):
        price_products(skus=["SHIRT-M-RED"])


def test_a_variant_tells_its_price_and_its_other_changes_apart():
    made = shirt()
    change(made, "shirt-l-red", price=eur("25.00"))
    change(made, "SHIRT-L-RED", weight_grams=200, length_mm=300)
    change(made, "SHIRT-L-RED", weight_grams=200)
    (_, price), (_, other) = told()[-2:]
    assert (price["sku"], price["old"]["amount"], price["new"]["amount"]) == ("SHIRT-L-RED", "22.00", "25.00")
    assert other["changed"] == ["weight_grams", "length_mm"]
    assert seen(made).version == 3
    assert change(made, "SHIRT-L-RED", weight_grams=None).variants[1].weight_grams is None
    with pytest.raises(VariantNotFound):
        change(made, "SHIRT-S", weight_grams=1)


def test_a_variant_that_is_taken_away_leaves_its_sku_behind():
    made = shirt()
    remove_variant(product_id=made.id, sku="SHIRT-M-RED", now=NOW)
    after = seen(made)
    assert ([one.sku for one in after.variants], after.price, after.sku) == (
        ["SHIRT-L-RED"],
        eur("22.00"),
        "SHIRT-M-RED",
    )
    assert told()[-1] == ("variant_removed", {"product_id": str(made.id), "sku": "SHIRT-M-RED"})
    with pytest.raises(ProductNotFound):
        price_products(skus=["SHIRT-M-RED"])
    with pytest.raises(SkuTaken):
        add(made, sold("SHIRT-M-RED", "M", "red"))
    assert add(made, sold("SHIRT-M-RED-2", "M", "red")).variants[-1].sku == "SHIRT-M-RED-2"
    remove_variant(product_id=made.id, sku="SHIRT-M-RED-2", now=NOW)
    with pytest.raises(LastVariant):
        remove_variant(product_id=made.id, sku="SHIRT-L-RED", now=NOW)


def test_a_product_that_is_deleted_takes_its_variants_along():
    made = shirt()
    archive_product(product_id=made.id, now=NOW)
    with pytest.raises(ProductNotFound):
        price_products(skus=["SHIRT-L-RED"])
    with pytest.raises(SkuTaken):
        product("SHIRT-L-RED", on=shelf())
    assert found(sku="SHIRT-L-RED") == []


def test_a_renamed_product_renames_its_variants_as_long_as_they_fit_on_an_invoice():
    made = shirt()
    after = update_product(product_id=made.id, name="Linen shirt", now=NOW)
    assert [one.name for one in after.variants] == ["Linen shirt, M, red", "Linen shirt, L, red"]
    assert names_of(["SHIRT-L-RED"]) == {"SHIRT-L-RED": "Linen shirt, L, red"}
    with pytest.raises(VariantNameTooLong):
        update_product(product_id=made.id, name="x" * 195, now=NOW)


def test_a_product_with_options_has_no_price_and_no_measures_of_its_own():
    made = shirt()
    for own in ({"price": eur("1.00")}, {"gtin": GTIN}, {"weight_grams": 5}):
        with pytest.raises(PricesOfVariants):
            update_product(product_id=made.id, **own, now=NOW)
    update_product(product_id=made.id, gtin="", weight_grams=None, now=NOW)
    assert seen(made).version == 1
