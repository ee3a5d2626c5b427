"""How much goes into a cart, and how long it lives: plain Python, no database."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from contexts.billing.dto import Quote, TaxLine
from contexts.order.carts import domain as cart
from contexts.order.carts.dto import ItemWish, TaxSubtotal, Totals
from gotuto.money import Money
from tests.refusals import refused

NO_LIMITS = cart.CartLimits()
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_wishes_for_one_product_are_one_line():
    wishes = [ItemWish(sku="TEA", quantity=2), ItemWish(sku="CUP", quantity=1), ItemWish(sku="TEA", quantity=3)]
    assert cart.merged(wishes, NO_LIMITS) == {"TEA": 5, "CUP": 1}


def test_a_cart_holds_a_hundred_products():
    cart.check({f"TEA-{number}": 1 for number in range(100)}, NO_LIMITS)
    with refused("order.cart_too_large", "100"):
        cart.merged([ItemWish(sku=f"TEA-{number}", quantity=1) for number in range(101)], NO_LIMITS)


def test_a_line_holds_ten_thousand_pieces():
    cart.check({"TEA": 10_000}, NO_LIMITS)
    with refused("order.quantity_too_large", "TEA"):
        cart.merged([ItemWish(sku="TEA", quantity=10_000), ItemWish(sku="TEA", quantity=1)], NO_LIMITS)


def test_a_shop_may_take_less_in_one_order():
    limits = cart.CartLimits(lines=2, pieces=5)
    cart.check({"TEA": 5, "CUP": 5}, limits)
    with refused("order.too_many_lines", "at most 2 different products"):
        cart.check({"TEA": 1, "CUP": 1, "POT": 1}, limits)
    with refused("order.too_many_pieces", "at most 5 pieces of CUP"):
        cart.check({"TEA": 5, "CUP": 6}, limits)


def test_a_total_is_what_the_books_can_hold():
    cart.check_total(Money.of("999999999999999.99", "EUR"))
    with refused("order.total_too_large"):
        cart.check_total(Money.of("1000000000000000.00", "EUR"))


@pytest.mark.parametrize("seconds", [60, 604_800])
def test_a_cart_lives_on_for_a_while_after_it_was_touched(seconds):
    assert cart.expiry(ttl_seconds=seconds, now=NOW) == NOW + timedelta(seconds=seconds)


def test_an_order_comes_to_what_is_quoted_with_its_taxes():
    eur = [Money.of(amount, "EUR") for amount in ("11.90", "10.00", "1.90", "0.00")]
    gross, net, tax, nothing = eur
    sums = {"net": net, "tax": tax}
    group = {"rate": Decimal("0.19"), "category": "S", "gross": gross, "exemption": "", **sums}
    quote = Quote(lines=(), tax_lines=(TaxLine(**group),), total=gross, home_rate=Decimal("0.19"), **sums)
    assert cart.totals(Money.of("12.90", "EUR"), quote) == Totals(
        items=Money.of("12.90", "EUR"),
        discount=nothing,
        shipping=nothing,
        tax_lines=(TaxSubtotal(**group),),
        total=gross,
        **sums,
    )
