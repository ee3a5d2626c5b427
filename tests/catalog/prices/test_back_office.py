"""Prices in the back office: the picture of what was asked, another price by a button, and the ledger."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from contexts.catalog.pricelists.models import PriceList
from contexts.catalog.pricelists.use_cases import open_list
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.models import PriceEntry
from contexts.catalog.prices.use_cases.entering import enter_prices
from contexts.catalog.products.models import Product, Variant
from gotuto.ids import Sku
from tests.catalog.builders import eur, product
from tests.catalog.test_back_office import office as enter
from tests.catalog.variants.shirts import shirt
from tests.office import press, said

pytestmark = pytest.mark.django_db
LEDGER = "/admin/catalog/priceentry/"
HOUR = timedelta(hours=1)


@pytest.fixture
def office():
    return enter("catalog")


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(row):
    return f"/admin/catalog/{row._meta.model_name}/{row.pk}/"


def entered(sku, amount, *, begins=None, **more):
    now = timezone.now()
    [made] = enter_prices(prices=[NewPrice(sku=Sku(sku), price=eur(amount), valid_from=begins, **more)], now=now)
    return made


def test_the_page_of_what_is_sold_shows_what_was_and_will_be_asked(office):
    product(price=eur("20.00"))
    page = f"{page_of(Product.objects.get())}change/"
    shown = office.get(page).content.decode()
    assert 'aria-label="Prices of TEA-1"' in shown
    assert "20.00 EUR</title>" in shown
    assert "Lowest price" not in shown
    entered("TEA-1", "15.00", compare_at=eur("24.00"))
    entered("TEA-1", "18.00", begins=timezone.now() + HOUR)
    shown = office.get(page).content.decode()
    assert "18.00 EUR</title>" in shown
    assert "Lowest price of the 30 days before: 20.00 EUR, 25 % lower." in shown
    assert f'{LEDGER}?q=TEA-1"' in shown


def test_a_reduction_that_is_none_is_told_without_a_percentage(office):
    product(price=eur("20.00"))
    entered("TEA-1", "22.00", compare_at=eur("24.00"))
    shown = office.get(f"{page_of(Product.objects.get())}change/").content.decode()
    assert "Lowest price of the 30 days before: 20.00 EUR." in shown


def test_a_product_with_options_has_its_prices_on_the_pages_of_its_variants(office):
    shirt()
    style, variant = Product.objects.get(), Variant.objects.first()
    assert "Prices of" not in office.get(f"{page_of(style)}change/").content.decode()
    assert f"{page_of(style)}set_price/" not in office.get(f"{page_of(style)}change/").content.decode()
    assert f"Prices of {variant.sku}" in office.get(f"{page_of(variant)}change/").content.decode()
    press(office, f"{page_of(variant)}set_price/", amount="17.00", compare_at_price="", begins="", until="", reason="")
    variant.refresh_from_db()
    assert variant.price == eur("17.00")


def test_a_price_is_set_for_later(office):
    product(price=eur("20.00"))
    button = f"{page_of(Product.objects.get())}set_price/"
    answers = {
        "amount": "15.00",
        "compare_at_price": "24.00",
        "begins": "2099-01-01T00:00",
        "until": "",
        "reason": "Sale",
    }
    assert said(press(office, button, **answers)) == ["Set a price: done."]
    entry = PriceEntry.objects.latest("recorded_at")
    assert (entry.kind, entry.reason, entry.compare_at_amount) == ("reduction", "Sale", eur("24.00").amount)
    assert entry.actor is not None
    assert Product.objects.get().price == eur("20.00")


def test_what_is_refused_stands_beside_its_field(office):
    product(price=eur("20.00"))
    button = f"{page_of(Product.objects.get())}set_price/"
    answers = {"amount": "15.00", "compare_at_price": "14.00", "begins": "", "until": "", "reason": ""}
    shown = text(office.post(button, answers))
    assert "The price to compare with must be higher than 15.00 EUR" in shown
    assert PriceEntry.objects.count() == 1


def test_the_ledger_tells_what_holds_and_what_has_not_begun_is_cancelled(office):
    product(price=eur("20.00"))
    entered("TEA-1", "21.00")
    later = entered("TEA-1", "15.00", begins=timezone.now() + HOUR, reason="Sale")
    shown = text(office.get(LEDGER, {"q": "tea-1"}))
    assert [shown.count(state) for state in ("will be", "holds", "was")] == [1, 1, 1]
    assert "No prices" not in text(enter("support").get(LEDGER))
    button = f"{LEDGER}{later.id}/cancel_this/"
    assert button in office.get(f"{LEDGER}{later.id}/change/").content.decode()
    press(office, button, reason="A mistake.")
    shown = office.get(f"{LEDGER}{later.id}/change/").content.decode()
    assert "cancelled" in shown
    assert button not in shown
    assert PriceEntry.objects.filter(kind="cancelled").count() == 1


def test_a_list_is_opened_and_a_price_entered_into_it_by_a_button(office):
    product(price=eur("20.00"))
    button = f"{page_of(Product.objects.get())}set_price/"
    assert 'name="price_list"' not in text(office.get(button))
    answer = office.post(
        "/admin/catalog/pricelist/add/", {"code": "chf", "name": "Alps", "currency": "CHF", "is_active": "on"}
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "CHF (CHF)" in text(office.get(button))
    answer = press(office, button, amount="22.00", price_list="CHF", reason="Alps")
    assert said(answer) == ["Set a price: done."]
    row = PriceEntry.objects.get(price_list="CHF")
    shown = text(office.get(LEDGER))
    assert shown.count("holds") == 2
    assert "22.00 CHF" in text(office.get(f"{LEDGER}{row.pk}/change/"))
    lists = text(office.get("/admin/catalog/pricelist/"))
    assert "Alps" in lists
    entered("TEA-1", "7.77")
    only = text(office.get(re.search(r'href="([^"]*price_list=CHF)"', lists)[1]))
    assert ("22.00 CHF" in only, "7.77 EUR" in only) == (True, False)


def test_a_list_is_taken_out_of_use_on_its_page(office):
    made = open_list(code="CHF", name="Alps", currency="CHF", now=timezone.now())
    page = f"/admin/catalog/pricelist/{made.id}/change/"
    assert 'value="CHF"' in text(office.get(page))
    office.post(page, {"name": "The Alps", "seen_version": "1"})
    row = PriceList.objects.get()
    assert (row.name, row.is_active, row.currency, row.version) == ("The Alps", False, "CHF", 2)
    assert "out of use" in text(office.get("/admin/catalog/pricelist/"))
    assert "The Alps" in text(enter("support").get(page))
