"""The ledger is right of what stock is worth, too."""

import pytest

from contexts.inventory.audits.errors import LedgerValuesTooLittle
from contexts.inventory.audits.models import Correction
from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.audits.use_cases import correct_counters
from contexts.inventory.stock.models import StockItem
from contexts.inventory.valuation.use_cases import begin_valuation, end_valuation
from gotuto.db import execute
from tests.inventory.builders import NOW, product
from tests.inventory.valuation.builders import TEA, amount, bought, later, sold, worth
from tests.inventory.valuation.builders import valued as valued


@pytest.fixture(autouse=True)
def tea(valued):
    product("TEA")
    bought(4, "1.25")
    sold(TEA=1)


def mend():
    return {
        (one.counter, one.before, one.after)
        for one in correct_counters(sku=TEA, reason="A disk broke.", who="Ada", now=NOW)
    }


def test_a_wrong_value_is_found_and_set_to_its_ledger():
    StockItem.objects.update(value_amount=amount("9.99"), valued_quantity=7)
    assert {one.counter for one in find_discrepancies()} == {
        "pieces valued, by the ledger",
        "pieces valued, by what lies there and is on its way",
        "value × 10,000, by the ledger",
    }
    assert mend() == {("pieces valued", 7, 3), ("value × 10,000", 99_900, 37_500)}
    assert (worth(), find_discrepancies()) == ((3, amount("3.75")), ())
    assert Correction.objects.count() == 2


def test_a_value_that_is_gone_comes_back_from_the_ledger():
    StockItem.objects.update(value_amount=None, valued_quantity=None)
    assert len(find_discrepancies()) == 2
    mend()
    assert worth() == (3, amount("3.75"))


def test_what_was_never_valued_stays_so():
    end_valuation(now=later())
    assert mend() == set()
    assert worth() == (None, None)


def test_pieces_that_were_moved_without_their_value_are_valued_anew(settings):
    settings.GOTUTO_STOCK_VALUATION = None
    sold(TEA=1)
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    StockItem.objects.update(on_hand=3)
    [one] = [one for one in find_discrepancies() if one.counter == "on hand, by the ledger"]
    assert (one.counted, one.expected) == (3, 2)
    mend()
    assert [one.counter for one in find_discrepancies()] == ["pieces valued, by what lies there and is on its way"]
    end_valuation(sku=TEA, now=later())
    begin_valuation(costs=["TEA;1.25"], now=later())
    assert (worth(), find_discrepancies()) == ((2, amount("2.50")), ())


def test_a_ledger_that_values_less_than_lies_there_is_not_taken():
    StockItem.objects.update(value_amount=None, valued_quantity=None)
    execute(
        "INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, occurred_at)"
        " VALUES (gen_random_uuid(), 'TEA', 'receipt', 2, 0, '', now())"
    )
    with pytest.raises(LedgerValuesTooLittle, match=r"values 3 pieces at 3\.7500, and 5 lie there"):
        mend()
    assert worth() == (None, None)
