"""The ledger is right: an audit sets counters to what it says, and keeps what they said before."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from contexts.inventory.audits.errors import LedgerPromisesTooMuch
from contexts.inventory.audits.models import Correction
from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.audits.use_cases import correct_counters
from contexts.inventory.stock.errors import ReasonMissing, SkuUnknown
from contexts.inventory.stock.models import Level, StockItem
from gotuto.db import execute
from gotuto.ids import Sku
from tests.inventory.builders import NOW, an_order, counters, lies, location, product, reserve, stocked, stocked_at
from tests.inventory.test_back_office import sign_in as sign_in

TEA = Sku("TEA")


def mend(sku=TEA, reason="A disk broke."):
    return correct_counters(sku=sku, reason=reason, who="Ada", now=NOW)


@pytest.fixture(autouse=True)
def warehouse(db):
    stocked(5)
    location("HAMBURG")
    stocked_at("HAMBURG", 3)
    reserve(an_order(), TEA=6)


def test_a_wrong_counter_is_set_to_its_ledger_and_remembered():
    StockItem.objects.update(on_hand=10)
    [one] = mend()
    assert (one.location, one.counter, one.before, one.after) == ("MAIN", "on hand", 7, 5)
    assert lies() == {"MAIN": (5, 5), "HAMBURG": (3, 1)}
    assert find_discrepancies() == ()
    kept = Correction.objects.get()
    assert (kept.reason, kept.who, kept.corrected_at) == ("A disk broke.", "Ada", NOW)
    assert str(kept) == "TEA at MAIN: on hand 7 → 5"


def test_wrong_levels_are_set_right_and_so_is_their_sum():
    Level.objects.update(on_hand=9, reserved=0)
    assert {(one.location, one.counter, one.before, one.after) for one in mend()} == {
        ("HAMBURG", "on hand", 9, 3),
        ("HAMBURG", "reserved", 0, 1),
    }
    StockItem.objects.update(on_hand_elsewhere=2)
    assert [one.counter for one in mend()] == ["on hand"]
    assert counters() == (8, 6, 2)
    assert find_discrepancies() == ()


def test_a_level_that_is_gone_is_made_again_and_one_without_a_ledger_is_emptied():
    Level.objects.all().delete()
    location("KIEL")
    place = Level._meta.get_field("location").remote_field.model.objects.get(code="KIEL")
    Level.objects.create(item_id="TEA", location=place, on_hand=2, updated_at=NOW)
    mend()
    assert lies() == {"MAIN": (5, 5), "HAMBURG": (3, 1)}
    assert find_discrepancies() == ()


def test_what_is_right_is_left_alone():
    assert mend() == ()
    assert Correction.objects.count() == 0


def test_nothing_is_set_to_a_ledger_that_promises_too_much():
    execute(
        "INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, occurred_at)"
        " VALUES (gen_random_uuid(), 'TEA', 'reserve', 0, 1, '', now())"
    )
    with pytest.raises(LedgerPromisesTooMuch, match="keeps 6 of 5 pieces at MAIN"):
        mend()
    assert lies()["MAIN"] == (5, 5)


def test_nothing_is_set_to_a_ledger_of_less_than_nothing():
    execute(
        "INSERT INTO inventory_movement (id, sku, kind, delta_on_hand, delta_reserved, reason, occurred_at)"
        " VALUES (gen_random_uuid(), 'TEA', 'release', 0, -6, '', now())"
    )
    with pytest.raises(LedgerPromisesTooMuch):
        mend()


def test_a_correction_says_why_and_of_what():
    with pytest.raises(ReasonMissing):
        mend(reason=" ")
    with pytest.raises(SkuUnknown):
        mend(product("CUP"))


def test_corrections_are_only_added():
    StockItem.objects.update(on_hand=10)
    mend()
    with transaction.atomic(), pytest.raises(DatabaseError, match="only grow"):
        Correction.objects.update(after=9)
    with transaction.atomic(), pytest.raises(DatabaseError, match="only grow"):
        Correction.objects.all().delete()


def test_an_operator_sets_right_what_can_be(capsys, sign_in):
    StockItem.objects.update(on_hand=10)
    call_command("stock_audit", "--fix", "--reason", "A disk broke.", "--dry-run")
    said = capsys.readouterr().out
    assert "TEA at MAIN: on hand 7 → 5" in said
    assert "dry run" in said
    assert counters() == (10, 6, 4)
    call_command("stock_audit", "--fix", "--reason", "A disk broke.", "--who", "Ada", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["discrepancies"], told["corrections"][0]["who"]) == ([], "Ada")
    call_command("stock_audit", "--fix", "--reason", "Once more.")
    assert "All counters agree" in capsys.readouterr().out
    assert "A disk broke." in sign_in("stock").get("/admin/inventory/correction/").content.decode()


def test_an_operator_is_told_what_cannot_be_mended(capsys):
    StockItem.objects.update(on_hand=10)
    with pytest.raises(CommandError, match="1 counters disagree"):
        call_command("stock_audit", "--fix")
    assert "Say why the count changes" in capsys.readouterr().out
