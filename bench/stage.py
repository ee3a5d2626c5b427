"""The instance that is measured: its own data stores and programs, set up as for production."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis

from bench import meter
from bench.client import never
from tests.runtime import starting
from tests.runtime.processes import PROJECT, pids_in, wait_until

RATES = ("LOGIN", "REGISTRATION", "ORDER", "WRITE", "READ")
SETTINGS = {
    "GOTUTO_ENV": "production",
    "GOTUTO_ALLOW_EMBEDDED": "1",
    "ALLOWED_HOSTS": "127.0.0.1",
    "LOG_LEVEL": "WARNING",
    # All buyers come from one address; limits would hold them up one behind the other, and soon altogether.
    "GOTUTO_LIMITS": "off",
    "GOTUTO_RATE_SUGGEST": "1000000/min",
    # What is measured is what is reckoned.
    "GOTUTO_CACHE_SECONDS": "0",
}
QUEUES = ("default", "unacked")
ORDER = ("web", "worker", "beat", "postgres", "valkey")

_BUSY = """
SELECT EXISTS (SELECT FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating') AND NOT needs_attention)
    OR EXISTS (SELECT FROM gotuto_outbox_delivery WHERE state = 'pending')
    OR EXISTS (SELECT FROM notification_notification WHERE {mail_status} IN ('queued', 'sending'))
"""
# Trees that are older than outbound calls call the column otherwise.
_MAIL_STATUS = """
SELECT column_name FROM information_schema.columns
WHERE table_name = 'notification_notification' AND column_name IN ('status', 'state')
"""
_CONTROL = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|DISCARD)\b", re.IGNORECASE)
_LOGGED = re.compile(r"\] gotuto-(\w+) LOG:  (?:statement|execute [^:]*): (.*)")


@dataclass
class Measured:
    """What a run took: operations, CPU milliseconds by program, seconds of each request; how slow the machine was meanwhile."""

    count: int
    cpu: dict[str, float]
    latencies: dict[str, list[float]]
    seconds: float = 0.0
    began: float = 0.0
    pace_ms: float = 0.0

    @property
    def each(self) -> dict[str, float]:
        """CPU milliseconds of one operation, by program."""
        return {name: spent / self.count for name, spent in self.cpu.items()}

    @property
    def cpu_each(self) -> float:
        return sum(self.each.values())


class Stage:
    """A running instance, its database, and ways to load it."""

    def __init__(self, data_dir: Path, url: str, *, tree: Path = PROJECT) -> None:
        self.data_dir = data_dir
        self.url = url
        self.tree = tree
        self.environ = starting.shared(data_dir)
        self.database = psycopg.connect(self.environ["DATABASE_URL"], autocommit=True)
        self.broker = Redis.from_url(self.environ["REDIS_URL"])
        ((self.mail_status,),) = self.sql(_MAIL_STATUS)
        found = pids_in(data_dir)
        self.roots = {name: found[name] for name in ORDER}

    def sql(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        cursor = self.database.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []

    def manage(self, *arguments: str) -> str:
        """A command in another terminal. Raises CalledProcessError."""
        done = starting.manage(
            self.data_dir, *arguments, tree=self.tree, seconds=3600, settings={**SETTINGS, **self.environ}
        )
        done.check_returncode()
        return done.stdout

    def load(self, plan: dict[str, Any]) -> Measured:
        """Run the client and wait until the shop has nothing more to do."""
        plan = {"url": self.url, "seed": int(time.time()), **plan}
        before, start, began = meter.cpu_ms(self.roots), time.monotonic(), time.time()
        answer = subprocess.run(
            [sys.executable, "-m", "bench.client"],
            cwd=PROJECT,
            input=json.dumps(plan),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        self.settle()
        after, said = meter.cpu_ms(self.roots), json.loads(answer)
        return Measured(
            count=said["counts"][plan["kind"]],
            cpu={name: after[name] - before[name] for name in ORDER},
            latencies=said["latencies"],
            seconds=time.monotonic() - start,
            began=began,
        )

    def settle(self) -> None:
        """Wait until nothing is due and every wake-up has been heard: what they cost belongs to whoever sent them."""
        wait_until(lambda: not self._is_busy() and not any(map(self._waiting, QUEUES)), seconds=300)

    def _is_busy(self) -> bool:
        return bool(self.sql(_BUSY.format(mail_status=self.mail_status))[0][0])

    def _waiting(self, queue: str) -> int:
        size = self.broker.hlen(queue) if queue == "unacked" else self.broker.llen(queue)
        return int(size)

    def idle(self, seconds: float) -> dict[str, float]:
        """CPU milliseconds a second when nobody asks for anything."""
        before = meter.cpu_ms(self.roots)
        never.wait(seconds)
        after = meter.cpu_ms(self.roots)
        return {name: (after[name] - before[name]) / seconds for name in ORDER}

    def statements(self, plan: dict[str, Any]) -> dict[str, dict[str, float]]:
        """Statements of one operation by program, from the server's log, those of transaction control apart."""
        log = self.data_dir / "log" / "postgres.log"
        self._log_statements("all")
        place = log.stat().st_size
        count = self.load(plan).count
        self._log_statements("none")
        with log.open() as file:
            file.seek(place)
            return by_program(file, count)

    def _log_statements(self, which: str) -> None:
        self.sql(f"ALTER SYSTEM SET log_statement = '{which}'")
        self.sql("SELECT pg_reload_conf()")
        never.wait(0.5)


def by_program(lines: Iterable[str], count: int) -> dict[str, dict[str, float]]:
    """Statements in lines of the server's log, divided by `count`, for each program that sent them."""
    found: dict[str, dict[str, float]] = {}
    sender = ""
    for line in lines:
        logged = _LOGGED.search(line)
        sender, text = (logged[1], logged[2]) if logged else (sender, line)
        # A statement may begin with empty lines.
        if sender and text.strip():
            program = found.setdefault(sender, {"statements": 0, "control": 0})
            program["control" if _CONTROL.match(text) else "statements"] += 1 / count
            sender = ""
    return found


@contextmanager
def running(data_dir: Path, *, tree: Path = PROJECT, **settings: str) -> Iterator[Stage]:
    """Start an instance of this tree or another one on the directory, and stop it afterwards."""
    started = starting.start(data_dir, {**SETTINGS, **settings}, tree=tree)
    try:
        stage = Stage(data_dir, started.url, tree=tree)
        yield stage
        stage.database.close()
    finally:
        started.process.send_signal(signal.SIGTERM)
        started.process.wait(60)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the sorted values lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
