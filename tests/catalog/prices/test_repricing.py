"""Many prices at once: by a share or an amount, rounded as a shop rounds, all or none."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contexts.catalog.offers.errors import PriceNotPositive
from contexts.catalog.prices.domain.repricing import repriced
from contexts.catalog.prices.dto import PriceRule
from contexts.catalog.prices.errors import RuleInvalid
from contexts.catalog.prices.models import PriceEntry
from contexts.catalog.prices.queries import price_products
from contexts.catalog.prices.use_cases.entering import reprice
from contexts.catalog.products.models import Product, Variant
from gotuto.ids import Sku
from gotuto.money import Money
from tests.catalog.builders import eur, product, shelf
from tests.catalog.test_back_office import office as enter
from tests.catalog.variants.shirts import shirt
from tests.office import act, said

pytestmark = pytest.mark.django_db


def rule(**parts):
    return PriceRule(**{name: Decimal(value) for name, value in parts.items()})


def change(*skus, as_reduction=False, valid_from=None, **parts):
    return reprice(
        skus=[Sku(sku) for sku in skus],
        rule=rule(**parts),
        as_reduction=as_reduction,
        valid_from=valid_from,
        reason="Spring",
        now=timezone.now(),
    )


def asked(sku):
    return str(price_products(skus=[sku])[0].unit_price.amount)


@pytest.mark.parametrize(
    ("price", "parts", "after"),
    [
        ("10.00", {"percent": "-10"}, "9.00"),
        ("9.99", {"percent": "4.5"}, "10.44"),
        ("9.95", {"percent": "10", "step": "0.10"}, "10.90"),
        ("9.95", {"percent": "10", "step": "0.05"}, "10.95"),
        ("9.40", {"percent": "10", "step": "1", "less": "0.01"}, "9.99"),
        ("10.00", {"amount": "-0.50"}, "9.50"),
        ("10.00", {"percent": "10", "amount": "0.50"}, "11.50"),
        ("0.05", {"percent": "10"}, "0.06"),
    ],
)
def test_share_then_amount_then_the_step_and_what_is_taken_off(price, parts, after):
    assert repriced(eur(price), rule(**parts)) == eur(after)


def test_a_currency_without_cents_has_none():
    assert repriced(Money.of("1000", "JPY"), rule(percent="3.33")) == Money.of("1033", "JPY")


@pytest.mark.parametrize(
    "parts",
    [{}, {"percent": "-100"}, {"percent": "1001"}, {"percent": "1", "step": "-1"}, {"percent": "1", "less": "0.01"}],
)
def test_what_is_no_rule(parts):
    with pytest.raises(RuleInvalid):
        change("TEA-1", **parts)


def test_all_change_with_their_entries_or_none():
    product("TEA-1", price=eur("10.00"))
    product("CUP-1", price=eur("0.40"))
    told = change("TEA-1", "CUP-1", "NOTHING", percent="10")
    assert [(one.sku, str(one.old.amount), str(one.new.amount)) for one in told] == [
        ("CUP-1", "0.40", "0.44"), ("TEA-1", "10.00", "11.00"),
    ]  # fmt: skip
    assert (asked("TEA-1"), asked("CUP-1")) == ("11.00", "0.44")
    assert PriceEntry.objects.filter(reason="Spring").count() == 2
    with pytest.raises(PriceNotPositive):
        change("TEA-1", "CUP-1", amount="-1.00")
    assert (asked("TEA-1"), asked("CUP-1")) == ("11.00", "0.44")


def test_what_would_cost_the_same_is_left_as_it_is():
    product("TEA-1", price=eur("10.00"))
    [same] = change("TEA-1", percent="0.01")
    assert (same.old, PriceEntry.objects.count()) == (same.new, 1)
    assert change(percent="1") == ()


def test_as_a_reduction_for_later_what_was_asked_is_struck_through_where_less_is_asked():
    product("TEA-1", price=eur("10.00"))
    begins = timezone.now() + timedelta(days=1)
    change("TEA-1", percent="-20", as_reduction=True, valid_from=begins)
    entry = PriceEntry.objects.latest("recorded_at")
    assert (entry.kind, entry.compare_at_amount, entry.valid_from) == ("reduction", Decimal(10), begins)
    change("TEA-1", percent="20", as_reduction=True)
    assert PriceEntry.objects.latest("recorded_at").kind == "price"
    assert asked("TEA-1") == "12.00"


def test_fifty_cost_as_many_statements_as_one():
    where = shelf()
    skus = [product(f"TEA-{number}", on=where).sku for number in range(51)]

    def statements(*some):
        with CaptureQueriesContext(connection) as captured:
            change(*some, percent="5")
        return len(captured)

    assert statements(*skus[:50]) == statements(skus[50])


def test_the_command_changes_a_category_and_is_tried_first():
    tea = shelf("Tea")
    product("TEA-1", on=tea, price=eur("10.00"))
    product("TEA-2", on=tea, price=eur("20.00"))
    product("CUP-1", price=eur("5.00"))

    def told(*options):
        out = StringIO()
        call_command("prices", "change", *options, stdout=out)
        return out.getvalue()

    words = "TEA-1: 10.00 EUR -> 9.00 EUR\nTEA-2: 20.00 EUR -> 18.00 EUR\n"
    assert told("--category", "tea", "--percent=-10", "--dry-run").startswith(words)
    assert asked("TEA-1") == "10.00"
    assert told("--category", "tea", "--percent=-10", "--reduction", "--reason", "Sale") == words
    assert (asked("TEA-2"), asked("CUP-1")) == ("18.00", "5.00")
    assert told("--sku", "cup-1", "--amount", "1") == "CUP-1: 5.00 EUR -> 6.00 EUR\n"
    assert told("--percent", "1") == "There is nothing to change.\n"


GIVEN = {"percent": "", "by": "", "step": "", "less": "", "begins": "", "reason": ""}


def test_those_that_are_chosen_in_the_list_change(db):
    product("TEA-1", price=eur("10.00"))
    product("CUP-1", price=eur("5.00"))
    shirt()
    office, chosen = enter("catalog"), Product.objects.all()
    shown = act(
        office,
        "/admin/catalog/product/",
        "reprice",
        *(row.pk for row in chosen),
        **{**GIVEN, "percent": "10", "step": "0.10"},
    )
    assert said(shown) == ["Change prices: 2 done."]
    assert (asked("TEA-1"), asked("CUP-1")) == ("11.00", "5.50")
    variant = Variant.objects.get(sku="SHIRT-M-RED")
    given = {**GIVEN, "by": "-1", "as_reduction": "on", "begins": "2099-01-01T00:00", "reason": "Sale"}
    act(office, "/admin/catalog/variant/", "reprice", variant.pk, **given)
    entry = PriceEntry.objects.get(reason="Sale")
    assert (entry.sku, entry.kind, entry.valid_from.year) == (
        "SHIRT-M-RED",
        "reduction",
        2099 if entry.valid_from.month == 1 else 2098,
    )


def test_what_is_no_rule_is_asked_again(db):
    product("TEA-1", price=eur("10.00"))
    office = enter("catalog")
    for given, word in (({}, "Say by how much"), ({"percent": "much"}, "number")):
        shown = act(office, "/admin/catalog/product/", "reprice", Product.objects.get().pk, **{**GIVEN, **given})
        assert word in shown.content.decode()
    assert asked("TEA-1") == "10.00"
