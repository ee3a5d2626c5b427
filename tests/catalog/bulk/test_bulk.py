"""Many products in one request: each is made or refused by itself."""

import pytest

from contexts.catalog.products.models import Product
from tests.catalog.builders import shelf, told

PATH = "products/bulk/"


@pytest.fixture
def keeper(staff_api):
    return staff_api("catalog")


def item(number, **changes):
    given = {
        "sku": f"new-{number}",
        "name": f"New {number}",
        "price": {"amount": "5.00", "currency": "EUR"},
        "category_id": shelf_id(),
    }
    return {**given, **changes}


def shelf_id():
    return str(shelf("New things").id)


def test_what_is_refused_keeps_none_of_the_others(keeper):
    shirt = {
        "name": "Shirt",
        "category_id": shelf_id(),
        "options": [{"name": "Size", "values": ["M"]}],
        "variants": [
            {"sku": "shirt-m", "options": {"Size": "M"}, "price": {"amount": "9.00", "currency": "EUR"}},
        ],
    }
    free = item(3, price={"amount": "0.00", "currency": "EUR"})
    answer = keeper.post(PATH, {"items": [item(1), item(1), free, item(2), shirt]})
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [(one["index"], one["status"]) for one in results] == [(0, 201), (1, 409), (2, 422), (3, 201), (4, 201)]
    assert [one["problem"] and one["problem"]["code"] for one in results] == [
        None, "catalog.sku_taken", "catalog.price_not_positive", None, None,
    ]  # fmt: skip
    assert results[0]["product"] == keeper.get(f"products/{results[0]['product']['id']}/").json()
    assert results[4]["product"]["variants"][0]["sku"] == "SHIRT-M"
    assert sorted(Product.objects.values_list("sku", flat=True)) == ["NEW-1", "NEW-2", "SHIRT-M"]
    assert [fact["sku"] for name, fact in told() if name == "product_created"] == ["NEW-1", "NEW-2", "SHIRT-M"]


def test_a_repeat_tells_that_each_is_there(keeper):
    sent = {"items": [item(1), item(2)]}
    keeper.post(PATH, sent)
    again = keeper.post(PATH, sent).json()["results"]
    assert {(one["status"], one["problem"]["code"]) for one in again} == {(409, "catalog.sku_taken")}
    assert Product.objects.count() == 2


def test_what_cannot_be_read_is_named_and_makes_nothing(keeper):
    answer = keeper.post(PATH, {"items": [item(1), item(2, price="much"), {"name": "Nothing"}]})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert {"items.1.price", "items.2.category_id"} <= set(answer.json()["errors"])
    for items in ([], [item(1)] * 101):
        assert keeper.post(PATH, {"items": items}).status_code == 400
    assert Product.objects.count() == 0


def test_a_dry_run_says_what_would_come_of_each(keeper):
    answer = keeper.post(PATH, {"items": [item(1), item(1)]}, Prefer="dry-run")
    assert [one["status"] for one in answer.json()["results"]] == [201, 409]
    assert Product.objects.count() == 0
