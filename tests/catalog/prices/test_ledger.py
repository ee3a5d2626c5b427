"""The ledger of prices: every door writes it, what is scheduled switches by itself, and nothing in it is changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from contexts.catalog.prices.dto import NewPrice, PriceFilter, PriceKind
from contexts.catalog.prices.errors import (
    CompareAtTooLow,
    PriceBegins,
    PriceCurrency,
    PriceEnds,
    PriceHasBegun,
    PriceNotFound,
    SkuOfProduct,
    TooManyPrices,
)
from contexts.catalog.prices.models import PriceEntry
from contexts.catalog.prices.queries import get_price, list_prices, price_products
from contexts.catalog.prices.use_cases.beginning import begin_ledger
from contexts.catalog.prices.use_cases.entering import cancel_price, enter_price, enter_prices, switch_prices
from contexts.catalog.products.dto import ProductFilter
from contexts.catalog.products.errors import ProductNotFound
from contexts.catalog.products.models import Product
from contexts.catalog.products.queries import list_products
from contexts.catalog.products.reading import get_product
from contexts.catalog.products.use_cases.changing import update_product
from contexts.catalog.products.use_cases.making import create_product
from contexts.catalog.variants.use_cases import update_variant
from gotuto.db import execute, fetch_all
from gotuto.ids import Sku, new_id
from gotuto.money import Money
from gotuto.paging import PageRequest
from tests.catalog.builders import eur, product, shelf, told
from tests.catalog.variants.shirts import shirt

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def new(amount, sku="", **more):
    return NewPrice(sku=Sku(sku), price=eur(amount), **more)


def ledger(sku):
    rows = PriceEntry.objects.filter(sku=sku).order_by("valid_from", "recorded_at", "id")
    return [(row.kind, str(row.price.amount)) for row in rows]


def seen(made):
    return get_product(product_id=made.id, for_sale_only=False)


def listed():
    return list_products(filters=ProductFilter(), for_sale_only=False, page=PageRequest(size=9)).items


def changes():
    return [(one["sku"], one["old"]["amount"], one["new"]["amount"]) for name, one in told() if name == "price_changed"]


def test_each_door_writes_the_ledger():
    now = timezone.now()
    tea, worn = product(price=eur("20.00")), shirt()
    update_product(product_id=tea.id, price=eur("21.00"), now=now)
    update_variant(product_id=worn.id, sku="SHIRT-L-RED", price=eur("23.00"), now=now)
    execute("UPDATE catalog_product SET price_amount = 22, updated_at = %s WHERE sku = 'TEA-1'", [now + HOUR])
    assert ledger("TEA-1") == [("price", "20.00"), ("price", "21.00"), ("price", "22.00")]
    assert ledger("SHIRT-L-RED") == [("price", "22.00"), ("price", "23.00")]
    assert ledger("SHIRT-M-RED") == [("price", "20.00")]


def test_whoever_writes_by_hand_and_names_no_moment_means_now():
    now = timezone.now()
    create_product(sku="OLD", name="Old", price=eur("20.00"), category_id=shelf().id, now=now - 60 * DAY)
    execute("UPDATE catalog_product SET price_amount = 12 WHERE sku = 'OLD'")
    assert ledger("OLD") == [("price", "20.00"), ("price", "12.00")]
    assert PriceEntry.objects.latest("valid_from").valid_from >= now


def test_the_ledger_only_grows():
    product()
    for statement in ("UPDATE catalog_priceentry SET amount = 1", "DELETE FROM catalog_priceentry"):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            execute(statement)


def test_a_reduction_is_told_with_what_was_lowest_before_and_ends_with_another_price():
    now, tea = timezone.now(), product(price=eur("20.00"))
    entered = enter_price(product_id=tea.id, price=new("15.00", compare_at=eur("24.00"), reason="Sale"), now=now)
    assert (entered.kind, entered.reason, entered.sku) == (PriceKind.REDUCTION, "Sale", "TEA-1")
    for one in (seen(tea), seen(tea).variants[0], listed()[0]):
        assert (one.price, one.compare_at_price) == (eur("15.00"), eur("24.00"))
        assert (one.lowest_price_30_days, one.reduction_percent) == (eur("20.00"), 25)
        assert one.known_since == PriceEntry.objects.earliest("valid_from").valid_from
    assert changes() == [("TEA-1", "20.00", "15.00")]
    after = update_product(product_id=tea.id, price=eur("14.00"), now=now)
    assert after == seen(tea)
    assert (after.compare_at_price, after.lowest_price_30_days, after.reduction_percent) == (None, None, None)


def test_a_scheduled_price_holds_from_its_moment_on_whether_a_worker_has_come_or_not(django_assert_num_queries):
    now, tea = timezone.now(), product(price=eur("20.00"))
    begins, ends = now - 2 * HOUR, now - HOUR
    enter_price(product_id=tea.id, price=new("15.00", compare_at=eur("20.00"), valid_from=begins), now=now - 3 * HOUR)
    with django_assert_num_queries(1):
        assert price_products(skus=["TEA-1"])[0].unit_price == eur("15.00")
    assert Product.objects.get().price == eur("20.00")
    assert (seen(tea).price, seen(tea).reduction_percent, listed()[0].price) == (eur("15.00"), 25, eur("15.00"))
    enter_price(product_id=tea.id, price=new("17.00", valid_from=ends), now=now - 3 * HOUR)
    assert price_products(skus=["TEA-1"])[0].unit_price == seen(tea).price == eur("17.00")
    assert (switch_prices(now=now), switch_prices(now=now)) == (1, 0)
    assert Product.objects.get().price == eur("17.00")
    assert changes() == [("TEA-1", "20.00", "17.00")]
    assert Product.objects.get().version == 4


def test_the_former_price_set_back_while_a_switch_is_not_noted_yet_is_another_one():
    now, tea = timezone.now(), product(price=eur("20.00"))
    enter_price(product_id=tea.id, price=new("15.00", valid_from=now - HOUR), now=now - 2 * HOUR)
    answered = update_product(product_id=tea.id, price=eur("20.00"), now=now)
    assert (answered.price, price_products(skus=["TEA-1"])[0].unit_price) == (eur("20.00"), eur("20.00"))
    assert ledger("TEA-1") == [("price", "20.00"), ("price", "15.00"), ("price", "20.00")]
    assert changes() == [("TEA-1", "20.00", "15.00"), ("TEA-1", "15.00", "20.00")]


def test_the_former_price_of_a_variant_set_back_while_a_switch_is_not_noted_yet_is_another_one():
    now, worn = timezone.now(), shirt()
    enter_price(product_id=worn.id, price=new("15.00", "SHIRT-M-RED", valid_from=now - HOUR), now=now - 2 * HOUR)
    update_variant(product_id=worn.id, sku="SHIRT-M-RED", price=eur("20.00"), now=now)
    assert price_products(skus=["SHIRT-M-RED"])[0].unit_price == eur("20.00")
    assert ledger("SHIRT-M-RED")[-2:] == [("price", "15.00"), ("price", "20.00")]
    assert seen(worn).price == eur("20.00")


def test_whoever_changes_something_else_is_answered_with_what_is_asked_now():
    now, tea = timezone.now(), product(price=eur("20.00"))
    enter_price(product_id=tea.id, price=new("15.00", valid_from=now - HOUR), now=now - 2 * HOUR)
    assert update_product(product_id=tea.id, name="Green tea", now=now).price == eur("15.00")


def test_a_price_that_ends_gives_way_to_the_one_before():
    now, tea = timezone.now(), product(price=eur("20.00"))
    enter_price(product_id=tea.id, price=new("15.00", valid_until=now - HOUR), now=now - 2 * HOUR)
    assert Product.objects.get().price == eur("15.00")
    assert seen(tea).price == eur("20.00")
    switch_prices(now=now)
    assert changes() == [("TEA-1", "20.00", "15.00"), ("TEA-1", "15.00", "20.00")]


def test_variants_switch_and_their_product_shows_the_cheapest():
    now, worn = timezone.now(), shirt()
    enter_price(product_id=worn.id, price=new("12.00", "shirt-l-red", valid_from=now - HOUR), now=now - 2 * HOUR)
    assert (listed()[0].price, seen(worn).variants[1].price) == (eur("12.00"), eur("12.00"))
    assert price_products(skus=["SHIRT-L-RED"])[0].unit_price == eur("12.00")
    assert switch_prices(now=now) == 1
    assert (Product.objects.get().price, seen(worn).price) == (eur("12.00"), eur("12.00"))
    with pytest.raises(SkuOfProduct, match="SHIRT-L-RED, SHIRT-M-RED"):
        enter_price(product_id=worn.id, price=new("9.00"), now=now)


def test_what_has_not_begun_is_cancelled_and_what_has_is_not():
    now, tea = timezone.now(), product(price=eur("20.00"))
    later = enter_price(product_id=tea.id, price=new("15.00", valid_from=now + HOUR), now=now)
    assert Product.objects.get().price_changes_at == now + HOUR
    cancel_price(product_id=tea.id, price_id=later.id, now=now)
    assert (Product.objects.get().price_changes_at, switch_prices(now=now + 2 * HOUR)) == (None, 0)
    assert (get_price(price_id=later.id).is_cancelled, ledger("TEA-1")[-1]) == (True, ("cancelled", "15.00"))
    begun = enter_price(product_id=tea.id, price=new("16.00"), now=now)
    for gone in (later, begun):
        with pytest.raises(PriceHasBegun):
            cancel_price(product_id=tea.id, price_id=gone.id, now=now)
    with pytest.raises(PriceNotFound):
        cancel_price(product_id=tea.id, price_id=new_id(), now=now)
    with pytest.raises(PriceNotFound):
        get_price(price_id=new_id())
    page = list_prices(product_id=tea.id, filters=PriceFilter(), page=PageRequest(size=9))
    assert [str(one.price.amount) for one in page.items] == ["15.00", "16.00", "20.00"]
    with pytest.raises(ProductNotFound):
        list_prices(product_id=new_id(), filters=PriceFilter(), page=PageRequest(size=9))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"compare_at": eur("15.00")}, CompareAtTooLow),
        ({"valid_from": timezone.now() - HOUR}, PriceBegins),
        ({"valid_until": timezone.now() - HOUR}, PriceEnds),
        ({"price": Money.of("15.00", "USD")}, PriceCurrency),
        ({"sku": Sku("TEA-9")}, ProductNotFound),
    ],
)
def test_what_is_refused(given, refusal):
    product()
    with pytest.raises(refusal):
        enter_prices(prices=[NewPrice(**{"sku": Sku("TEA-1"), "price": eur("15.00"), **given})], now=timezone.now())


def test_not_too_many_at_once():
    with pytest.raises(TooManyPrices):
        enter_prices(prices=[new("15.00", "TEA-1")] * 5_001, now=timezone.now())


def test_the_ledger_begins_with_what_the_outbox_holds():
    now, tea, book, worn = timezone.now(), product(price=eur("20.00")), product("BOOK-1"), shirt()
    update_product(product_id=tea.id, price=eur("21.00"), now=now)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("ALTER TABLE catalog_priceentry DISABLE TRIGGER USER")
    execute("DELETE FROM catalog_priceentry")
    execute("UPDATE gotuto_outbox_event SET recorded_at = occurred_at")
    # Past all doors, and before there was a trigger.
    execute("ALTER TABLE catalog_product DISABLE TRIGGER USER")
    execute("UPDATE catalog_product SET price_amount = 22 WHERE sku = 'TEA-1'")
    assert (begin_ledger(now=now), begin_ledger(now=now)) == (4, 0)
    assert ledger("TEA-1") == [("opening", "20.00"), ("opening", "21.00"), ("opening", "22.00")]
    assert ledger("BOOK-1") == [("opening", str(book.price.amount))]
    assert [ledger(one.sku)[0][1] for one in worn.variants] == ["20.00", "22.00"]
    assert not fetch_all("SELECT FROM catalog_priceentry WHERE valid_from > %s", [now + HOUR])
