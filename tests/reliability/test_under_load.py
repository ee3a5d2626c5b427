"""Short storms on a real instance; `make chaos` makes long ones."""

import pytest

from tests.reliability import crowds, scenarios
from tests.reliability.bystanders import Honest, suffer
from tests.reliability.peers import kinds
from tests.reliability.report import Report
from tests.reliability.shop import open_shop

pytestmark = pytest.mark.xdist_group("instance")


@pytest.fixture(scope="module")
def busy_shop(tmp_path_factory):
    with open_shop(tmp_path_factory.mktemp("busy")) as shop:
        yield shop


@pytest.fixture
def report(request):
    seen = Report(request.node.name, seed=7)
    yield seen
    assert not seen.wrong, str(seen)


@pytest.mark.parametrize(("lines", "elsewhere"), [(1, 0), (2, 25)], ids=["of one line", "at two locations"])
def test_two_hundred_buyers_of_fifty_pieces_get_exactly_fifty(busy_shop, report, lines, elsewhere):
    crowds.sell_out(report, busy_shop, lines=lines, elsewhere=elsewhere)


def test_whoever_stands_in_line_for_pieces_that_come_at_once_gets_one_or_none(busy_shop, report):
    crowds.stand_in_line(report, busy_shop, buyers=40, pieces=10)


def test_orders_over_the_same_things_in_any_order_do_not_deadlock(busy_shop, report):
    crowds.meet(report, busy_shop, seconds=5)


def test_paid_and_unpaid_orders_for_one_thing_are_cancelled_at_once_without_a_deadlock(busy_shop, report):
    crowds.change_their_minds(report, busy_shop, orders=60)


def test_slow_peers_are_not_noticed_by_others(busy_shop, report):
    slow = kinds(bodies=40, readers=40, idle=100, drips=40)
    # Beside the other tests of the run everything takes longer; held up by slow peers it would take for ever.
    [sku] = busy_shop.fill(1)
    suffer(report, Honest(busy_shop.instance.url, sku), slow, seconds=3, patience=10)


def test_no_order_is_lost_while_processes_are_killed(tmp_path, report):
    scenarios.kill(report, tmp_path, seconds=8, rate=5, kills=5, orders=30)
