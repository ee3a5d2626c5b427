"""Goods that come lock all SKUs of their order at once: the others promise anew, and would else be locked behind those that came."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.inventory.purchasing.test_purchasing import come, order, place
from tests.inventory.purchasing.test_purchasing import house as house

pytestmark = pytest.mark.django_db


def test_the_first_lock_of_a_part_receipt_takes_every_sku_of_the_order(house):
    purchase = place(order(house, CUP=2, TEA=5))
    with CaptureQueriesContext(connection) as asked:
        come(purchase, TEA=2)
    locks = [
        one["sql"] for one in asked if "FROM inventory_stockitem" in one["sql"] and "FOR NO KEY UPDATE" in one["sql"]
    ]
    assert "CUP" in locks[0]
    assert "TEA" in locks[0]
