"""Which prices are known from before the ledger, and since when."""

from datetime import UTC, datetime, timedelta

from contexts.catalog.prices.domain.opening import begins
from contexts.catalog.prices.dto import Change, Unknown
from gotuto.ids import ProductId, Sku, new_id
from gotuto.money import Money

MADE, TOUCHED, TOLD, LATER = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 5, 7))
BLINK = timedelta(microseconds=1)
SEVEN, EIGHT, NINE = (Money.of(amount, "EUR") for amount in (7, 8, 9))


def goods(price: Money = NINE, *, updated_at: datetime = TOUCHED) -> Unknown:
    return Unknown(product_id=ProductId(new_id()), sku=Sku("TEA"), price=price, created_at=MADE, updated_at=updated_at)


def change(old: Money, new: Money, moment: datetime) -> Change:
    return Change(old=old, new=new, moment=moment)


def test_of_what_never_changed_the_price_is_as_old_as_the_goods_where_all_changes_are_told():
    assert begins(goods(), [], since=MADE - BLINK) == [(NINE, MADE)]


def test_where_changes_are_told_only_since_then_it_is_known_since_then():
    assert begins(goods(updated_at=LATER), [], since=TOLD) == [(NINE, TOLD)]


def test_what_was_not_touched_since_longer_costs_the_same_for_longer():
    assert begins(goods(), [], since=TOLD) == [(NINE, TOUCHED)]


def test_where_nothing_was_ever_told_the_price_is_known_since_the_goods_were_touched():
    assert begins(goods(), [], since=None) == [(NINE, TOUCHED)]


def test_each_change_begins_a_price_and_the_one_before_the_first_began_with_the_goods():
    changes = [change(SEVEN, EIGHT, TOLD), change(EIGHT, NINE, LATER)]
    assert begins(goods(updated_at=LATER), changes, since=MADE) == [(SEVEN, MADE), (EIGHT, TOLD), (NINE, LATER)]


def test_the_price_before_the_first_change_began_before_it():
    changes = [change(EIGHT, NINE, TOLD)]
    assert begins(goods(updated_at=LATER), changes, since=None) == [(EIGHT, TOLD - BLINK), (NINE, TOLD)]


def test_what_was_written_past_all_doors_holds_since_the_goods_were_touched():
    changes = [change(SEVEN, EIGHT, TOLD)]
    assert begins(goods(updated_at=LATER), changes, since=MADE) == [(SEVEN, MADE), (EIGHT, TOLD), (NINE, LATER)]


def test_and_never_begins_before_the_last_change_that_was_told():
    changes = [change(EIGHT, SEVEN, TOUCHED), change(SEVEN, EIGHT, TOLD)]
    found = begins(goods(updated_at=TOUCHED), changes, since=MADE)
    assert found == [(EIGHT, MADE), (SEVEN, TOUCHED), (EIGHT, TOLD), (NINE, TOLD + BLINK)]
