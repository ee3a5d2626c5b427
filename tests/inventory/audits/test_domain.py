"""The rules of an audit: the ledger is right."""

from uuid import UUID

import pytest

from contexts.inventory.audits import domain
from contexts.inventory.audits.dto import Counted
from contexts.inventory.audits.errors import LedgerPromisesTooMuch
from gotuto.ids import Sku

TEA = Sku("TEA")
HAMBURG = UUID(int=1)


def at(on_hand, reserved, *, place=None):
    return Counted(
        location_id=place, location="MAIN" if place is None else "HAMBURG", on_hand=on_hand, reserved=reserved
    )


@pytest.mark.parametrize(("on_hand", "reserved"), [(0, 0), (5, 5), (5, 0)])
def test_these_ledgers_can_be_kept(on_hand, reserved):
    domain.check_ledger(TEA, [at(5, 1, place=HAMBURG), at(on_hand, reserved)])


@pytest.mark.parametrize(("on_hand", "reserved"), [(5, 6), (5, -1), (-1, 0)])
def test_these_cannot(on_hand, reserved):
    with pytest.raises(LedgerPromisesTooMuch) as refusal:
        domain.check_ledger(TEA, [at(5, 1, place=HAMBURG), at(on_hand, reserved)])
    told = refusal.value
    assert (told.sku, told.location, told.on_hand, told.reserved) == (TEA, "MAIN", on_hand, reserved)


def test_each_counter_that_differs_is_told_with_its_place():
    counted, ledger = [at(7, 2), at(3, 0, place=HAMBURG)], [at(5, 2), at(3, 1, place=HAMBURG)]
    assert domain.differences(counted, ledger) == [
        (ledger[0], "on hand", 7, 5),
        (ledger[1], "reserved", 0, 1),
    ]
    assert domain.differences(ledger, ledger) == []


def test_where_there_is_no_counter_there_is_nothing():
    ledger = [at(3, 1, place=HAMBURG)]
    assert domain.differences([], ledger) == [(ledger[0], "on hand", 0, 3), (ledger[0], "reserved", 0, 1)]
