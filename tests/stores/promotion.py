"""A primary that is killed while people buy, and a standby that is promoted in its place.

    python -m tests.stores.promotion [--asynchronous]

Prints for how long nobody could buy, and what became of the orders that had been acknowledged. With `synchronous_commit` and a
synchronous standby, none may be lost: exit code 1 when one is, or is done twice, or an invariant is violated. Asynchronously, those of the
last moments may be; how many is told.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

from gotuto.runtime.valkey import Valkey
from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.street import Street
from tests.reliability.load import Buyers
from tests.runtime.processes import wait_until
from tests.stores.databases import Pair, pair

RATE = 10.0
BEFORE_SECONDS, AFTER_SECONDS = 10.0, 20.0
_OPEN = """
SELECT (SELECT count(*) FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating'))
     + (SELECT count(*) FROM gotuto_outbox_delivery WHERE state <> 'done')
"""


@contextmanager
def shop_on_both(folder: Path, *, synchronous: bool) -> Iterator[tuple[Instance, Pair]]:
    valkey = Valkey(folder / "valkey")
    with pair(folder) as databases:
        if synchronous:
            databases.primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
            databases.primary.sql("SELECT pg_reload_conf()")
        valkey.start()
        stores = {"DATABASE_URL": databases.url, "REDIS_URL": valkey.url(), "GOTUTO_LIMITS": "off"}
        instance = instances.start(folder / "shop", folder / "guard", **stores)
        try:
            yield instance, databases
        finally:
            instance.stop()
            valkey.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asynchronous", action="store_true")
    synchronous = not parser.parse_args().asynchronous
    with (
        tempfile.TemporaryDirectory(prefix="gotuto-promotion-") as name,
        shop_on_both(Path(name), synchronous=synchronous) as (instance, databases),
    ):
        sys.exit(_play(instance, databases, synchronous=synchronous))


def _play(instance: Instance, databases: Pair, *, synchronous: bool) -> int:
    with Street(instance) as street:
        skus = [street.sells(pieces=100_000) for _ in range(10)]
    over = Event()
    with closing(Buyers(instance.url, patience=60)) as buyers:
        steady = buyers.steadily(lambda: {random.choice(skus): 1}, rate=RATE, until=over)
        over.wait(BEFORE_SECONDS)
        began = time.monotonic()
        databases.switch()
        led = time.monotonic() - began
        over.wait(AFTER_SECONDS)
        over.set()
        steady.join()
        promised, failures = buyers.promised(), buyers.failures()
    wait_until(lambda: databases.standby.sql(_OPEN) == [(0,)], seconds=60)
    states = {str(order): str(status) for order, status in databases.standby.sql("SELECT id, status FROM order_order")}
    lost = [one for one in promised if one.order_id not in states]
    ended = sum(states.get(one.order_id) == "confirmed" for one in promised)
    twice = databases.standby.sql("SELECT email FROM order_orderparty GROUP BY email HAVING count(*) > 1")
    violations = databases.standby.sql("SELECT invariant FROM invariants_violations")
    gap = max((one.ended for one in failures), default=0.0) - min((one.began for one in failures), default=0.0)
    sys.stdout.write(
        f"{'synchronous' if synchronous else 'asynchronous'}: {len(promised)} of {len(buyers.purchases)} buyers were told that they "
        f"have an order, {len(lost)} of these are lost, {ended} confirmed, {len(twice)} done twice, {len(violations)} violations; "
        f"the standby led after {led:.1f} s, {len(failures)} requests failed and were asked again within {gap:.1f} s\n"
    )
    is_wrong = bool((lost and synchronous) or twice or violations or ended + len(lost) != len(promised))
    return 1 if is_wrong else 0


if __name__ == "__main__":
    main()
