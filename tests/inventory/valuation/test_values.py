"""What stock is worth: of a SKU and of all, now and at the end of a day, and where it lies."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contexts.inventory.stock.errors import SkuUnknown
from contexts.inventory.transfers.use_cases import create_transfer, send_transfer
from contexts.inventory.valuation import domain, queries
from contexts.inventory.valuation.dto import ValueFilter
from contexts.inventory.valuation.errors import DayToCome
from gotuto.ids import Sku
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, lines, location, product, stocked
from tests.inventory.valuation.builders import TEA, bought, euros, sold
from tests.inventory.valuation.builders import valued as valued

EVERYTHING = PageRequest(size=100)
YESTERDAY = NOW - timedelta(days=1)
LAST_MONTH = NOW - timedelta(days=40)


@pytest.fixture
def warehouse(valued):
    """Tea since last month at two places, cups since yesterday; today a piece of tea was sold, and two went on their way."""
    product("TEA")
    product("CUP")
    location("HAMBURG")
    bought(4, "1.00", now=LAST_MONTH)
    bought(3, "1.33", at="HAMBURG", now=LAST_MONTH + timedelta(days=20))
    bought(2, "5.00", sku="CUP", now=YESTERDAY)
    sold(TEA=1, now=NOW)
    made = create_transfer(to_location="HAMBURG", lines=lines(TEA=2), actor=None, now=NOW)
    send_transfer(transfer_id=made.id, actor=None, now=NOW)


def values(**wanted):
    page = queries.list_stock_values(filters=ValueFilter(**wanted), page=EVERYTHING, now=NOW)
    return {one.sku: (one.pieces, str(one.value.amount), one.average and str(one.average.amount)) for one in page.items}


def shares(told):
    return {one.location: (one.pieces, str(one.value.amount)) for one in told.shares}


def test_each_sku_has_its_value_and_its_average(warehouse):
    assert values() == {"CUP": (2, "10.00", "5.00"), "TEA": (6, "6.85", "1.14")}
    assert list(values(sku=Sku("CUP"))) == ["CUP"]


def test_at_the_end_of_a_day_it_is_what_the_ledger_says(warehouse):
    assert values(day=YESTERDAY.date()) == {"CUP": (2, "10.00", "5.00"), "TEA": (7, "7.99", "1.14")}
    assert values(day=LAST_MONTH.date()) == {"CUP": (0, "0.00", None), "TEA": (4, "4.00", "1.00")}
    assert values(day=NOW.date()) == values()


def test_a_list_of_a_day_asks_twice_however_long_it_is(warehouse, django_assert_num_queries):
    with django_assert_num_queries(2):
        values(day=YESTERDAY.date())
    with django_assert_num_queries(1):
        values()


def test_the_value_of_a_sku_is_shared_by_where_its_pieces_lie(warehouse):
    told = queries.value_of(sku=TEA)
    assert (told.pieces, told.value) == (6, euros("6.85"))
    assert shares(told) == {"MAIN": (1, "1.14"), "HAMBURG": (3, "3.43"), None: (2, "2.28")}
    assert shares(queries.value_of(sku=Sku("CUP"))) == {"MAIN": (2, "10.00")}


def test_a_sku_of_which_nothing_is_left_is_worth_nothing(warehouse):
    sold(CUP=2)
    told = queries.value_of(sku=Sku("CUP"))
    assert (told.value, told.average, told.shares) == (euros("0"), None, ())


def test_all_of_it_is_shared_by_location_to_the_cent(warehouse):
    told = queries.total_value(now=NOW)
    assert (told.day, told.pieces, told.value, told.not_valued) == (NOW.date(), 8, euros("16.85"), 0)
    assert shares(told) == {"MAIN": (3, "11.14"), "HAMBURG": (3, "3.43"), None: (2, "2.28")}


def test_all_of_it_at_the_end_of_a_day(warehouse):
    assert shares(queries.total_value(day=YESTERDAY.date(), now=NOW)) == {"MAIN": (6, "14.57"), "HAMBURG": (3, "3.42")}
    before = queries.total_value(day=LAST_MONTH.date() - timedelta(days=1), now=NOW)
    assert (before.value, before.shares) == (euros("0"), ())


def test_by_the_ledger_today_is_what_the_counters_say(warehouse):
    tomorrow = NOW + timedelta(days=1)
    by_ledger, now = queries.total_value(day=NOW.date(), now=tomorrow), queries.total_value(now=NOW)
    assert (by_ledger.value, by_ledger.shares) == (now.value, now.shares)


def test_gifts_only_are_worth_nothing_anywhere(valued):
    product("TEA")
    bought(2, "0", now=NOW)
    assert shares(queries.total_value(now=NOW)) == {"MAIN": (2, "0.00")}


def test_where_the_most_money_lies(warehouse):
    def dearest(**when):
        return [(one.sku, one.value) for one in queries.dearest(most=1, now=NOW, **when)]

    assert dearest() == [("CUP", euros("10.00"))]
    assert dearest(day=LAST_MONTH.date()) == [("TEA", euros("4.00"))]


def test_its_course_goes_back_a_year_by_the_ends_of_months(warehouse):
    course = queries.course_of_all(now=NOW)
    assert (len(course), course[-1][1]) == (13, euros("16.85"))
    assert [value for _, value in course[-3:-1]] == [euros("0"), euros("7.99")]
    by_day = queries.course_of_all(day=YESTERDAY.date(), now=NOW)
    assert by_day[-1][1] == euros("17.99")


def test_the_course_of_a_sku_is_what_it_was_worth_after_each_movement(warehouse):
    told = [value for _, value in queries.course_of_sku(sku=TEA, most=100)]
    assert told == [euros("4.00"), euros("7.99"), euros("6.85")]
    assert [value for _, value in queries.course_of_sku(sku=TEA, most=1)] == [euros("6.85")]


def test_nobody_knows_what_stock_will_be_worth(warehouse):
    with pytest.raises(DayToCome):
        queries.total_value(day=NOW.date() + timedelta(days=1), now=NOW)


def test_what_is_not_valued_has_no_value(db, settings):
    stocked(2)
    assert (queries.total_value(now=NOW).value, values()) == (euros("0"), {})
    settings.GOTUTO_STOCK_VALUATION = "EUR"
    assert queries.value_of(sku=TEA).value is None
    with pytest.raises(SkuUnknown):
        queries.value_of(sku=Sku("NOTHING"))
    assert queries.total_value(now=NOW).not_valued == 1
    assert values() == {}


def test_no_cent_of_a_total_is_lost():
    third = Decimal(1) / 3
    told = domain.shares_of_all(euros("1.00"), [("MAIN", 1, third), ("HAMBURG", 1, third), (None, 1, third)])
    assert [one.value for one in told] == [euros("0.34"), euros("0.33"), euros("0.33")]
