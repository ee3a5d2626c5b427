"""Options and variants in the back office."""

import pytest
from django.urls import reverse

from contexts.catalog.models import Variant
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.archiving import archive_product
from tests import office as desk
from tests.catalog.builders import NOW, product
from tests.catalog.test_back_office import office
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return office("catalog")


def page(row_id, name="product"):
    return reverse(f"admin:catalog_{name}_change", args=[row_id])


def options(product_id):
    return reverse("admin:catalog_product_options", args=[product_id])


def variant(sku):
    return Variant.objects.get(sku=sku)


def test_a_product_becomes_one_with_a_variant_for_every_choice(clerk):
    made = product("TEA-1", name="Tea")
    question = clerk.get(options(made.id)).content.decode()
    assert "What is sold as TEA-1 now is the first choice" in question
    clerk.post(options(made.id), {"options": "Pack: 100 g, 1 kg\nKind: loose, bags", "price": "9.90"})
    after = get_product(product_id=made.id, for_sale_only=False)
    assert [(one.sku, one.name, str(one.price)) for one in after.variants] == [
        ("TEA-1", "Tea, 100 g, loose", "12.50 EUR"),
        ("TEA-1-100G-BAGS", "Tea, 100 g, bags", "9.90 EUR"),
        ("TEA-1-1KG-LOOSE", "Tea, 1 kg, loose", "9.90 EUR"),
        ("TEA-1-1KG-BAGS", "Tea, 1 kg, bags", "9.90 EUR"),
    ]
    shown = clerk.get(page(made.id)).content.decode()
    assert "TEA-1-1KG-BAGS" in shown
    assert 'name="price_amount"' not in shown


def test_a_value_more_makes_only_the_variants_that_are_missing(clerk):
    made = shirt()
    asked = clerk.get(options(made.id)).content.decode()
    assert "Size: M, L\nColour: red, blue" in asked
    clerk.post(options(made.id), {"options": "Size: M, L\nColour: red", "price": "5.00"})
    assert [one.sku for one in get_product(product_id=made.id, for_sale_only=False).variants] == [
        "SHIRT-M-RED",
        "SHIRT-L-RED",
    ]
    wrong = clerk.post(options(made.id), {"options": "Size M", "price": "5.00"}).content.decode()
    assert "is no option" in wrong


def test_a_product_with_options_is_changed_without_touching_its_variants(clerk):
    made = shirt()
    form = clerk.get(page(made.id)).context["adminform"].form
    given = {**{name: "" if value is None else value for name, value in form.initial.items()}, "name": "Linen shirt"}
    clerk.post(page(made.id), {**given, "category": str(made.category.id)})
    after = get_product(product_id=made.id, for_sale_only=False)
    assert [one.name for one in after.variants] == ["Linen shirt, M, red", "Linen shirt, L, red"]
    assert after.price == made.price


def test_a_variant_is_corrected_on_its_page(clerk):
    made = shirt()
    row = variant("SHIRT-L-RED")
    given = {"price_amount": "25.00", "gtin": "4006381333931", "weight_grams": "210", "is_active": "on"}
    clerk.post(page(row.id, "variant"), given)
    after = get_product(product_id=made.id, for_sale_only=False).variants[1]
    assert (str(after.price), after.gtin, after.weight_grams, after.is_active) == (
        "25.00 EUR",
        "4006381333931",
        210,
        True,
    )
    refused = clerk.post(page(row.id, "variant"), {**given, "gtin": "4006381333932"}).content.decode()
    assert "is not a GTIN" in refused
    refused = clerk.post(page(row.id, "variant"), {**given, "price_amount": "0"}).content.decode()
    assert "greater than zero" in refused


def test_variants_are_found_switched_and_taken_away(clerk):
    shirt()
    at = reverse("admin:catalog_variant_changelist")
    assert "SHIRT-L-RED" in clerk.get(f"{at}?q=shirt-l").content.decode()
    row = variant("SHIRT-L-RED")
    told = desk.act(clerk, at, "take_off_sale", row.id, reason="Sold out")
    assert desk.said(told) == ["Take off sale: 1 done."]
    assert not variant("SHIRT-L-RED").is_active
    desk.act(clerk, at, "put_on_sale", row.id)
    assert variant("SHIRT-L-RED").is_active
    clerk.post(reverse("admin:catalog_variant_delete", args=[row.id]), {"post": "yes"})
    assert variant("SHIRT-L-RED").deleted_at is not None
    assert clerk.get(page(row.id, "variant")).status_code == 302


def test_a_deleted_product_shows_what_it_was(clerk):
    made = shirt()
    archive_product(product_id=made.id, now=NOW)
    assert clerk.get(page(made.id)).status_code == 200


def test_the_list_and_its_file_say_from_which_price_on_a_product_is_sold(clerk):
    made = shirt()
    products = reverse("admin:catalog_product_changelist")
    shown = clerk.get(products).content.decode()
    assert f'<span class="go-money">from {made.price}</span>' in shown
    assert "&lt;span" not in shown
    file = b"".join(clerk.get(products, {"_file": "csv"}).streaming_content).decode()
    assert f"{made.price.amount},{made.price.currency}" in file


def test_whoever_comes_from_the_product_goes_back_there_and_others_to_the_list(clerk):
    made = shirt()
    red = variant("SHIRT-M-RED")
    link = f"{page(red.pk, 'variant')}?back=product"
    assert link in clerk.get(page(made.id)).content.decode()
    given = {"price_amount": "21.00", "gtin": "", "is_active": "on"}
    assert clerk.post(link, given)["Location"] == page(made.id)
    assert clerk.post(page(red.pk, "variant"), given)["Location"] == reverse("admin:catalog_variant_changelist")
    assert str(variant("SHIRT-M-RED").price) == "21.00 EUR"


def test_goods_without_options_show_no_table_of_variants(clerk):
    assert 'id="variants-group"' not in clerk.get(page(product().id)).content.decode()
    assert 'id="variants-group"' in clerk.get(page(shirt().id)).content.decode()
