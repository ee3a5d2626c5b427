"""Eight buyers in a process who take pieces of one SKU for as long as they are told: `bench.hot` starts four of these.

Each line on standard input is a way and a number of seconds; each on standard output is how many pieces were taken in them.
"""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import django
import psycopg

BUYERS = 8
_TAKE = "UPDATE inventory_stockitem SET reserved = reserved + 1 WHERE sku = 'HOT' AND on_hand - reserved >= 1"


def _bare(ends: float) -> int:
    """The conditional UPDATE alone, each in a transaction of its own: as fast as the row can change hands."""
    taken = 0
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, prepare_threshold=2) as connection:
        while time.monotonic() < ends:
            taken += connection.execute(_TAKE).rowcount
    return taken


def _reserved(ends: float) -> int:
    """Reservations as an order makes them: with their line and their event."""
    from django.db import connection
    from django.utils import timezone

    from contexts.inventory.reservations.dto import StockLine
    from contexts.inventory.reservations.use_cases import reserve_stock
    from gotuto.ids import OrderId, Sku, new_id

    taken, lines = 0, [StockLine(sku=Sku("HOT"), quantity=1)]
    try:
        while time.monotonic() < ends:
            reserve_stock(order_id=OrderId(new_id()), lines=lines, now=timezone.now())
            taken += 1
    finally:
        connection.close()
    return taken


WAYS: dict[str, Callable[[float], int]] = {"bare": _bare, "reserved": _reserved}


def main() -> None:
    django.setup()
    with ThreadPoolExecutor(BUYERS) as crowd:
        for line in sys.stdin:
            way, seconds = line.split()
            ends = time.monotonic() + float(seconds)
            sys.stdout.write(f"{sum(crowd.map(WAYS[way], [ends] * BUYERS))}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
