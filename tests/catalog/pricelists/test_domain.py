"""The rules of price lists."""

import pytest

from contexts.catalog.offers.domain.asking import asked
from contexts.catalog.pricelists.domain import check_name, checked_code
from contexts.catalog.pricelists.errors import PriceListInvalid
from gotuto.money import Money


def test_a_code_is_kept_in_capitals():
    assert checked_code(" chf ") == "CHF"


def test_what_is_no_code_is_refused():
    with pytest.raises(PriceListInvalid, match=r"code: It has up to 32 of A to Z"):
        checked_code("what?")


def test_a_list_is_called_something():
    check_name("Switzerland")
    with pytest.raises(PriceListInvalid, match="name: A list is called something"):
        check_name("  ")


@pytest.mark.parametrize(
    ("own", "listed", "expected"),
    [
        ("20.00 EUR", "18.00 EUR", "18.00 EUR"),
        ("20.00 EUR", "20.00 EUR", "20.00 EUR"),
        ("20.00 EUR", "22.00 EUR", "20.00 EUR"),
        ("20.00 EUR", "22.00 CHF", "22.00 CHF"),
        ("20.00 EUR", "18.00 CHF", "18.00 CHF"),
    ],
)
def test_whoever_is_asked_by_a_list_never_pays_more_than_everybody_in_the_same_currency(own, listed, expected):
    def money(text):
        return Money.of(*text.split())

    assert asked(own=money(own), listed=money(listed)) == money(expected)
