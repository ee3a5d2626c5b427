"""What a cart comes to where it would go, before anybody orders."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.taxes.models import VatId
from gotuto.tax_classes import TaxClass
from tests.order.checkout import bearer, take_cart
from tests.order.taxed import ADDRESS, FRENCH, PARIS, ZURICH, sums, totals


def test_what_is_taken_off_and_sent_stands_beside_the_items(api, taxed_tea):
    told = totals(api, take_cart(api), ZURICH)
    assert {name: told[name]["amount"] for name in ("items", "discount", "shipping")} == {
        "items": "23.80", "discount": "0.00", "shipping": "0.00",
    }  # fmt: skip


def test_without_a_country_the_goods_stay_in_the_sellers(api, taxed_tea):
    cart = take_cart(api)
    told = bearer(cart).get(f"carts/{cart['id']}/?region=Berlin").json()
    assert sums(told["totals"]) == ("20.00", "3.80", "23.80")
    assert told["total"]["amount"] == "23.80"


def test_an_empty_cart_comes_to_nothing(api, taxed_tea):
    told = totals(api, take_cart(api, {}), ADDRESS)
    assert (sums(told), told["tax_lines"]) == (("0.00", "0.00", "0.00"), [])


def test_totals_are_told_when_the_cart_is_read(api, taxed_tea):
    assert take_cart(api)["totals"] is None


def test_whoever_looks_at_a_cart_with_a_vat_id_writes_nothing_and_asks_nobody(api, taxed_tea, vies):
    cart = take_cart(api)
    with CaptureQueriesContext(connection) as statements:
        totals(api, cart, PARIS, FRENCH)
    assert not [one for one in statements.captured_queries if not one["sql"].lstrip().startswith(("SELECT", "SET"))]
    assert (VatId.objects.exists(), vies.asked) == (False, [])


@pytest.mark.parametrize(
    ("query", "status", "code", "field"),
    [
        ("country=XX", 400, "invalid", "country"),
        ("country=", 400, "invalid", "country"),
        ("country=FR&vat_id=FR123", 422, "billing.vat_id_invalid", "vat_id"),
        ("land=FR", 400, "invalid", "land"),
    ],
)
def test_a_destination_that_makes_no_sense_is_named(api, taxed_tea, query, status, code, field):
    cart = take_cart(api)
    answer = bearer(cart).get(f"carts/{cart['id']}/?{query}")
    assert (answer.status_code, answer.json()["code"], list(answer.json()["errors"])) == (status, code, [field])


def test_the_kind_of_goods_is_that_of_the_catalogue_when_they_were_put_into_the_cart(api, shop, taxed_tea):
    shop.has("book", tax_class=TaxClass.REDUCED)
    cart = take_cart(api, {"TEA": 2})
    bearer(cart).post(f"carts/{cart['id']}/items/", {"sku": "BOOK", "quantity": 2})
    shown = bearer(cart).get(f"carts/{cart['id']}/").json()
    assert [item["tax_class"] for item in shown["items"]] == ["standard", "reduced"]
    assert len(shown["totals"]["tax_lines"]) == 2


def test_the_taxes_of_a_cart_cost_one_statement(api, taxed_tea, django_assert_num_queries):
    cart = take_cart(api)
    with django_assert_num_queries(3):
        totals(api, cart, PARIS, FRENCH)
