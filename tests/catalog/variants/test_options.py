"""The options of a product: set, renamed, and what is refused with them."""

import pytest

from contexts.catalog.offers.dto import Option
from contexts.catalog.offers.errors import (
    LastVariant,
    OptionsInvalid,
    OptionsMissing,
    OptionsNotChosen,
    TooManyVariants,
    VariantExists,
    VariantNotFound,
)
from contexts.catalog.prices.queries import price_products
from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.queries import (
    list_products,
)
from contexts.catalog.products.reading import get_product
from contexts.catalog.variants.use_cases import add_variant, remove_variant, set_options, update_variant
from gotuto.errors import Stale
from gotuto.paging import PageRequest
from tests.catalog.builders import NOW, eur, product, told
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


def test_a_product_gets_options_and_is_its_own_first_variant():
    made = product("TEA-1", gtin=GTIN, weight_grams=120, name="Tea")
    pack = Option(name="Pack", values=("100 g", "1 kg"))
    after = set_options(product_id=made.id, options=[pack], variants={"tea-1": {"Pack": "100 g"}}, now=NOW)
    [first] = after.variants
    assert (first.sku, first.name, first.gtin, first.weight_grams) == ("TEA-1", "Tea, 100 g", GTIN, 120)
    assert (after.options, seen(made)) == ((pack,), after)
    assert price_products(skus=["TEA-1"])[0].name == "Tea, 100 g"
    assert found(gtin=GTIN) == ["TEA-1"]


def test_options_are_renamed_and_values_change_places():
    made = shirt()
    sizes = Option(name="Grösse", values=("L", "M"))
    after = set_options(
        product_id=made.id,
        options=[sizes],
        variants={"SHIRT-M-RED": {"Grösse": "L"}, "SHIRT-L-RED": {"Grösse": "M"}},
        now=NOW,
    )
    assert [one.name for one in after.variants] == ["Shirt, L", "Shirt, M"]
    assert told()[-1][1]["changed"] == ["options"]
    more = Option(name="Grösse", values=("L", "M", "XL"))
    assert set_options(product_id=made.id, options=[more], variants={}, now=NOW).options == (more,)


@pytest.mark.parametrize(
    ("options", "variants", "refusal"),
    [
        ([], {}, OptionsMissing),
        ([SIZE], {}, OptionsNotChosen),
        ([SIZE, COLOUR], {"SHIRT-S": {"Size": "M"}}, VariantNotFound),
        ([SIZE, COLOUR], {"SHIRT-L-RED": {"Size": "M", "Colour": "red"}}, VariantExists),
        ([SIZE, SIZE], {}, OptionsInvalid),
    ],
)
def test_options_that_leave_a_variant_without_a_place_change_nothing(options, variants, refusal):
    made = shirt()
    with pytest.raises(refusal):
        set_options(product_id=made.id, options=options, variants=variants, now=NOW)
    assert seen(made) == made


def test_who_looked_at_an_older_version_changes_nothing():
    made = shirt()
    add(made, sold("SHIRT-M-BLUE", "M", "blue"))
    for job in (
        lambda: add_variant(product_id=made.id, variant=sold("S", "L", "blue"), expected_version=1, now=NOW),
        lambda: change(made, "SHIRT-L-RED", price=eur("1.00"), expected_version=1),
        lambda: remove_variant(product_id=made.id, sku="SHIRT-L-RED", expected_version=1, now=NOW),
        lambda: set_options(product_id=made.id, options=[SIZE], variants={}, expected_version=1, now=NOW),
    ):
        with pytest.raises(Stale):
            job()


def test_a_product_has_a_limited_number_of_variants():
    with pytest.raises(TooManyVariants):
        shirt(*(sold(f"N-{n}", "M", "red") for n in range(251)))


def test_a_product_without_options_is_changed_as_its_own_variant():
    made = product("TEA-1")
    assert change(made, "tea-1", price=eur("9.00"), weight_grams=80).variants[0].price == eur("9.00")
    assert (seen(made).price, seen(made).variants[0].weight_grams) == (eur("9.00"), 80)
    with pytest.raises(VariantNotFound):
        change(made, "TEA-2", price=eur("9.00"))
    with pytest.raises(LastVariant):
        remove_variant(product_id=made.id, sku="TEA-1", now=NOW)
