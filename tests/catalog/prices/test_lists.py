"""Price lists: what goods cost in another currency than their own."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contexts.catalog.pricelists.errors import (
    PriceListInvalid,
    PriceListNotFound,
    PriceListOfCurrency,
    PriceListTaken,
)
from contexts.catalog.pricelists.models import PriceList
from contexts.catalog.pricelists.queries import get_price_list, get_price_list_by_id
from contexts.catalog.pricelists.use_cases import change_list, open_list
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.errors import PriceCurrency, PriceListNeedless, ProductNotForSale
from contexts.catalog.prices.models import PriceEntry
from contexts.catalog.prices.queries import price_products
from contexts.catalog.prices.use_cases.beginning import begin_ledger
from contexts.catalog.prices.use_cases.entering import enter_price, enter_prices
from contexts.catalog.products.models import Product
from gotuto.db import execute
from gotuto.ids import Sku, new_id
from gotuto.money import Money
from tests.catalog.builders import eur, product
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def chf(amount):
    return Money.of(amount, "CHF")


def opened(code="CHF", currency="CHF", **more):
    return open_list(code=code, name="Switzerland", currency=currency, now=timezone.now(), **more)


def entered(sku, price, price_list="chf", **more):
    given = NewPrice(sku=Sku(sku), price=price, price_list=price_list, **more)
    [made] = enter_prices(prices=[given], now=timezone.now())
    return made


def asked(sku, currency="CHF"):
    [found] = price_products(skus=[sku], currency=currency)
    return found.unit_price


def test_goods_cost_in_another_currency_what_its_list_says():
    product(price=eur("20.00"))
    with pytest.raises(ProductNotForSale, match="CHF"):
        asked("TEA-1")
    opened()
    with pytest.raises(ProductNotForSale, match="CHF"):
        asked("TEA-1")
    entered("TEA-1", chf("22.00"))
    assert (asked("TEA-1"), asked("TEA-1", "EUR"), asked("TEA-1", None)) == (chf("22.00"), eur("20.00"), eur("20.00"))


def test_each_variant_stands_in_a_list_by_itself():
    shirt()
    opened()
    entered("SHIRT-M-RED", chf("25.00"))
    assert asked("SHIRT-M-RED") == chf("25.00")
    with pytest.raises(ProductNotForSale):
        asked("SHIRT-L-RED")


def test_a_list_is_asked_while_it_is_active():
    product()
    made = opened()
    entered("TEA-1", chf("22.00"))
    change_list(code="chf", is_active=False, expected_version=made.version, now=timezone.now())
    with pytest.raises(ProductNotForSale):
        asked("TEA-1")
    opened("ALPS")
    entered("TEA-1", chf("21.00"), "ALPS")
    assert asked("TEA-1") == chf("21.00")
    with pytest.raises(PriceListOfCurrency):
        change_list(code="CHF", is_active=True, now=timezone.now())


def test_prices_of_a_list_begin_end_and_switch_by_themselves():
    product()
    opened()
    now = timezone.now()
    entered("TEA-1", chf("22.00"), valid_from=now + HOUR, valid_until=now + 2 * HOUR)
    entered("TEA-1", chf("25.00"))
    assert asked("TEA-1") == chf("25.00")
    found = [
        (row.amount, row.price_list)
        for row in PriceEntry.objects.raw(
            "SELECT (held).* FROM (SELECT catalog_price_at('TEA-1', moment, 'CHF') AS held"
            " FROM unnest(%s::timestamptz[]) AS moment) AS found",
            [[now + HOUR, now + 2 * HOUR]],
        )
    ]
    assert found == [(22, "CHF"), (25, "CHF")]


def test_what_stands_in_a_list_changes_nothing_that_the_goods_wear():
    made = product(price=eur("20.00"))
    opened()
    before = Product.objects.values().get()
    entered("TEA-1", chf("9.00"), compare_at=chf("12.00"))
    assert Product.objects.values().get() == before
    assert asked("TEA-1", "EUR") == made.price


def test_the_ledger_of_older_goods_begins_also_where_a_list_knows_them():
    product(price=eur("20.00"))
    # What is only checked at the end stands in the way of the next statement.
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE catalog_priceentry DISABLE TRIGGER USER")
    execute("DELETE FROM catalog_priceentry")
    execute("ALTER TABLE catalog_priceentry ENABLE TRIGGER USER")
    PriceEntry.objects.create(
        sku="TEA-1", price_list="CHF", kind="price", amount=22, currency="CHF", valid_from=timezone.now()
    )
    assert begin_ledger(now=timezone.now()) == 1
    assert begin_ledger(now=timezone.now()) == 0
    assert PriceEntry.objects.get(price_list="").kind == "opening"


def test_what_cannot_stand_in_a_list_is_refused():
    product()
    opened()
    opened("EUROS", "EUR")
    with pytest.raises(PriceListNotFound, match="USA"):
        entered("TEA-1", chf("1.00"), "usa")
    with pytest.raises(PriceCurrency, match="CHF"):
        entered("TEA-1", eur("1.00"))
    with pytest.raises(PriceListNeedless, match="EUR"):
        entered("TEA-1", eur("1.00"), "EUROS")
    with pytest.raises(PriceCurrency):
        entered("TEA-1", chf("1.00"), "")
    assert PriceEntry.objects.count() == 1


def test_what_cannot_be_a_list_is_refused():
    opened()
    with pytest.raises(PriceListTaken):
        opened("chf", "USD")
    with pytest.raises(PriceListOfCurrency, match="CHF"):
        opened("OTHER")
    with pytest.raises(PriceListInvalid, match="code"):
        opened("what?", "USD")
    with pytest.raises(PriceListInvalid, match="name"):
        change_list(code="CHF", name="  ", now=timezone.now())
    with pytest.raises(PriceListNotFound):
        change_list(code="USA", name="x", now=timezone.now())
    with pytest.raises(PriceListNotFound):
        get_price_list_by_id(list_id=new_id())
    assert change_list(code="CHF", name="Switzerland", now=timezone.now()) == get_price_list(code="chf")


def test_the_plain_shop_asks_no_list():
    """One statement, list or no list; what the goods wear is asked of no ledger."""
    product()
    opened()
    with CaptureQueriesContext(connection) as told:
        price_products(skus=["TEA-1"], currency="EUR")
        enter_price(
            product_id=Product.objects.get().id, price=NewPrice(sku=Sku(""), price=eur("1.00")), now=timezone.now()
        )
    assert sum("catalog_price_listed" in one["sql"] for one in told.captured_queries) == 1
    assert not any("catalog_pricelist" in one["sql"] for one in told.captured_queries)
    with CaptureQueriesContext(connection) as told, pytest.raises(ProductNotForSale):
        price_products(skus=["TEA-1"], currency="CHF")
    assert len(told.captured_queries) == 1


# --- Over HTTP, by command and in the back office ----------------------------------------------------------------------
def test_lists_are_opened_filled_and_changed_over_http(staff_api):
    keeper, made = staff_api("catalog"), product(price=eur("20.00"))
    sent = {"code": "chf", "name": "Switzerland", "currency": "CHF"}
    answer = keeper.post("price-lists/", sent, Idempotency_Key="a list of francs")
    assert answer.status_code == 201, answer.json()
    assert keeper.post("price-lists/", sent, Idempotency_Key="a list of francs").json() == answer.json()
    assert keeper.get("price-lists/").json()["results"] == [answer.json()]
    page = f"products/{made.id}/prices/"
    price = keeper.post(page, {"amount": "22.00", "currency": "CHF", "price_list": "chf"})
    assert (price.status_code, price.json()["price_list"]) == (201, "CHF")
    assert keeper.get(f"{page}?price_list=chf").json()["results"] == [price.json()]
    assert len(keeper.get(page).json()["results"]) == 2
    changed = keeper.patch(
        "price-lists/chf/", {"is_active": False}, If_Match=keeper.get("price-lists/chf/").headers["ETag"]
    )
    assert (changed.status_code, changed.json()["is_active"]) == (200, False)
    assert keeper.get("price-lists/CHF/").json() == changed.json()
    refused = keeper.post(page, {"amount": "22.00", "currency": "CHF", "price_list": "usa"})
    assert (refused.status_code, refused.json()["code"]) == (404, "catalog.price_list_not_found")


def test_a_price_of_a_list_is_cancelled_before_it_begins(staff_api):
    keeper, made = staff_api("catalog"), product()
    opened()
    later = (timezone.now() + HOUR).isoformat()
    body = {"amount": "22.00", "currency": "CHF", "price_list": "CHF", "from": later}
    version = Product.objects.get().version
    price = keeper.post(f"products/{made.id}/prices/", body).json()
    assert keeper.delete(f"products/{made.id}/prices/{price['id']}/").status_code == 204
    [only] = keeper.get(f"products/{made.id}/prices/?price_list=CHF").json()["results"]
    assert only["is_cancelled"] is True
    assert PriceEntry.objects.get(kind="cancelled").price_list == "CHF"
    assert Product.objects.get().version == version


def test_lists_by_command():
    product()
    opened()
    call_command("prices", "enter", "TEA-1", "22.00", "--list", "chf", stdout=StringIO())
    assert asked("TEA-1") == chf("22.00")
    out = StringIO()
    call_command("prices", "list", "TEA-1", "--list", "CHF", "--json", stdout=out)
    [only] = json.loads(out.getvalue())
    assert (only["price"], only["price_list"]) == ({"amount": "22.00", "currency": "CHF"}, "CHF")
    out = StringIO()
    call_command("prices", "lists", "--json", stdout=out)
    assert (
        [one["code"] for one in json.loads(out.getvalue())] == ["CHF"] == [one.code for one in PriceList.objects.all()]
    )
