"""Price lists of groups of customers: whoever is in the group is asked the least of what its list says and everybody pays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contexts.catalog.pricelists.errors import CustomerGroupUnknown, PriceListOfCurrency
from contexts.catalog.pricelists.use_cases import change_list, open_list
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.errors import ProductNotForSale
from contexts.catalog.prices.queries import price_products
from contexts.catalog.prices.use_cases.entering import enter_prices
from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.queries import list_products
from contexts.catalog.products.reading import get_product
from contexts.customer.groups.use_cases import open_group
from gotuto.ids import Sku
from gotuto.money import Money
from gotuto.paging import PageRequest
from tests.catalog.builders import eur, product
from tests.catalog.test_back_office import office
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db


def chf(amount):
    return Money.of(amount, "CHF")


@pytest.fixture
def trade():
    open_group(code="TRADE", name="Resellers", now=timezone.now())
    return open_list(code="RESALE", name="Resellers", currency="EUR", customer_group="trade", now=timezone.now())


def entered(sku, price, price_list="RESALE", **more):
    given = NewPrice(sku=Sku(sku), price=price, price_list=price_list, **more)
    enter_prices(prices=[given], now=timezone.now())


def asked(sku="TEA-1", currency="EUR", group="TRADE"):
    [found] = price_products(skus=[sku], currency=currency, customer_group=group)
    return found.unit_price


def test_a_group_is_asked_what_its_list_says_in_the_currency_of_the_goods(trade):
    product(price=eur("20.00"))
    assert (trade.customer_group, asked()) == ("TRADE", eur("20.00"))
    entered("TEA-1", eur("15.00"))
    assert (asked(), asked(group=""), asked(group="SCHOOL")) == (eur("15.00"), eur("20.00"), eur("20.00"))


def test_to_be_in_a_group_makes_nothing_dearer(trade):
    product(price=eur("20.00"))
    entered("TEA-1", eur("15.00"))
    entered("TEA-1", eur("12.00"), "", compare_at=eur("20.00"))
    assert asked() == eur("12.00")


def test_in_another_currency_the_least_of_the_groups_list_and_everybodys_is_asked(trade):
    product(price=eur("20.00"))
    for code, group in (("CHF", ""), ("CHF-TRADE", "TRADE")):
        open_list(code=code, name=code, currency="CHF", customer_group=group, now=timezone.now())
    with pytest.raises(ProductNotForSale):
        asked(currency="CHF")
    entered("TEA-1", chf("17.00"), "CHF-TRADE")
    assert asked(currency="CHF") == chf("17.00")
    with pytest.raises(ProductNotForSale):
        asked(currency="CHF", group="")
    entered("TEA-1", chf("22.00"), "CHF")
    assert (asked(currency="CHF"), asked(currency="CHF", group="")) == (chf("17.00"), chf("22.00"))
    entered("TEA-1", chf("16.00"), "CHF")
    assert asked(currency="CHF") == chf("16.00")


def test_of_a_group_and_a_currency_one_list_is_active(trade):
    with pytest.raises(PriceListOfCurrency, match="EUR for TRADE"):
        open_list(code="OTHER", name="x", currency="EUR", customer_group="TRADE", now=timezone.now())
    assert open_list(code="EUROS", name="x", currency="EUR", now=timezone.now()).customer_group == ""
    product(price=eur("20.00"))
    entered("TEA-1", eur("15.00"))
    change_list(code="RESALE", is_active=False, now=timezone.now())
    assert asked() == eur("20.00")


def test_a_list_for_nobody_is_refused():
    with pytest.raises(CustomerGroupUnknown, match="NOBODY"):
        open_list(code="X", name="x", currency="EUR", customer_group="nobody", now=timezone.now())


def test_the_price_of_a_group_is_no_public_one_and_has_its_own_30_days(trade):
    """Directive 98/6/EC, art. 6a: the lowest price is one that everybody could buy at."""
    made = product(price=eur("20.00"))
    entered("TEA-1", eur("9.00"))
    soon = timezone.now() + timedelta(days=40)
    entered("TEA-1", eur("15.00"), "", compare_at=eur("20.00"), valid_from=soon)
    entered("TEA-1", eur("8.00"), valid_from=soon, compare_at=eur("12.00"))
    with connection.cursor() as cursor:
        ask = "SELECT lowest, percent FROM catalog_price_told('TEA-1', %s{})"
        told = []
        for more, arguments in (("", [soon]), (", %s", [soon, "RESALE"])):
            cursor.execute(ask.format(more), arguments)
            told.append(cursor.fetchone())
    assert told == [(20, 25), (9, 11)]
    assert get_product(product_id=made.id, for_sale_only=True).lowest_price_30_days is None


# --- What is shown ----------------------------------------------------------------------------------------------------
def shown(**who):
    page = list_products(
        filters=ProductFilter(currency=who.pop("currency", None)), for_sale_only=True, page=PageRequest(size=9), **who
    )
    return page.items


def test_a_member_sees_what_they_are_asked_in_lists_and_details(trade):
    made = product(price=eur("20.00"))
    entered("TEA-1", eur("15.00"), compare_at=eur("18.00"))
    [listed] = shown(customer_group="TRADE")
    detail = get_product(product_id=made.id, for_sale_only=True, customer_group="TRADE")
    for seen in (listed, detail, *detail.variants):
        assert (seen.price, seen.compare_at_price) == (eur("15.00"), eur("18.00"))
    assert [one.price for one in shown()] == [eur("20.00")]
    entered("TEA-1", eur("14.00"), "")
    assert [one.price for one in shown(customer_group="TRADE")] == [eur("14.00")]


def test_a_product_with_variants_shows_the_cheapest_that_is_for_sale(trade):
    made = shirt()
    own = {one.sku: one.price for one in get_product(product_id=made.id, for_sale_only=False).variants}
    entered("SHIRT-M-RED", eur("1.00"))
    detail = get_product(product_id=made.id, for_sale_only=False, customer_group="TRADE")
    assert {one.sku: one.price for one in detail.variants} == {**own, "SHIRT-M-RED": eur("1.00")}
    assert (detail.price, shown(customer_group="TRADE")[0].price) == (eur("1.00"), eur("1.00"))


def test_whoever_names_a_currency_sees_what_its_list_asks(trade):
    made = product(price=eur("20.00"))
    product("MUG-1", price=eur("8.00"))
    open_list(code="CHF", name="Switzerland", currency="CHF", now=timezone.now())
    entered("TEA-1", chf("22.00"), "CHF")
    assert {one.sku: one.price for one in shown(currency="chf")} == {"TEA-1": chf("22.00"), "MUG-1": eur("8.00")}
    assert get_product(product_id=made.id, for_sale_only=True, currency="chf").price == chf("22.00")
    assert [one.price for one in shown(currency="usd")] == [eur("8.00"), eur("20.00")]


def test_nobody_else_pays_for_it(trade):
    product()
    with CaptureQueriesContext(connection) as told:
        shown()
        price_products(skus=["TEA-1"], currency="EUR")
    assert len(told.captured_queries) == 2
    with CaptureQueriesContext(connection) as told:
        shown(customer_group="TRADE")
    assert len(told.captured_queries) == 2


def test_a_list_of_a_group_is_opened_in_the_back_office():
    open_group(code="TRADE", name="Resellers", now=timezone.now())
    keeper = office("catalog")
    assert "TRADE (Resellers)" in keeper.get("/admin/catalog/pricelist/add/").content.decode()
    sent = {"code": "resale", "name": "Resale", "currency": "EUR", "customer_group": "TRADE", "is_active": "on"}
    answer = keeper.post("/admin/catalog/pricelist/add/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert "TRADE" in keeper.get("/admin/catalog/pricelist/").content.decode()
