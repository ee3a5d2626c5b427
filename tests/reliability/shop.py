"""An instance that is going to suffer, and what can be asked of it afterwards."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import psycopg

from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.street import Street
from tests.reliability import post_office
from tests.reliability.load import Buyers, Purchase
from tests.runtime import starting
from tests.runtime.processes import pids_in, wait_until

_OPEN = """
SELECT (SELECT count(*) FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating'))
     + (SELECT count(*) FROM gotuto_outbox_delivery WHERE state <> 'done')
     + (SELECT count(*) FROM notification_notification WHERE status IN ('queued', 'sending'))
"""
_WHAT_IS_OPEN = """
SELECT 'saga ' || name || ' ' || state || ' at step ' || step || CASE WHEN needs_attention THEN ', needs attention' ELSE '' END
       || ', attempt ' || attempts || ': ' || left(last_error, 80), count(*)
FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating') GROUP BY 1
UNION ALL
SELECT 'delivery to ' || handler || ' ' || state || ', attempt ' || attempts || ': ' || left(last_error, 80), count(*)
FROM gotuto_outbox_delivery WHERE state <> 'done' GROUP BY 1
UNION ALL
SELECT 'mail ' || status || ', attempt ' || attempts || ': ' || left(last_error, 80), count(*)
FROM notification_notification WHERE status IN ('queued', 'sending') GROUP BY 1
ORDER BY 2 DESC LIMIT 10
"""
_VIOLATIONS = "SELECT invariant, subject, detail FROM invariants_violations LIMIT 20"
_MAILS = "SELECT id::text, status FROM notification_notification"
_FENCED = """
SELECT (SELECT coalesce(sum(fenced), 0) FROM gotuto_sagas_sagarun)
     + (SELECT coalesce(sum(fenced), 0) FROM gotuto_outbox_delivery)
"""
_SLOWEST_SAGA = (
    "SELECT coalesce(max(extract(epoch FROM finished_at - started_at)), 0)::float8 FROM gotuto_sagas_sagarun"
)
_LAG = """
SELECT coalesce(extract(epoch FROM clock_timestamp() - min(due_at)), 0)::float8 FROM gotuto_outbox_delivery
WHERE state = 'pending' AND due_at <= clock_timestamp() AND handler <> ALL(%s)
"""


class SufferingShop:
    """A running instance with its shelves filled."""

    def __init__(self, instance: Instance, book: Path) -> None:
        self.instance = instance
        self.book = book

    def fill(self, how_many: int, *, pieces: int = 100_000) -> list[str]:
        with Street(self.instance) as street:
            return [street.sells(pieces=pieces) for _ in range(how_many)]

    def lay(self, sku: str, *, pieces: int, location: str) -> None:
        """Some more of it, at a location that is opened for it."""
        if pieces:
            with Street(self.instance) as street:
                place = street.staff("POST", "locations/", {"name": f"{location} {sku}"})
                street.staff("POST", f"stock-items/{sku}/receipts/", {"quantity": pieces, "location": place["code"]})

    def buyers(self, **wishes: Any) -> Buyers:
        return Buyers(self.instance.url, **wishes)

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.instance.sql(statement, *parameters)

    # --- Its processes --------------------------------------------------------------------------------------------

    def pid(self, name: str) -> int | None:
        return pids_in(self.instance.data_dir).get(name)

    def children(self, name: str) -> list[int]:
        parent = self.pid(name)
        file = Path(f"/proc/{parent}/task/{parent}/children")
        return [int(pid) for pid in file.read_text().split()] if parent and file.exists() else []

    # --- What must hold -------------------------------------------------------------------------------------------

    def violations(self) -> list[str]:
        """What is broken now; nothing can be said while the database is away."""
        try:
            return [" ".join(row) for row in self.sql(_VIOLATIONS)]
        except psycopg.OperationalError:
            return []

    def wait_for_database(self, seconds: float = 30) -> None:
        """Wait until PostgreSQL accepts connections."""
        wait_until(self._database_answers, seconds=seconds)

    def _database_answers(self) -> bool:
        try:
            return self.sql("SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False

    def settle(self, seconds: float = 60) -> float:
        """Wait until nothing is left to do; how long it took, or infinity."""
        started, tick = time.monotonic(), Event()
        while time.monotonic() < started + seconds:
            try:
                if self.sql(_OPEN) == [(0,)]:
                    return time.monotonic() - started
            except psycopg.OperationalError:
                pass
            tick.wait(0.1)
        return float("inf")

    def open_work(self) -> list[str]:
        """What `settle` waits for, in words."""
        return [f"{count} x {what}" for what, count in self.sql(_WHAT_IS_OPEN)]

    def states(self) -> Counter[str]:
        return Counter(dict(self.sql("SELECT status, count(*) FROM order_order GROUP BY 1")))

    def broken_promises(self, promised: list[Purchase]) -> list[str]:
        """Acknowledged orders that are gone or have not ended, and buyers who got two."""
        states = {str(key): status for key, status in self.sql("SELECT id, status FROM order_order")}
        wrong = [f"order {each.order_id} is {states.get(each.order_id, 'lost')}"
                 for each in promised if states.get(each.order_id) not in ("confirmed", "cancelled")]  # fmt: skip
        twice = self.sql("SELECT email FROM order_orderparty GROUP BY email HAVING count(*) > 1")
        return wrong + [f"{email} got two orders" for (email,) in twice]

    def wrong_mails(self) -> list[str]:
        """Mails that went out twice, or not although they are called sent."""
        # Asked before the book is read: what is called sent by then stands in it.
        mails = self.sql(_MAILS)
        taken = Counter(post_office.taken(self.book))
        twice = [f"mail {mail} went out {times} times" for mail, times in taken.items() if times > 1]
        lost = [f"mail {mail} never went out" for mail, status in mails if status == "done" and not taken[mail]]
        return twice + lost

    def unknown_mails(self) -> int:
        return sum(status == "unknown" for _, status in self.sql(_MAILS))

    def fenced(self) -> int:
        return int(self.sql(_FENCED)[0][0])

    def deadlocks(self) -> int:
        return int(self.sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0])

    def slowest_saga(self) -> float:
        """How long the order waited that waited longest for its end, in seconds."""
        return float(self.sql(_SLOWEST_SAGA)[0][0])

    def lag(self, but_not: list[str]) -> float:
        return float(self.sql(_LAG, but_not)[0][0])


@contextmanager
def open_shop(directory: Path, **environ: str) -> Iterator[SufferingShop]:
    """Start it, and end it with everything that it started."""
    book = directory / "book"
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
        "GOTUTO_POST_OFFICE_BOOK": str(book),
        "LOG_LEVEL": "WARNING",
        **environ,
    }
    instance = instances.start(directory / "shop", directory / "guard", **settings)
    # Tables of the tests' own apps have no migrations.
    starting.manage(instance.data_dir, "migrate", "--run-syncdb", settings=settings)
    try:
        yield SufferingShop(instance, book)
    finally:
        instance.stop()
