"""A warehouse that values what lies there."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

import pytest

from contexts.inventory.movements.models import Movement
from contexts.inventory.reservations.use_cases import commit_stock, reserve_stock
from contexts.inventory.stock.models import StockItem
from contexts.inventory.stock.use_cases import receive_stock
from gotuto.ids import Sku
from gotuto.money import Money
from tests.inventory.builders import NOW, an_order, lines

TEA = Sku("TEA")


def euros(amount):
    return Money.of(amount, "EUR")


_ticks = count(1)


def later():
    """A moment after all before."""
    return NOW + timedelta(milliseconds=next(_ticks))


def bought(pieces, cost, *, sku="TEA", at=None, now=None):
    moment = now or later()
    receive_stock(sku=Sku(sku), quantity=pieces, unit_cost=euros(cost), location=at, actor=None, now=moment)


def sold(now=None, **pieces):
    order = an_order()
    reserve_stock(order_id=order, lines=lines(**pieces), now=now or later())
    commit_stock(order_id=order, now=now or later())
    return order


def worth(sku="TEA"):
    """How many pieces are valued, and at what."""
    row = StockItem.objects.get(sku=sku)
    return row.valued_quantity, row.value_amount


def booked(sku="TEA"):
    """The values of all movements in their order, without those that have none."""
    rows = Movement.objects.filter(item_id=sku).exclude(value_amount=None).order_by("occurred_at", "id")
    return list(rows.values_list("kind", "value_amount"))


def amount(text):
    return Decimal(text)


@pytest.fixture
def valued(settings, db):
    settings.GOTUTO_STOCK_VALUATION = "EUR"
