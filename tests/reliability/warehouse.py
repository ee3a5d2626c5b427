"""A warehouse at work: keepers and orders move the same goods at the same places, all at once.

    python -m tests.reliability.warehouse [--seconds 60] [--clerks 8] [--skus 20] [--places 3] [--seed 7] [--without locks]

Each clerk does what comes: receipts, corrections, transfers that are sent and come in parts, stocktakes, reservations that
are released or committed, alone and many at once. Somebody audits all the while. In the end every counter is the sum of its
ledger at each place, nothing was ever below zero or kept twice, and PostgreSQL has had to end no deadlock. `--without locks`
takes the order of the locks away, and the program must say so.
"""

import argparse
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report

_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_WRONG = """
SELECT sku FROM inventory_stockitem
WHERE on_hand < 0 OR reserved NOT BETWEEN 0 AND on_hand OR on_hand_elsewhere NOT BETWEEN 0 AND on_hand
UNION ALL
SELECT sku FROM inventory_level WHERE on_hand < 0 OR reserved NOT BETWEEN 0 AND on_hand
"""
Deed = Callable[["Clerk"], str]


class Clerk:
    """One thread's way through the warehouse, with dice of its own."""

    def __init__(self, number: int, seed: int, skus: list[Any], places: list[str]) -> None:
        self.dice, self.skus, self.places = random.Random(seed * 1000 + number), skus, places
        self.orders: list[Any] = []
        self.sent: list[Any] = []
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def work(self, over: threading.Event) -> None:
        """Whatever comes, until it is over; refusals are answers."""
        from gotuto.errors import BusinessError

        while not over.is_set():
            deed = self.dice.choices(list(DEEDS), list(DEEDS.values()))[0]
            try:
                self.done[deed(self)] += 1
            except BusinessError as refusal:
                self.refused[refusal.code] += 1

    def basket(self, most: int = 4) -> list[Any]:
        from contexts.inventory.dto import StockLine

        wanted = self.dice.sample(self.skus, self.dice.randint(1, most))
        return [StockLine(sku=sku, quantity=self.dice.randint(1, 5)) for sku in wanted]

    def place(self) -> str:
        return self.dice.choice(self.places)


def receive(clerk: Clerk) -> str:
    from django.utils import timezone

    from contexts.inventory.stock.use_cases import receive_stock

    sku, pieces = clerk.dice.choice(clerk.skus), clerk.dice.randint(1, 12)
    receive_stock(sku=sku, quantity=pieces, location=clerk.place(), actor=None, now=timezone.now())
    return "receipts"


def correct(clerk: Clerk) -> str:
    from django.utils import timezone

    from contexts.inventory.stock.use_cases import adjust_stock

    sku, delta = clerk.dice.choice(clerk.skus), clerk.dice.choice((-3, -1, 2))
    adjust_stock(sku=sku, delta=delta, reason="Found", location=clerk.place(), actor=None, now=timezone.now())
    return "corrections"


def reserve(clerk: Clerk) -> str:
    from django.utils import timezone

    from contexts.inventory.reservations.use_cases import reserve_stock
    from gotuto.ids import OrderId, new_id

    order = OrderId(new_id())
    reserve_stock(order_id=order, lines=clerk.basket(), now=timezone.now())
    clerk.orders.append(order)
    return "reservations"


def leave(clerk: Clerk) -> str:
    """An order ends: its parcel goes, it is called off, or it ends with others."""
    from django.utils import timezone

    from contexts.inventory.reservations import use_cases

    if not clerk.orders:
        return "nothing to do"
    order = clerk.orders.pop(clerk.dice.randrange(len(clerk.orders)))
    way = clerk.dice.choice(("commits", "releases", "releases of many"))
    if way == "releases of many":
        ending, clerk.orders = [order, *clerk.orders], []
        use_cases.release_stock_of_orders(order_ids=ending, now=timezone.now())
    else:
        end = use_cases.commit_stock if way == "commits" else use_cases.release_stock
        end(order_id=order, now=timezone.now())
    return way


def transfer(clerk: Clerk) -> str:
    """Goods are sent, or come in: half of what is on its way, or all, and now and then some are missing."""
    from django.utils import timezone

    from contexts.inventory.transfers import use_cases
    from contexts.inventory.transfers.dto import Arrival

    now = timezone.now()
    if clerk.sent and clerk.dice.random() < 0.6:
        one = clerk.sent.pop()
        line = clerk.dice.choice([line for line in one.lines if line.in_transit])
        lost = Arrival(sku=line.sku, missing=1)
        arrivals = [] if clerk.dice.random() < 0.5 else [lost]
        after = use_cases.receive_transfer(transfer_id=one.id, arrivals=arrivals, actor=None, now=now)
        clerk.sent += [after] if after.state == "sent" else []
        return "transfers received"
    start, end = clerk.dice.sample(clerk.places, 2)
    made = use_cases.create_transfer(from_location=start, to_location=end, lines=clerk.basket(3), actor=None, now=now)
    clerk.sent.append(use_cases.send_transfer(transfer_id=made.id, actor=None, now=now))
    return "transfers sent"


def count(clerk: Clerk) -> str:
    """A shelf is counted while goods move, and what was found is booked."""
    from django.utils import timezone

    from contexts.inventory.stocktakes import use_cases
    from contexts.inventory.stocktakes.dto import Count, LineFilter
    from contexts.inventory.stocktakes.queries import list_lines
    from gotuto.paging import PageRequest

    now = timezone.now()
    skus = clerk.dice.sample(clerk.skus, 3)
    shelf = use_cases.open_stocktake(skus=skus, location=clerk.place(), actor=None, now=now)
    guess = [Count(sku=sku, quantity=clerk.dice.randint(0, 60)) for sku in skus]
    use_cases.count(stocktake_id=shelf.id, counts=guess, actor=None, now=now)
    seen = list_lines(stocktake_id=shelf.id, filters=LineFilter(), page=PageRequest()).items
    near = [Count(sku=one.sku, quantity=max((one.expected or 0) + clerk.dice.randint(-2, 2), 0)) for one in seen]
    use_cases.count(stocktake_id=shelf.id, counts=near, actor=None, now=now)
    closed = use_cases.close_stocktake(stocktake_id=shelf.id, actor=None, now=now)
    return "stocktakes" if closed.state == "closed" else "stocktakes in the way of reservations"


DEEDS: dict[Deed, int] = {receive: 25, correct: 5, reserve: 40, leave: 25, transfer: 15, count: 4}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clerks", type=int, default=8)
    parser.add_argument("--skus", type=int, default=20)
    parser.add_argument("--places", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--without", choices=("locks",), help="see that the program finds it")
    wanted = parser.parse_args()
    with shop_of_its_own():
        if wanted.without:
            without_locks()
        report = work(**{name: value for name, value in vars(wanted).items() if name != "without"})
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def without_locks() -> None:
    """SKUs are locked as they come, which two orders over the same goods must not do."""
    from contexts.inventory.reservations import statements as reservations
    from contexts.inventory.stock import statements as stock

    lock = stock.lock_free

    def unordered(skus: Any) -> Any:
        return {sku: lock([sku])[sku] for sku in random.sample(list(skus), len(skus)) if lock([sku])}

    stock.lock_free = unordered
    reservations.lock_free = unordered


def work(*, seconds: float, clerks: int, skus: int, places: int, seed: int) -> Report:
    """Let the clerks work, and look at what must never be."""
    from django.db import connection

    from contexts.inventory.audits.queries import find_discrepancies
    from gotuto.db import fetch_all

    report, over = Report("warehouse", seed), threading.Event()
    people = _people(clerks, seed, skus, places)
    [(before,)] = fetch_all(_DEADLOCKS)
    broken: list[str] = []

    def run(clerk: Clerk) -> None:
        try:
            clerk.work(over)
        except Exception as error:
            broken.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(clerk,)) for clerk in people]
    for thread in threads:
        thread.start()
    deadline, looks = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        report.wrong += [f"{sku} is below zero or kept twice" for (sku,) in fetch_all(_WRONG)]
        report.wrong += [str(one) for one in find_discrepancies()]
        looks += 1
        over.wait(0.5)
    over.set()
    for thread in threads:
        thread.join()
    report.wrong += broken + [str(one) for one in find_discrepancies()]
    threading.Event().wait(1.5)  # Statistics are written a moment late.
    [(after,)] = fetch_all(_DEADLOCKS)
    report.wrong += [f"{after - before} deadlocks"] if after > before else []
    done = sum((clerk.done for clerk in people), Counter[str]())
    refused = sum((clerk.refused for clerk in people), Counter[str]())
    report.figures |= {**dict(sorted(done.items())), **dict(sorted(refused.items()))}
    report.figures |= {"looks": looks, "deadlocks": after - before}
    return report


def _people(clerks: int, seed: int, skus: int, places: int) -> list[Clerk]:
    from django.utils import timezone

    from contexts.inventory.locations.use_cases import create_location
    from gotuto.ids import Sku
    from tests.shop import Shop

    now = timezone.now()
    shop = Shop(now)
    for number in range(skus):
        shop.has(f"good-{number}", pieces=30)
    further = [create_location(name=f"Place {number}", priority=number, now=now).code for number in range(1, places)]
    goods = [Sku(f"GOOD-{number}") for number in range(skus)]
    return [Clerk(number, seed, goods, ["MAIN", *further]) for number in range(clerks)]


if __name__ == "__main__":
    sys.exit(main())
