"""Prices over HTTP and by command."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from contexts.catalog.prices.models import PriceEntry
from contexts.catalog.products.models import Product
from contexts.catalog.tasks import begin_price_ledger, switch_prices
from tests.catalog.builders import eur, product
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(staff_api):
    return staff_api("catalog")


def prices(made):
    return f"products/{made.id}/prices/"


def test_a_reduction_is_entered_listed_and_told(keeper, api):
    made = product(price=eur("20.00"))
    sent = {"amount": "15.00", "currency": "EUR", "compare_at_price": "24.00", "reason": "Autumn"}
    answer = keeper.post(prices(made), sent, Idempotency_Key="autumn-1")
    assert answer.status_code == 201, answer.json()
    assert keeper.post(prices(made), sent, Idempotency_Key="autumn-1").json() == answer.json()
    assert answer.json()["price"] == {"amount": "15.00", "currency": "EUR"}
    [first, second] = keeper.get(prices(made)).json()["results"]
    assert (first, second["kind"]) == (answer.json(), "price")
    assert keeper.get(f"{prices(made)}?kind=reduction").json()["results"] == [first]
    assert keeper.get(f"{prices(made)}?ordering=valid_from").json()["results"] == [second, first]
    seen = api.get(f"products/{made.id}/").json()
    assert (seen["price"]["amount"], seen["lowest_price_30_days"]["amount"], seen["reduction_percent"]) == (
        "15.00", "20.00", 25,
    )  # fmt: skip


def test_a_reduction_without_anything_struck_through_begins_and_ends_by_itself(keeper):
    made, begins = product(price=eur("20.00")), timezone.now() + timedelta(days=1)
    sent = {
        "amount": "15.00",
        "currency": "EUR",
        "is_reduction": True,
        "from": begins.isoformat(),
        "until": (begins + timedelta(days=7)).isoformat(),
    }
    entered = keeper.post(prices(made), sent).json()
    assert (entered["kind"], entered["compare_at_price"], entered["is_cancelled"]) == ("reduction", None, False)
    assert keeper.delete(f"{prices(made)}{entered['id']}/").status_code == 204
    assert keeper.get(prices(made)).json()["results"][0]["is_cancelled"] is True
    again = keeper.delete(f"{prices(made)}{entered['id']}/")
    assert (again.status_code, again.json()["code"]) == (409, "catalog.price_has_begun")


def test_of_a_product_with_variants_the_sku_is_named(keeper):
    made = shirt()
    sent = {"amount": "15.00", "currency": "EUR"}
    refused = keeper.post(prices(made), sent)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["sku"])
    assert keeper.post(prices(made), {**sent, "sku": "shirt-m-red"}).json()["sku"] == "SHIRT-M-RED"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"compare_at_price": "15.00"}, "compare_at_price"),
        ({"from": "2020-01-01T00:00:00Z"}, "from"),
        ({"until": "2020-01-01T00:00:00Z"}, "until"),
        ({"currency": "USD"}, "currency"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(keeper, changes, field):
    made = product(price=eur("20.00"))
    answer = keeper.post(prices(made), {"amount": "15.00", "currency": "EUR", **changes})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def told(*words):
    out = StringIO()
    call_command("prices", *words, stdout=out)
    return out.getvalue()


def test_the_command_enters_lists_switches_and_begins():
    product(price=eur("20.00"))
    later = (timezone.now() + timedelta(days=1)).isoformat()
    said = told("enter", "tea-1", "15.00", "--compare-at", "24.00", "--from", later, "--reason", "Sale")
    assert said.startswith("TEA-1 costs 15.00 EUR from ")
    listed = json.loads(told("list", "tea-1", "--json"))
    assert [one["reason"] for one in listed] == ["Sale", ""]
    assert told("switch") == "0 products cost something else now.\n"
    assert told("begin") == "The ledger has begun for 0 SKUs.\n"


def test_beat_notes_what_has_begun():
    product(price=eur("20.00"))
    switch_prices()
    begin_price_ledger()
    assert (PriceEntry.objects.count(), Product.objects.get().price) == (1, eur("20.00"))


def test_who_asked_for_a_price_stands_in_the_ledger(keeper):
    made = product(price=eur("20.00"))
    assert keeper.patch(f"products/{made.id}/", {"price": {"amount": "21.00", "currency": "EUR"}}).status_code == 200
    mine = keeper.post(prices(made), {"amount": "22.00", "currency": "EUR"}).json()["actor"]
    patched = PriceEntry.objects.get(amount="21.00")
    assert mine is not None
    assert str(patched.actor) == mine
