"""How many orders may be open on which nothing was paid, and how long."""

from datetime import timedelta

import pytest

from contexts.order.orders.domain import unpaid
from tests.refusals import refused


def test_an_unpaid_order_ends_after_so_many_days_or_never():
    assert unpaid.time_to_pay(unpaid_days=14) == timedelta(days=14)
    assert unpaid.time_to_pay(unpaid_days=0) == timedelta(0)
    assert unpaid.time_to_pay(unpaid_days=None) is None


def test_its_code_says_why_it_ended():
    assert unpaid.UNPAID == "order.unpaid"


@pytest.mark.parametrize(("number", "most"), [(2, 3), (0, 1), (99, None)])
def test_one_more_may_be_open(number, most):
    unpaid.check_unpaid(number, most, whose="address")


@pytest.mark.parametrize("number", [3, 4])
def test_no_more_are_open_than_the_shop_allows(number):
    with refused("order.too_many_unpaid", "3 orders of this address are open and unpaid"):
        unpaid.check_unpaid(number, 3, whose="address")
