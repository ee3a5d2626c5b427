"""A warehouse at work: keepers and orders move the same goods at the same places, all at once.

    python -m tests.reliability.warehouse [--seconds 60] [--clerks 8] [--skus 20] [--places 3] [--seed 7] [--valued] [--without locks|value]

Each clerk does what comes: receipts, corrections, transfers that are sent and come in parts, stocktakes, purchase orders that
come in parts and are closed, reservations that are released or committed, alone and many at once. Somebody audits all the
while. In the end every counter is the sum of its ledger at each place, nothing was ever below zero or kept twice, and
PostgreSQL has had to end no deadlock. `--valued` values the stock as well, and no cent may be lost. `--without locks` takes the
order of the locks away, `--without value` books parcels without their value, and the program must say so.
"""

import argparse
import random
import sys
import threading
import time
from collections import Counter
from typing import Any

from tests.reliability.clerks import Clerk
from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report

_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_WRONG = """
SELECT sku FROM inventory_stockitem
WHERE on_hand < 0 OR reserved NOT BETWEEN 0 AND on_hand OR on_hand_elsewhere NOT BETWEEN 0 AND on_hand
UNION ALL
SELECT sku FROM inventory_level WHERE on_hand < 0 OR reserved NOT BETWEEN 0 AND on_hand
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clerks", type=int, default=8)
    parser.add_argument("--skus", type=int, default=20)
    parser.add_argument("--places", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--valued", action="store_true", help="value the stock at its moving average")
    parser.add_argument("--without", choices=list(WITHOUT), help="see that the program finds it")
    wanted = vars(parser.parse_args())
    with shop_of_its_own():
        WITHOUT.get(wanted.pop("without"), int)()
        report = work(**wanted)
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


def without_value() -> None:
    """Parcels leave as if they were worth nothing."""
    from contexts.inventory.stock.dto import MovementKind

    def changes_value(kind: Any) -> bool:
        return kind in ("receipt", "adjustment", "count")

    MovementKind.changes_value = property(changes_value)  # type: ignore[assignment]


WITHOUT = {"locks": without_locks, "value": without_value}


def work(*, seconds: float, clerks: int, skus: int, places: int, seed: int, valued: bool = False) -> Report:
    """Let the clerks work, and look at what must never be."""
    from django.db import connection

    from contexts.inventory.audits.queries import find_discrepancies
    from gotuto.db import fetch_all

    report, over = Report("warehouse", seed), threading.Event()
    people = _people(clerks, seed, skus, places)
    if valued:
        _begin_valuation()
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


def _begin_valuation() -> None:
    from django.conf import settings
    from django.utils import timezone

    from contexts.inventory.valuation.use_cases import begin_valuation
    from gotuto.db import fetch_all

    settings.GOTUTO_STOCK_VALUATION = "EUR"
    skus = [sku for (sku,) in fetch_all("SELECT sku FROM inventory_stockitem")]
    begin_valuation(costs=[f"{sku};{number % 7 + 0.37:.2f}" for number, sku in enumerate(skus)], now=timezone.now())


def _people(clerks: int, seed: int, skus: int, places: int) -> list[Clerk]:
    from django.utils import timezone

    from contexts.inventory.locations.use_cases import create_location
    from contexts.inventory.suppliers.use_cases import create_supplier
    from gotuto.ids import Sku
    from tests.shop import Shop

    now = timezone.now()
    shop = Shop(now)
    for number in range(skus):
        shop.has(f"good-{number}", pieces=30)
    further = [create_location(name=f"Place {number}", priority=number, now=now).code for number in range(1, places)]
    goods = [Sku(f"GOOD-{number}") for number in range(skus)]
    house = create_supplier(name="House", now=now)
    people = [Clerk(number, seed, goods, ["MAIN", *further]) for number in range(clerks)]
    for clerk in people:
        clerk.supplier = house.id
    return people


if __name__ == "__main__":
    sys.exit(main())
