"""How values look in the back office, and how a search is understood."""

from django.db.models import Q

from gotuto import display, finding
from gotuto.money import Money


def test_thousands_are_parted():
    assert "74,992.50 EUR" in display.money(Money.of("74992.5", "EUR"))
    assert "1,000" in display.number(1000)


def test_a_change_is_told_from_what_to_what():
    assert display.changes(("name", "", "Tea"), ("price", 1, 1)) == "name: nothing → Tea"
    assert display.changes(("price", 1, 1)) == "Nothing was changed."


def test_nobody_lives_nowhere():
    assert display.address_lines(None) == ""
    assert display.page_link("admin:order_order_change", None, "A-1") == ""


def test_several_meanings_are_joined_and_none_is_none():
    by_sku, never = finding.by_value("sku"), finding.by_number("number", "X-[0-9]+")
    assert finding.either(never, never)("tea") is None
    assert finding.either(by_sku, finding.by_value("name"))("tea") == Q(sku="tea") | Q(name="tea")
    assert finding.either(never, by_sku)("x-7") == Q(number="X-7") | Q(sku="x-7")
