"""A line at work: many orders wait for goods that come one by one, and pairs of orders wait for what the other has.

    python -m tests.reliability.waiting_line [--orders 200] [--pieces 50] [--clerks 8] [--pairs 50] [--without order]

Clerks book the pieces all at once. Those who came first have got them, in order of arrival and nobody twice; all others end by
their deadline, and so does each pair, with nothing held by anybody. `--without order` serves the last first, and the program must
say so.
"""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report

_TURNS = "SELECT reservation_id::text FROM inventory_reservationline WHERE sku = 'TEA' AND ticket IS NOT NULL ORDER BY ticket"
_SERVED = "SELECT data->>'reservation_id' FROM gotuto_outbox_event WHERE name = 'inventory.reservation_held' ORDER BY sequence"
_ENDS = "SELECT status || ' ' || cancellation_code, count(*) FROM order_order GROUP BY 1 ORDER BY 1"
_LATE = """
UPDATE gotuto_sagas_sagarun SET waiting_since = waiting_since - interval '31 days', due_at = clock_timestamp()
WHERE waiting_since IS NOT NULL
"""
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, default in (("orders", 200), ("pieces", 50), ("clerks", 8), ("pairs", 50)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--without", choices=("order",), help="see that the program finds it")
    wanted = vars(parser.parse_args())
    without = wanted.pop("without")
    with shop_of_its_own():
        if without:
            last_first()
        report = work(**wanted)
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def last_first() -> None:
    """Who came last is served first, which a line must not do."""
    from contexts.inventory.reservations import line

    heads = line.__dict__["_HEADS"]
    line.__dict__["_HEADS"] = heads.replace("ORDER BY line.ticket LIMIT", "ORDER BY line.ticket DESC LIMIT").replace(
        "OVER (ORDER BY first.ticket)", "OVER (ORDER BY first.ticket DESC)"
    )


def work(*, orders: int, pieces: int, clerks: int, pairs: int) -> Report:
    """The line, then the pairs."""
    from contexts.inventory.audits.queries import find_discrepancies
    from gotuto.db import execute, fetch_all
    from tests.shop import Shop, settle

    report, shop = Report("waiting line", 0), _shop()
    [(before,)] = fetch_all(_DEADLOCKS)
    _wait_for_tea(shop, orders)
    expected = [reservation for (reservation,) in fetch_all(_TURNS)]
    report.expect(len(expected) == orders, f"{len(expected)} of {orders} stand in line")
    _come(pieces, clerks)
    served = [reservation for (reservation,) in fetch_all(_SERVED)]
    report.expect(served == expected[:pieces], f"{len(served)} were served, or not in order of arrival")
    settle()
    report.figures["after the pieces"] = dict(fetch_all(_ENDS))
    _pair(shop, pairs)
    execute(_LATE)
    settle()
    ends = dict(fetch_all(_ENDS))
    wanted = {"confirmed ": pieces, "cancelled sagas.overdue": orders - pieces + 2 * pairs}
    report.expect(ends == {end: number for end, number in wanted.items() if number}, f"orders ended {ends}")
    report.wrong += [str(one) for one in find_discrepancies()]
    report.expect(isinstance(shop, Shop) and not fetch_all(_TURNS), "somebody still stands in line")
    [(after,)] = fetch_all(_DEADLOCKS)
    report.expect(after == before, f"{after - before} deadlocks")
    report.figures |= {"served": len(served), "ends": ends, "deadlocks": after - before}
    return report


def _shop() -> Any:
    from django.utils import timezone

    from contexts.inventory.stock.dto import SoldOut
    from contexts.inventory.stock.use_cases import update_stock_item
    from gotuto.ids import Sku
    from tests.shop import Shop

    shop = Shop(timezone.now())
    for sku, lies in (("tea", 0), ("cup", 0), ("mug", 0)):
        shop.has(sku, pieces=lies)
        update_stock_item(sku=Sku(sku.upper()), when_sold_out=SoldOut.WAIT, now=shop.now)
    return shop


def _wait_for_tea(shop: Any, orders: int) -> None:
    from tests.shop import settle

    for _ in range(orders):
        shop.place({"TEA": 1})
    settle()


def _come(pieces: int, clerks: int) -> None:
    """All clerks book one piece after the other, at once."""
    from django.utils import timezone

    from contexts.inventory.stock.use_cases import receive_stock
    from gotuto.ids import Sku

    def book() -> None:
        receive_stock(sku=Sku("TEA"), quantity=1, actor=None, now=timezone.now())

    _at_once([book] * pieces, clerks)


def _at_once(deeds: list[Callable[[], None]], clerks: int) -> None:
    from django.db import connection

    def run(deed: Callable[[], None]) -> None:
        try:
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(clerks) as crowd:
        list(crowd.map(run, deeds))


def _pair(shop: Any, pairs: int) -> None:
    """One has the cup and waits for the mug; the other stands behind it for the mug, and waits for the cup that it has."""
    from contexts.inventory.stock.use_cases import receive_stock
    from gotuto.ids import Sku
    from tests.shop import settle

    receive_stock(sku=Sku("CUP"), quantity=pairs, actor=None, now=shop.now)
    for _ in range(pairs):
        shop.place({"CUP": 1, "MUG": 1})
    settle()
    for _ in range(pairs):
        shop.place({"MUG": 1, "CUP": 1})
    settle()


if __name__ == "__main__":
    sys.exit(main())
