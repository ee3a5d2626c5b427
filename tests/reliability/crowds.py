"""Crowds: many buyers at once for few pieces, for the same pieces in any order, and who cancel all at once."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.journeys.street import Street
from tests.reliability.load import Buyers, mixed
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop
from tests.runtime.processes import wait_until

_ENDS = """
SELECT o.status, o.cancellation_code, count(*) FROM order_order AS o JOIN order_orderline AS l ON l.order_id = o.id
WHERE l.sku = %s GROUP BY 1, 2
"""
_WAIT = "SELECT count(*)::int FROM inventory_reservationline WHERE sku = %s AND ticket IS NOT NULL"
BUYERS, PIECES = 200, 50


def oversell(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """200 buyers and 50 pieces: orders of one line and of two, pieces at two locations, pieces that come one by one."""
    with open_shop(directory) as shop:
        for lines in (1, 2):
            sell_out(report, shop, lines=lines)
        sell_out(report, shop, lines=2, elsewhere=PIECES // 2)
        stand_in_line(report, shop)


def sell_out(report: Report, shop: SufferingShop, *, lines: int, elsewhere: int = 0) -> None:
    """Everybody comes at the same moment; some pieces may lie at another location."""
    [hot] = shop.fill(1, pieces=PIECES - elsewhere)
    shop.lay(hot, pieces=elsewhere, location="Hamburg")
    others = shop.fill(lines - 1)
    buyers = shop.buyers()
    buyers.at_once([dict.fromkeys([hot, *others], 1) for _ in range(BUYERS)])
    buyers.close()
    settled = shop.settle()
    ends = {(status, code): number for status, code, number in shop.sql(_ENDS, hot)}
    wanted = {("confirmed", ""): PIECES, ("cancelled", "inventory.not_enough_stock"): BUYERS - PIECES}
    there = " at two locations" if elsewhere else ""
    report.figures |= {
        f"ends of {lines} lines{there}": ends,
        "5xx": buyers.server_errors(),
        "settled s": round(settled, 1),
    }
    report.expect(ends == wanted, f"orders of {lines} lines ended {ends}")
    _account(report, shop, buyers)


def stand_in_line(report: Report, shop: SufferingShop, *, buyers: int = BUYERS, pieces: int = PIECES) -> None:
    """Everybody waits for what is sold out; pieces come one by one, all at once, and whoever got none gives up."""
    crowd, [hot], before = shop.buyers(), shop.fill(1, pieces=1), shop.deadlocks()
    with Street(shop.instance) as street, ThreadPoolExecutor(16) as hands:
        street.staff("PATCH", f"stock-items/{hot}/", {"when_sold_out": "wait"})
        crowd.at_once([{hot: 1} for _ in range(buyers)])
        wait_until(lambda: shop.sql(_WAIT, hot) == [(buyers - 1,)])
        come = [("POST", f"stock-items/{hot}/receipts/", {"quantity": 1})] * (pieces - 1)
        list(hands.map(lambda one: street.staff(*one), come))
        wait_until(lambda: _ends(shop, hot).get("confirmed") == pieces)
        waiting = [row["order_id"] for row in _all(street, f"stock-items/{hot}/line/")]
        bought = [{"id": one.order_id, "token": one.token} for one in crowd.promised() if one.order_id in waiting]
        list(hands.map(street.cancel, bought))
    crowd.close()
    shop.settle()
    ends = _ends(shop, hot)
    report.figures |= {"ends of a line": ends}
    report.expect(ends == {"confirmed": pieces, "cancelled": buyers - pieces}, f"who stood in line: {ends}")
    report.expect(shop.deadlocks() == before, f"{shop.deadlocks() - before} deadlocks")
    _account(report, shop, crowd)


def _ends(shop: SufferingShop, sku: str) -> dict[str, int]:
    return {status: number for status, _, number in shop.sql(_ENDS, sku)}


def _all(street: Street, path: str) -> Iterator[dict[str, Any]]:
    """The rows of all pages of a list."""
    page = street.staff("GET", f"{path}?page_size=100")
    yield from page["results"]
    while page["next"]:
        page = street.staff("GET", page["next"].partition("/api/v1/")[2])
        yield from page["results"]


def deadlocks(report: Report, directory: Path, seconds: float, rate: float) -> None:
    """Eight clients order four of twenty things, in any order, as fast as they can."""
    with open_shop(directory) as shop:
        meet(report, shop, seconds=seconds)
        change_their_minds(report, shop)


def meet(report: Report, shop: SufferingShop, *, seconds: float) -> None:
    buyers, skus, dice = shop.buyers(), shop.fill(20), random.Random(report.seed)
    buyers.closed_loop(mixed(dice, skus, most_lines=4), clients=8, seconds=seconds)
    buyers.close()
    settled = shop.settle()
    report.figures |= {"orders": len(buyers.promised()), **shop.states(), "deadlocks": shop.deadlocks()}
    report.figures["settled s"] = round(settled, 1)
    report.expect(shop.deadlocks() == 0, f"{shop.deadlocks()} deadlocks")
    if settled > 60:
        report.wrong += ["not everything had settled after 60 s", *shop.open_work()]
    _account(report, shop, buyers)


def change_their_minds(report: Report, shop: SufferingShop, *, orders: int = 200) -> None:
    """All who ordered one thing cancel at the same moment; half of them have paid."""
    buyers, [hot], before = shop.buyers(), shop.fill(1), shop.deadlocks()
    buyers.at_once([{hot: 1} for _ in range(orders)])
    shop.settle()
    with Street(shop.instance) as street, ThreadPoolExecutor(16) as crowd:
        bought = [{"id": one.order_id, "token": one.token} for one in buyers.promised()]
        list(crowd.map(street.pay, map(street.look, bought[::2])))
        answers = [answer.status_code for answer in crowd.map(street.cancel, bought)]
    settled = shop.settle()
    ends = _ends(shop, hot)
    report.figures |= {"changed their minds": ends, "settled s then": round(settled, 1)}
    report.expect(answers == [200] * orders, f"{orders - answers.count(200)} could not cancel")
    report.expect(ends == {"cancelled": orders}, f"who changed their minds: {ends}")
    report.expect(shop.deadlocks() == before, f"{shop.deadlocks() - before} deadlocks")
    _account(report, shop, buyers)


def _account(report: Report, shop: SufferingShop, buyers: Buyers) -> None:
    report.expect(buyers.server_errors() == 0, f"{buyers.server_errors()} answers were 5xx")
    report.expect(len(buyers.promised()) == len(buyers.purchases), "somebody got no order")
    report.wrong += shop.violations() + shop.broken_promises(buyers.promised()) + shop.wrong_mails()
