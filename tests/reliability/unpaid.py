"""Payments race the end of the orders that nobody has paid, and very many orders end at once.

    python -m tests.reliability.unpaid [--orders 300] [--many 0]

Each of the orders is paid by one thread while two others end what is unpaid: it must be paid and packed, or cancelled with
nothing held and nothing owed, and never anything between. With `--many`, so many unpaid orders are copied from one, and
ended: how long that takes, how many statements, and whether memory grows.
"""

import argparse
import random
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.many_orders import copy_order

PAYERS = 4
MUCH_LATER = timedelta(days=21)

_ENDS = """
SELECT o.number, o.status, i.status, i.amount_paid = i.total, i.amount_credited = i.total, r.state
FROM order_order AS o JOIN billing_invoice AS i ON i.order_id = o.id JOIN inventory_reservation AS r ON r.order_id = o.id
WHERE o.id = ANY(%s)
"""
PAID = ("processing", "paid", True, False, "held")
ENDED = ("cancelled", "paid", False, True, "released")


@dataclass
class Race:
    """How the orders ended, and what must not be."""

    ends: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--many", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    wishes = parser.parse_args()
    with shop_of_its_own():
        from config import invariants

        seen = race(orders=wishes.orders, seed=wishes.seed)
        if wishes.many:
            end_many(wishes.many)
        seen.wrong += [str(each) for each in invariants.find_violations()]
        print(f"{wishes.orders} orders: {dict(seen.ends)}, {len(seen.wrong)} wrong")  # noqa: T201
        for each in seen.wrong:
            print(each)  # noqa: T201
    return 1 if seen.wrong else 0


def race(*, orders: int, seed: int = 7) -> Race:
    """Pay all orders while they end."""
    from django.utils import timezone

    from contexts.order.unpaid import end_unpaid_orders
    from gotuto.db import fetch_all
    from tests.shop import Shop

    shop = Shop(timezone.now())
    shop.has("tea", pieces=orders)
    placed = [shop.place({"TEA": 1}) for _ in range(orders)]
    shop.settle()
    invoices = [shop.invoices_of(each)[0] for each in placed]
    random.Random(seed).shuffle(invoices)
    payers = [_payer(invoices[place::PAYERS]) for place in range(PAYERS)]
    ender = lambda: end_unpaid_orders(now=shop.now + MUCH_LATER, batch=10)  # noqa: E731
    together([*payers, ender, ender])
    shop.settle()
    race = Race()
    for number, *end in fetch_all(_ENDS, [[each.id for each in placed]]):
        race.ends[tuple(end)] += 1
        if tuple(end) not in (PAID, ENDED):
            race.wrong.append(f"{number} is {end}")
    return race


def _payer(invoices: list[Any]) -> Callable[[], None]:
    from django.utils import timezone

    from contexts.billing.payments.errors import Overpaid
    from contexts.billing.payments.use_cases import record_payment

    def pay() -> None:
        for invoice in invoices:
            try:
                record_payment(
                    invoice_id=invoice.id, amount=invoice.total, method="card", reference="1", now=timezone.now()
                )
            except Overpaid:
                continue

    return pay


def together(deeds: list[Callable[[], Any]]) -> None:
    from django.db import connection

    start, broken = threading.Barrier(len(deeds)), list[BaseException]()

    def act(deed: Callable[[], Any]) -> None:
        try:
            start.wait()
            deed()
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]


def end_many(many: int) -> None:
    """End so many unpaid orders, and print what it took."""
    from django.db import connection
    from django.utils import timezone

    from contexts.order.unpaid import end_unpaid_orders

    copy_order(many)
    statements = Counter[str]()

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        statements["all"] += 1
        return execute(*arguments)

    began, ended = time.monotonic(), 0
    while True:
        with connection.execute_wrapper(count):
            now = end_unpaid_orders(now=timezone.now() + MUCH_LATER, most=max(many // 10, 1))
        ended += now
        print(f"{ended} ended after {time.monotonic() - began:.0f} s, {100 * statements['all'] / max(ended, 1):.1f} statements"  # noqa: T201
              f" a batch of 100, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")  # fmt: skip
        if not now:
            return


if __name__ == "__main__":
    sys.exit(main())
