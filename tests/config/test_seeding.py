"""A seeded shop is a valid one: whatever checks a shop finds nothing in it, and it goes on working."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config import invariants
from contexts.order.orders.dto import OrderFilter
from contexts.order.orders.queries import list_orders
from gotuto.paging import PageRequest
from tests.shop import Shop


@pytest.fixture
def seeded(db: None) -> None:
    _seed("--products", "50", "--orders", "30")


def _seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (count,) = cursor.fetchone()
    return int(count)


def test_the_shop_has_what_was_asked_for(seeded):
    assert _count("catalog_product") == 50
    assert _count("order_order") == 30


def test_no_invariant_is_violated(seeded):
    assert invariants.find_violations() == []


@pytest.mark.parametrize("command", [("order", "rebuild", "--verify"), ("invoice_numbers",), ("stock_audit",)])
def test_the_audits_find_nothing(seeded, command):
    call_command(*command, stdout=StringIO())


def test_fewer_than_none_are_refused(db):
    with pytest.raises(CommandError, match="invalid whole number from 0 on value: '-1'"):
        _seed("--products", "-1")
    assert _count("catalog_product") == 0


def test_seeding_again_adds_more(seeded):
    _seed("--products", "5", "--orders", "7")

    assert _count("catalog_product") == 55
    assert _count("order_order") == 37
    assert invariants.find_violations() == []


def test_the_shop_sells_on(seeded, now: datetime):
    shop = Shop(now)

    confirmed = shop.order({"SEED-00000007": 2, "SEED-00000008": 1, "SEED-00000009": 3})

    assert confirmed.status == "confirmed"
    assert invariants.find_violations() == []


def test_a_seeded_order_can_be_read_like_any_other(seeded):
    page = list_orders(filters=OrderFilter(), page=PageRequest(), of_customer=None)

    latest = page.items[0]
    assert latest.status == "confirmed"
    assert latest.total.amount == sum(line.total.amount for line in latest.lines)


def test_a_seeded_order_can_be_paid_and_sent(seeded, now: datetime):
    shop = Shop(now)
    (latest, *_) = list_orders(filters=OrderFilter(), page=PageRequest(), of_customer=None).items

    shop.pay(latest)
    shop.dispatch(latest)
    shop.deliver(latest)

    assert shop.look(latest).status == "delivered"
    assert invariants.find_violations() == []


def test_orders_without_products_are_refused(db):
    with pytest.raises(CommandError, match="Orders need products"):
        _seed("--orders", "1")
