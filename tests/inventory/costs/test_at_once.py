"""Many move the same goods at once, and no cent of their value is lost."""

import pytest

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.stock.models import StockItem
from contexts.inventory.valuation.use_cases import begin_valuation
from tests.inventory.builders import location, product, stocked
from tests.inventory.test_concurrency import at_once
from tests.inventory.valuation.builders import amount, bought, later, sold, worth

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def valued(settings):
    settings.GOTUTO_STOCK_VALUATION = "EUR"


def test_first_receipts_of_goods_that_nobody_has_counted_all_bring_their_cost():
    product("TEA")
    StockItem.objects.all().delete()
    at_once([lambda n=n: bought(1, f"{n}.01") for n in range(1, 13)], threads=6)
    assert worth() == (12, amount("78.12"))
    assert find_discrepancies() == ()


def test_receipts_and_parcels_at_two_places_keep_what_is_worth_what():
    product("TEA")
    location("HAMBURG")
    bought(40, "3.33")
    bought(10, "0.05", at="HAMBURG")
    jobs = [lambda: sold(TEA=3)] * 12 + [lambda n=n: bought(2, f"0.{n:02}", at="HAMBURG") for n in range(12)]
    at_once(jobs, threads=6)
    assert worth()[0] == 38
    assert find_discrepancies() == ()
    sold(TEA=38)
    assert worth() == (0, 0)


def test_a_beginning_beside_sales_values_what_is_left(settings):
    settings.GOTUTO_STOCK_VALUATION = None
    for sku in ("CUP", "POT", "TEA"):
        stocked(30, sku)
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    costs = ["CUP;1", "POT;2", "TEA;3"]
    begin = lambda: begin_valuation(costs=costs, now=later())  # noqa: E731
    at_once([*[lambda: sold(TEA=1, CUP=2)] * 6, begin, *[lambda: sold(POT=1)] * 6], threads=5)
    assert [worth(sku) for sku in ("CUP", "POT", "TEA")] == [(18, 18), (24, 48), (24, 72)]
    assert find_discrepancies() == ()
