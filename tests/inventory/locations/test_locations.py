"""Where stock may lie, and when a place can be closed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from contexts.inventory.locations import models
from contexts.inventory.locations.domain import MAIN_ID, code_of
from contexts.inventory.locations.errors import (
    LocationClosed,
    LocationInvalid,
    LocationNotEmpty,
    LocationNotFound,
    LocationTaken,
    MainStaysOpen,
)
from contexts.inventory.locations.queries import get_location, list_locations
from contexts.inventory.locations.use_cases import create_location, update_location
from contexts.inventory.stock.use_cases import adjust_stock, receive_stock
from gotuto.address import Address
from gotuto.errors import Stale
from gotuto.ids import Sku
from tests.inventory.builders import NOW, an_order, lies, location, product, reserve, stocked, stocked_at, told

SPEICHER = Address(name="Tea Trading GmbH", line1="Speicherstraße 7", postal_code="20457", city="Hamburg", country="DE")


def change(where: str, **wanted):
    return update_location(location=where, now=NOW, **wanted)


def test_there_is_a_main_location_before_anybody_has_said_a_word(db):
    [main] = list_locations().items
    assert (main.code, main.is_main, main.priority, main.id) == ("MAIN", True, 0, MAIN_ID)
    assert get_location(location="main") == get_location(location=str(MAIN_ID)) == main
    assert models.Location.objects.count() == 0
    location("HAMBURG")
    assert sorted(models.Location.objects.values_list("code", flat=True)) == ["HAMBURG", "MAIN"]


def test_what_is_said_of_the_main_location_is_kept(db):
    main = change("MAIN", name="Warehouse in Bremen", address=SPEICHER)
    assert (main.name, main.address, main.version) == ("Warehouse in Bremen", SPEICHER, 2)
    assert list_locations().items == (main,)
    assert change("main", priority=5).priority == 5


def test_locations_stand_in_the_order_in_which_they_serve(db):
    location("LATER", priority=20)
    location("SOONER", priority=10)
    change("MAIN", priority=15)
    location("SHUT", priority=1)
    change("SHUT", is_closed=True)
    assert [one.code for one in list_locations().items] == ["SOONER", "MAIN", "LATER", "SHUT"]


def test_a_location_without_a_code_is_called_by_its_name(db):
    made = create_location(name="Köln, Süd", now=NOW)
    assert (made.code, made.priority, made.version) == ("KOLN-SUD", 100, 1)
    assert get_location(location=str(made.id)) == made
    assert [event["location"] for event in told("inventory.location_opened")] == ["KOLN-SUD"]


@pytest.mark.parametrize(
    ("name", "code"), [("Hamburg", "HAMBURG"), ("  a.b  ", "A-B"), ("x" * 40, "X" * 32), ("a" * 31 + " b", "A" * 31)]
)
def test_a_code_is_made_of_a_name(name, code):
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": "  "}, "name"),
        ({"name": "茶"}, "code"),
        ({"name": "A", "code": "-A"}, "code"),
        ({"name": "A", "code": "A" * 33}, "code"),
        ({"name": "A", "priority": -1}, "priority"),
        ({"name": "A", "priority": 1001}, "priority"),
        (
            {"name": "A", "address": Address(name="A", line1="B", postal_code="1", city="C", country="DE")},
            "address.post",
        ),
    ],
)
def test_a_location_says_what_makes_sense(db, wrong, where):
    with pytest.raises(LocationInvalid, match=where):
        create_location(**wrong, now=NOW)


@pytest.mark.parametrize("priority", [0, 1000])
def test_priorities_have_two_ends(db, priority):
    assert create_location(name="A", priority=priority, now=NOW).priority == priority


@pytest.mark.parametrize("code", ["HAMBURG", "hamburg", "MAIN"])
def test_a_code_is_given_once(db, code):
    location("HAMBURG")
    with pytest.raises(LocationTaken):
        create_location(name="Another", code=code, now=NOW)


def test_nobody_finds_what_is_not_there(db):
    with pytest.raises(LocationNotFound, match="'NOWHERE'"):
        get_location(location="NOWHERE")
    with pytest.raises(LocationNotFound):
        change("NOWHERE", name="Somewhere")


def test_a_change_tells_what_it_changed_and_nothing_of_none(db):
    location("HAMBURG", priority=10)
    assert change("HAMBURG", priority=10).version == 1
    assert change("HAMBURG", priority=11, name="Harbour").version == 2
    assert [event["changed"] for event in told("inventory.location_updated")] == [["name", "priority"]]
    with pytest.raises(Stale):
        change("HAMBURG", priority=12, expected_version=1)
    with pytest.raises(LocationInvalid):
        change("HAMBURG", priority=-1)


def test_where_stock_lies_nothing_is_closed(db):
    stocked(5)
    stocked(1, "CUP")
    location("HAMBURG", priority=0)
    stocked_at("HAMBURG", 3)
    stocked_at("HAMBURG", 2, "CUP")
    reserve(an_order(), CUP=2)
    with pytest.raises(LocationNotEmpty, match="5 pieces of 2 SKUs lie at HAMBURG, 2 of them kept"):
        change("HAMBURG", is_closed=True)


def test_an_empty_location_is_closed_and_opened_again(db):
    stocked(5)
    location("HAMBURG")
    stocked_at("HAMBURG", 3)
    adjust_stock(sku=Sku("TEA"), delta=-3, reason="moved", location="HAMBURG", actor=None, now=NOW)
    assert change("HAMBURG", is_closed=True).closed_at == NOW
    assert change("HAMBURG", is_closed=True).version == 2
    with pytest.raises(LocationClosed):
        stocked_at("HAMBURG", 1)
    assert change("HAMBURG", is_closed=False).closed_at is None
    stocked_at("HAMBURG", 1)
    assert lies() == {"MAIN": (5, 0), "HAMBURG": (1, 0)}
    assert [event["location"] for event in told("inventory.location_was_closed")] == ["HAMBURG"]


def test_the_main_location_stays_open(db):
    with pytest.raises(MainStaysOpen):
        change("MAIN", is_closed=True)
    change("MAIN", name="Here")
    with transaction.atomic(), pytest.raises(IntegrityError, match="main_is_open"):
        models.Location.objects.update(closed_at=NOW)


def test_an_id_that_looks_like_one_is_found_in_any_case(db):
    made = create_location(name="Kiel", now=NOW)
    assert get_location(location=str(UUID(str(made.id))).upper()) == made


@pytest.mark.django_db(transaction=True)
def test_goods_that_come_while_a_location_is_closed_lie_there_or_are_refused():
    sku = product("TEA")
    location("HAMBURG")
    for _ in range(10):
        both = threading.Barrier(2)

        def bring(both=both):
            both.wait(timeout=30)
            try:
                receive_stock(sku=sku, quantity=1, location="HAMBURG", actor=None, now=NOW)
            except LocationClosed:
                return "refused"
            finally:
                connection.close()
            return "there"

        def close(both=both):
            both.wait(timeout=30)
            try:
                change("HAMBURG", is_closed=True)
            except LocationNotEmpty:
                return "open"
            finally:
                connection.close()
            return "closed"

        with ThreadPoolExecutor(2) as pool:
            brought, closed = pool.submit(bring), pool.submit(close)
            assert (brought.result(), closed.result()) in {("there", "open"), ("refused", "closed")}
        if brought.result() == "there":
            adjust_stock(sku=sku, delta=-1, reason="again", location="HAMBURG", actor=None, now=NOW)
        change("HAMBURG", is_closed=False)
