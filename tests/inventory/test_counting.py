"""Pieces come in, get lost and are counted anew; the ledger explains every counter."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.errors import DeltaOutOfRange, NotEnoughStock, QuantityOutOfRange, ReasonMissing, SkuUnknown
from contexts.inventory.movements.dto import MovementFilter
from contexts.inventory.movements.models import Movement
from contexts.inventory.movements.queries import list_movements
from contexts.inventory.reservations.use_cases import commit_stock, release_stock
from contexts.inventory.stock import dto, models
from contexts.inventory.stock.queries import get_stock_item
from contexts.inventory.stock.use_cases import adjust_stock, receive_stock
from gotuto.ids import ActorId, Sku, new_id
from gotuto.paging import PageRequest
from tests.inventory.builders import NOW, an_order, counters, product, reserve, stocked, told

TEA = Sku("TEA")
EVERYTHING = PageRequest(size=100)


def adjust(delta: int, *, sku: Sku = TEA, reason: str = "Counted anew") -> dto.StockItem:
    return adjust_stock(sku=sku, delta=delta, reason=reason, actor=None, now=NOW)


def test_a_fresh_product_can_be_received_at_once(db):
    product("TEA")
    item = receive_stock(sku=TEA, quantity=50, actor=None, now=NOW)
    assert (item.on_hand, item.reserved, item.available) == (50, 0, 50)


def test_receipts_add_up(db):
    stocked(5)
    first = get_stock_item(sku=TEA)
    second = receive_stock(sku=TEA, quantity=3, actor=None, now=NOW)
    assert second.on_hand == 8
    assert second.version > first.version


@pytest.mark.parametrize("sku", ["NOBODY-KNOWS", "not a sku!"])
def test_the_catalogue_must_know_what_comes_in(db, sku):
    with pytest.raises(SkuUnknown):
        receive_stock(sku=Sku(sku), quantity=1, actor=None, now=NOW)


@pytest.mark.parametrize("quantity", [0, -5, 1_000_001])
def test_a_receipt_has_a_sensible_number_of_pieces(db, quantity):
    with pytest.raises(QuantityOutOfRange):
        receive_stock(sku=TEA, quantity=quantity, actor=None, now=NOW)


def test_the_world_hears_what_came_in(db):
    stocked(5)
    [event] = told("inventory.stock_received")
    assert (event["sku"], event["quantity"], event["available"]) == ("TEA", 5, 5)


def test_an_adjustment_corrects_the_count(db):
    stocked(5)
    assert adjust(-2).on_hand == 3
    assert adjust(+4).on_hand == 7
    assert [event["delta"] for event in told("inventory.stock_adjusted")] == [-2, 4]


def test_an_adjustment_may_be_the_first_that_is_counted_of_a_product(db):
    product("TEA")
    assert adjust(+4).on_hand == 4


def test_an_adjustment_does_not_cut_into_reservations(db):
    stocked(5)
    reserve(an_order(), TEA=3)
    with pytest.raises(NotEnoughStock, match="Only 2 of 3"):
        adjust(-3)
    assert adjust(-2).available == 0


def test_what_never_came_in_cannot_be_lost(db):
    product("TEA")
    with pytest.raises(NotEnoughStock, match="Only 0 of 1"):
        adjust(-1)


@pytest.mark.parametrize("delta", [0, 1_000_001, -1_000_001])
def test_an_adjustment_changes_something_credible(db, delta):
    with pytest.raises(DeltaOutOfRange):
        adjust(delta)


def test_an_adjustment_says_why(db):
    with pytest.raises(ReasonMissing):
        adjust(1, reason="  ")


def test_the_ledger_tells_who_did_what_and_why(db):
    actor = ActorId(new_id())
    sku = product("TEA")
    receive_stock(sku=sku, quantity=5, reason="Delivery note 7", actor=actor, now=NOW)
    order = an_order()
    reserve(order, TEA=2)
    commit_stock(order_id=order, now=NOW)
    commit, hold, receipt = list_movements(sku=sku, filters=MovementFilter(), page=EVERYTHING).items
    assert (receipt.kind, receipt.delta_on_hand, receipt.reason, receipt.actor) == (
        "receipt",
        5,
        "Delivery note 7",
        actor,
    )
    assert (hold.kind, hold.delta_on_hand, hold.delta_reserved, hold.order_id) == ("reserve", 0, 2, order)
    assert (commit.kind, commit.delta_on_hand, commit.delta_reserved) == ("commit", -2, -2)
    assert counters() == (3, 0, 3)


def test_the_ledger_only_grows(db):
    stocked(5)
    with pytest.raises(DatabaseError, match="only grows"):
        Movement.objects.update(delta_on_hand=7)


def test_the_database_itself_refuses_to_promise_what_is_not_there(db):
    stocked(5)
    with pytest.raises(IntegrityError, match="inventory_stockitem_reserved_on_hand"):
        models.StockItem.objects.update(reserved=6)


def test_an_audit_of_a_healthy_warehouse_finds_nothing(db, capsys):
    stocked(5)
    order = an_order()
    reserve(order, TEA=2)
    reserve(an_order(), TEA=1)
    release_stock(order_id=order, now=NOW)
    assert find_discrepancies() == ()
    call_command("stock_audit")
    assert "All counters agree" in capsys.readouterr().out


def test_an_audit_names_the_counter_that_is_wrong(db, capsys):
    stocked(5)
    models.StockItem.objects.update(on_hand=7, reserved=1)
    with pytest.raises(CommandError, match="3 counters disagree"):
        call_command("stock_audit")
    assert "TEA: 7 on hand, by the ledger should be 5" in capsys.readouterr().out
