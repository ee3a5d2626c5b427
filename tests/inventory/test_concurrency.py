"""Many buyers at once, each with a connection of their own."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from contexts.inventory.audits.queries import find_discrepancies
from contexts.inventory.errors import NotEnoughStock, ReservationAlreadyReleased
from contexts.inventory.reservations import statements
from contexts.inventory.reservations.queries import get_reservation
from contexts.inventory.reservations.use_cases import commit_stock, release_stock, reserve_stock
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.use_cases import receive_stock
from gotuto.db import fetch_one
from gotuto.ids import Sku
from tests.inventory.builders import NOW, an_order, counters, lines, product, stocked

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs, *, threads):
    def run(job):
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, jobs))


def buy(order_id=None, **pieces):
    def job():
        try:
            reserve_stock(order_id=order_id or an_order(), lines=lines(**pieces), now=NOW)
        except NotEnoughStock:
            return "sold out"
        return "sold"

    return job


def forty_buyers_of_ten_pieces_get_exactly_ten():
    assert Counter(at_once([buy(TEA=1) for _ in range(40)], threads=20)) == {"sold": 10, "sold out": 30}
    assert counters() == (10, 10, 0)
    assert find_discrepancies() == ()


def test_nobody_is_sold_what_is_not_there():
    stocked(10)
    forty_buyers_of_ten_pieces_get_exactly_ten()


def test_counters_that_are_read_changed_and_saved_would_be_caught_overselling(monkeypatch):
    stocked(10)
    everybody_has_read, seen = threading.Barrier(20), {}
    open_reservation = statements.open_reservation

    def read(*, order_id, **reservation):
        opened = seen[order_id] = open_reservation(order_id=order_id, **reservation)
        everybody_has_read.wait(timeout=30)
        return opened

    def add_and_save(deltas, entry):
        for delta in deltas:
            reserved = 10 - seen[delta.order_id].free[delta.sku] + delta.reserved
            StockItem.objects.filter(sku=delta.sku).update(reserved=reserved)

    monkeypatch.setattr(statements, "_OPEN_RESERVATION", statements._OPEN_RESERVATION.replace("FOR NO KEY UPDATE", ""))
    monkeypatch.setattr(statements, "open_reservation", read)
    monkeypatch.setattr(stock, "move", add_and_save)
    with pytest.raises(AssertionError, match=r"'sold': [2-4]"):
        forty_buyers_of_ten_pieces_get_exactly_ten()


def test_orders_over_the_same_skus_in_any_order_do_not_deadlock():
    skus = [stocked(10_000, f"SKU{number}") for number in range(8)]
    before = deadlocks()
    dice = random.Random(7)
    orders = [(an_order(), dice.sample(skus, 4)) for _ in range(120)]

    def life(order_id, wanted, fate):
        def job():
            buy(order_id, **dict.fromkeys(wanted, 1))()
            return fate(order_id=order_id, now=NOW).state

        return job

    fates = [release_stock, commit_stock]
    states = at_once([life(order, wanted, dice.choice(fates)) for order, wanted in orders], threads=8)
    assert set(states) == {"released", "committed"}
    assert deadlocks() == before
    assert find_discrepancies() == ()


def test_the_same_order_sent_from_everywhere_reserves_once():
    stocked(10)
    order = an_order()
    assert set(at_once([buy(order, TEA=3) for _ in range(10)], threads=10)) == {"sold"}
    assert counters() == (10, 3, 7)


def test_a_release_that_races_its_reservation_leaves_nothing_held():
    stocked(10)
    orders = [an_order() for _ in range(20)]

    def reserved(order_id):
        def job():
            try:
                reserve_stock(order_id=order_id, lines=lines(TEA=1), now=NOW)
            except ReservationAlreadyReleased:
                return "too late"
            return "held"

        return job

    def released(order_id):
        return lambda: release_stock(order_id=order_id, now=NOW).state

    at_once([job for order in orders for job in (reserved(order), released(order))], threads=8)
    assert {get_reservation(order_id=order).state for order in orders} == {"released"}
    assert counters() == (10, 0, 10)


def test_receipts_and_sales_at_once_are_all_counted():
    sku = stocked(10)

    def receive():
        receive_stock(sku=sku, quantity=1, actor=None, now=NOW)

    at_once([job for _ in range(10) for job in (receive, buy(TEA=1))], threads=8)
    assert counters() == (20, 10, 10)


def test_two_first_receipts_open_one_stock_item():
    sku = product("CUP")

    def receive():
        receive_stock(sku=Sku(sku), quantity=2, actor=None, now=NOW)

    at_once([receive] * 6, threads=6)
    assert counters("CUP") == (12, 0, 12)


def deadlocks() -> int:
    return int(fetch_one("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0])
