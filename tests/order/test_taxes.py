"""Taxes of orders: decided once when an order is placed, the same in the cart, in the order and on the invoice."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest

from contexts.customer.staff.use_cases import ensure_staff
from contexts.notification.models import Notification
from contexts.order.access import STAFF
from contexts.order.models import Order, OrderParty
from contexts.order.orders.queries import get_order
from gotuto.tax_classes import TaxClass
from tests.billing.sellers.builders import described
from tests.billing.taxes.vies import Vies
from tests.clients import PASSWORD
from tests.order.checkout import take_cart
from tests.order.taxed import ADDRESS, FRENCH, OSS, PARIS, TENERIFE, ZURICH, by_rate, known, placed, seen, sums, totals
from tests.shop import BUYER

STANDARD, REDUCED, EXEMPT = TaxClass.STANDARD, TaxClass.REDUCED, TaxClass.EXEMPT


@dataclass(frozen=True)
class Case:
    address: dict[str, str]
    lines: dict[tuple[str, str], tuple[str, str, str]]
    total: str
    seller: dict[str, Any] = field(default_factory=dict)
    vat_id: str = ""
    state: tuple[str, int] | None = None
    goods: tuple[TaxClass, ...] = (STANDARD,)
    deliver_to: str = ""


def taxed(category: str, rate: str, net: str, tax: str, gross: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    return {(category, rate): (net, tax, gross)}


AT_HOME = taxed("S", "0.19", "20.00", "3.80", "23.80")
FREE_K, FREE_G = (taxed(category, "0", "20.00", "0.00", "20.00") for category in ("K", "G"))

# Two pieces for 11.90 each of every kind of goods, from Hamburg.
CASES = {
    "to somebody in Berlin": Case(ADDRESS, AT_HOME, "23.80"),
    "books to Berlin": Case(ADDRESS, taxed("S", "0.07", "22.24", "1.56", "23.80"), "23.80", goods=(REDUCED,)),
    "tea and a book to Berlin": Case(
        ADDRESS, AT_HOME | taxed("S", "0.07", "22.24", "1.56", "23.80"), "47.60", goods=(STANDARD, REDUCED)
    ),
    "lessons, which are exempt": Case(
        ADDRESS, taxed("E", "0", "23.80", "0.00", "23.80"), "23.80", goods=(EXEMPT,)
    ),
    "of a small enterprise to Berlin": Case(
        ADDRESS, taxed("E", "0", "23.80", "0.00", "23.80"), "23.80", seller={"is_small_enterprise": True}
    ),
    "to a consumer in Paris": Case(PARIS, AT_HOME, "23.80", deliver_to="FR"),
    "to a consumer in Paris, with the one-stop shop": Case(
        PARIS, taxed("S", "0.2", "19.83", "3.97", "23.80"), "23.80", seller=OSS, deliver_to="FR"
    ),
    "to a business with a valid VAT id": Case(
        PARIS, FREE_K, "20.00", vat_id=FRENCH, state=("valid", 1), deliver_to="FR"
    ),
    "tea and books to a business": Case(
        PARIS, taxed("K", "0", "42.24", "0.00", "42.24"), "42.24", vat_id=FRENCH, state=("valid", 1),
        goods=(STANDARD, REDUCED), deliver_to="FR",
    ),
    "to a business whose VAT id nobody has checked": Case(PARIS, AT_HOME, "23.80", vat_id=FRENCH, deliver_to="FR"),
    "to a business whose VAT id is invalid": Case(
        PARIS, AT_HOME, "23.80", vat_id=FRENCH, state=("invalid", 1), deliver_to="FR"
    ),
    "to a business whose VAT id was valid a long time ago": Case(
        PARIS, AT_HOME, "23.80", vat_id=FRENCH, state=("valid", 91), deliver_to="FR"
    ),
    "to a business of a seller without a VAT id": Case(
        PARIS, AT_HOME, "23.80", seller={"vat_id": "", "tax_number": "1"}, vat_id=FRENCH, state=("valid", 1), deliver_to="FR"
    ),
    "to Zürich": Case(ZURICH, FREE_G, "20.00", deliver_to="CH"),
    "to Tenerife": Case(TENERIFE, FREE_G, "20.00", deliver_to="ES"),
}  # fmt: skip


@pytest.fixture(params=CASES.values(), ids=CASES)
def case(request: pytest.FixtureRequest, shop: Any, vies: Vies) -> Case:
    chosen: Case = request.param
    described(**chosen.seller)
    for kind in chosen.goods:
        shop.has(kind.value, tax_class=kind)
    if chosen.state:
        known(chosen.state[0], days_ago=chosen.state[1])
    return chosen


def test_cart_order_and_invoice_say_the_same(api, shop, case, settle):
    cart = take_cart(api, {kind.value.upper(): 2 for kind in case.goods})

    before = totals(api, cart, case.address, case.vat_id)
    order = placed(cart, case.address, case.vat_id)
    settle()
    after = seen(order)
    [invoice] = shop.invoices_of(get_order(order_id=order["id"], viewer=STAFF))

    assert by_rate(before["tax_lines"]) == by_rate(order["tax_lines"]) == by_rate(after["tax_lines"]) == case.lines
    assert by_rate(invoice.tax_lines) == case.lines
    assert sums(before) == sums(order) == sums(after) == sums(invoice)
    assert (sums(invoice)[2], after["status"]) == (case.total, "confirmed")
    assert (order["vat_id"], after["vat_id"], invoice.buyer.vat_id) == (case.vat_id,) * 3
    assert invoice.deliver_to == case.deliver_to
    assert bool(invoice.delivered_on) == ("K" in {category for category, _ in case.lines})


def test_what_changes_after_the_order_changes_no_invoice(api, shop, taxed_tea, settings, settle):
    order = placed(take_cart(api), PARIS)
    described(**OSS)
    settings.GOTUTO_TAX_RATE = Decimal("0.25")
    settle()
    [invoice] = shop.invoices_of(get_order(order_id=order["id"], viewer=STAFF))
    assert by_rate(invoice.tax_lines) == by_rate(order["tax_lines"]) == AT_HOME
    assert by_rate(placed(take_cart(api), PARIS)["tax_lines"]) == taxed("S", "0.2", "19.83", "3.97", "23.80")


def test_a_seller_who_has_said_nothing_sells_at_the_standard_rate_to_everybody(api, shop):
    shop.has("book", tax_class=REDUCED)
    for address in (ADDRESS, PARIS, ZURICH):
        assert by_rate(totals(api, take_cart(api, {"BOOK": 2}), address)["tax_lines"]) == AT_HOME


def test_a_buyer_who_owes_no_tax_is_told_why_the_total_is_less_than_the_prices(shop, taxed_tea, settle):
    buyers = {address["city"]: replace(BUYER.shipping_address, **address) for address in (ADDRESS, ZURICH)}
    for address in buyers.values():
        shop.place({"TEA": 2}, buyer=replace(BUYER, shipping_address=address))
    settle()
    at_home, abroad = (
        Notification.objects.get(kind="order_confirmed", order_id=order_id).body
        for order_id in OrderParty.objects.order_by("order_id").values_list("order_id", flat=True)
    )
    assert ("Total  23.80 EUR" in at_home, "No VAT is due" in at_home) == (True, False)
    assert "Total  20.00 EUR\n  No VAT is due on it; that inside the prices above is taken off.\n" in abroad
    # What is to be paid is what the invoice says.
    assert "20.00 EUR" in abroad.partition("No VAT")[2]


def test_staff_see_net_and_tax_and_the_vat_id_of_an_order(client, shop, taxed_tea):
    ensure_staff(email="s@example.com", password=PASSWORD, roles=["support"], is_superuser=False, now=shop.now)
    assert client.login(username="s@example.com", password=PASSWORD)
    paris = replace(BUYER, shipping_address=replace(BUYER.shipping_address, **PARIS))
    business, consumer = (
        shop.place({"TEA": 2}, buyer=replace(paris, vat_id=FRENCH)),
        shop.place({"TEA": 2}, buyer=paris),
    )

    pages = [client.get(f"/admin/order/order/{order.id}/change/").content.decode() for order in (business, consumer)]

    assert ["0.00 EUR</span> (K, 0 %)" in pages[0], FRENCH in pages[0], shows("VAT id", pages[0])] == [True] * 3
    assert ["3.80 EUR</span> (S, 19 %)" in pages[1], shows("VAT id", pages[1])] == [True, False]
    Order.objects.update(net=None, tax=None, tax_lines=None)
    assert shows("Net and tax", pages[1])
    assert not shows("Net and tax", client.get(f"/admin/order/order/{consumer.id}/change/").content.decode())


def shows(label: str, page: str) -> bool:
    return bool(re.search(rf">\s*{label}:?\s*<", page))
