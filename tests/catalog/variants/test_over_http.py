"""Options and variants over HTTP."""

import pytest

from contexts.catalog.products.use_cases.making import create_product
from tests.catalog.builders import NOW, eur, product, shelf
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db
PRODUCTS = "/api/v1/products/"
PRICE = {"amount": "20.00", "currency": "EUR"}
SIZES = [{"name": "Size", "values": ["M", "L"]}]


def new_shirt(category, **changes):
    variants = [
        {"sku": "shirt-m", "options": {"Size": "M"}, "price": PRICE, "gtin": "4006381333931", "weight_grams": 180},
        {"sku": "shirt-l", "options": {"Size": "L"}, "price": {**PRICE, "amount": "22.00"}},
    ]
    return {"name": "Shirt", "category_id": str(category.id), "options": SIZES, "variants": variants, **changes}


def test_a_product_with_options_is_made_seen_and_listed(api, staff_api):
    made = staff_api("catalog").post(PRODUCTS, new_shirt(shelf()))
    assert made.status_code == 201
    shirts = made.json()
    assert (shirts["sku"], shirts["price"], shirts["options"]) == ("SHIRT-M", PRICE, SIZES)
    assert [(one["sku"], one["name"], one["gtin"], one["weight_grams"]) for one in shirts["variants"]] == [
        ("SHIRT-M", "Shirt, M", "4006381333931", 180),
        ("SHIRT-L", "Shirt, L", "", None),
    ]
    assert api.get(f"{PRODUCTS}{shirts['id']}/").json() == shirts
    listed = {name: value for name, value in shirts.items() if name not in ("variants", "attributes")}
    for wanted in ("sku=shirt-l", "gtin=4006381333931", "category=tea"):
        assert api.get(f"{PRODUCTS}?{wanted}").json()["results"] == [listed]
    assert api.get(f"{PRODUCTS}?gtin=96385074").json()["results"] == []


def test_variants_are_added_changed_and_taken_away(staff_api):
    api, made = staff_api("catalog"), shirt()
    at = f"{PRODUCTS}{made.id}/variants/"
    blue = {"sku": "shirt-m-blue", "options": {"Size": "M", "Colour": "blue"}, "price": PRICE}
    added = api.post(at, blue)
    assert (added.status_code, added.json()["variants"][-1]["name"]) == (201, "Shirt, M, blue")
    changed = api.patch(f"{at}SHIRT-M-BLUE/", {"price": {**PRICE, "amount": "9.90"}, "height_mm": 30})
    assert (changed.json()["price"]["amount"], changed.json()["variants"][-1]["height_mm"]) == ("9.90", 30)
    assert api.delete(f"{at}shirt-m-blue/").status_code == 204
    assert api.patch(f"{at}SHIRT-M-BLUE/", {"height_mm": 3}).json()["code"] == "catalog.variant_not_found"
    stale = api.patch(f"{at}SHIRT-L-RED/", {"height_mm": 3}, If_Match='"1"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")


def test_a_product_gets_options_later(staff_api):
    api, made = staff_api("catalog"), product("TEA-1", name="Tea")
    chosen = {"options": [{"name": "Pack", "values": ["100 g", "1 kg"]}]}
    at = f"{PRODUCTS}{made.id}/options/"
    missing = api.put(at, chosen)
    assert (missing.status_code, missing.json()["code"]) == (422, "catalog.options_not_chosen")
    told = api.put(at, {**chosen, "variants": [{"sku": "tea-1", "options": {"Pack": "100 g"}}]})
    assert [one["name"] for one in told.json()["variants"]] == ["Tea, 100 g"]
    more = {"sku": "TEA-1-KG", "options": {"Pack": "1 kg"}, "price": PRICE}
    assert api.post(f"{PRODUCTS}{made.id}/variants/", more).status_code == 201


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"variants": []}, 422, "catalog.variants_missing"),
        ({"options": []}, 422, "catalog.variants_missing"),
        ({"price": PRICE}, 422, "catalog.prices_of_variants"),
        ({"options": [{"name": "Size", "values": []}]}, 400, "invalid"),
        ({"variants": [{"sku": "a", "options": {"Size": 5}, "price": PRICE}]}, 422, "catalog.options_not_chosen"),
        ({"variants": [{"sku": "a", "options": "M", "price": PRICE}]}, 400, "invalid"),
        ({"variants": [{"sku": "a", "options": {"Si\x00ze": "M"}, "price": PRICE}]}, 422, "catalog.options_not_chosen"),
        ({"variants": [{"sku": "a", "options": {"": "M"}, "price": PRICE}]}, 422, "catalog.options_not_chosen"),
        ({"variants": [{"sku": 7, "options": {"Size": "M"}, "price": PRICE}]}, 400, "invalid"),
        (
            {"variants": [{"sku": "a", "options": {"Size": "M"}, "price": PRICE, "gtin": "1"}]},
            422,
            "catalog.gtin_invalid",
        ),
        ({"variants": [{"sku": "a", "options": {"Size": "M"}}]}, 400, "invalid"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_made(api, staff_api, changes, status, code):
    told = staff_api("catalog").post(PRODUCTS, new_shirt(shelf(), **changes))
    assert (told.status_code, told.json()["code"]) == (status, code)
    assert api.get(PRODUCTS).json()["results"] == []


def test_a_product_costs_the_same_statements_however_many_variants_it_has(api, django_assert_num_queries):
    made = shirt()
    tea = create_product(sku="TEA", name="Tea", price=eur("1.00"), category_id=shelf("Tea 2").id, now=NOW)
    for one in (made, tea):
        with django_assert_num_queries(1):
            assert api.get(f"{PRODUCTS}{one.id}/").status_code == 200
