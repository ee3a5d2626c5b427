"""Whether it costs the same after a while: `python -m bench.soak`, or `make soak`.

Orders come at a steady rate; each minute is a row of figures.
"""

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import meter, report, stage
from bench.stage import Stage, percentile

WARM_UP_SECONDS = 5

_SAMPLE = "SELECT sku FROM catalog_product WHERE sku LIKE 'SEED-%%' ORDER BY random() LIMIT 5000"
_CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'gotuto-%%'"
_PENDING = "SELECT count(*) FROM gotuto_outbox_delivery WHERE state <> 'done'"


@dataclass
class Minute:
    """What one minute cost and left behind."""

    orders: int
    cpu: float
    p95_ms: float
    private: dict[int, float]
    connections: int
    pending: int
    valkey_mb: float
    valkey_keys: int

    @property
    def row(self) -> list[object]:
        private = round(sum(self.private.values()))
        return [
            self.orders,
            self.cpu,
            self.p95_ms,
            private,
            self.connections,
            self.pending,
            self.valkey_mb,
            self.valkey_keys,
        ]


HEAD = [
    "minute",
    "orders",
    "CPU ms of one",
    "POST p95 ms",
    "private MB",
    "connections",
    "not delivered",
    "Valkey MB",
    "keys",
]


def minute(here: Stage, skus: list[str], *, rate: float, seconds: float) -> Minute:
    """A minute of orders, measured when the last of them has settled. Raises CalledProcessError when one was refused."""
    run = here.load({"kind": "order", "rate": rate, "clients": 8, "seconds": seconds, "skus": skus})
    memory = here.broker.info("memory")["used_memory"]
    return Minute(
        orders=run.count,
        cpu=run.cpu_each,
        p95_ms=percentile(run.latencies["order"], 0.95) * 1000,
        private=meter.private_mb(here.roots),
        connections=here.sql(_CONNECTIONS)[0][0],
        pending=here.sql(_PENDING)[0][0],
        valkey_mb=memory / 1_000_000,
        valkey_keys=int(here.broker.dbsize()),
    )


def verdict(minutes: list[Minute]) -> dict[str, Any]:
    """The last quarter beside the second one, and by how much each process has grown since the end of the first."""
    quarter = max(len(minutes) // 4, 1)
    early, late = minutes[quarter - 1 : 2 * quarter - 1] or minutes[:1], minutes[-quarter:]
    then, now = _then(minutes), minutes[-1]
    return {
        "CPU, late beside early": _mean(late, "cpu") / _mean(early, "cpu"),
        "p95, late beside early": _mean(late, "p95_ms") / _mean(early, "p95_ms"),
        "most growth of a process": max((growth(minutes, pid) for pid in _stayed(minutes)), default=0.0),
        "processes that came or went": len(set(now.private) ^ set(then.private)),
        "connections, least and most": [f(each.connections for each in minutes[quarter - 1 :]) for f in (min, max)],
        "Valkey MB, least and most": [f(each.valkey_mb for each in minutes[quarter - 1 :]) for f in (min, max)],
    }


def growth(minutes: list[Minute], pid: int) -> float:
    """The share by which the private memory of a process has grown since the end of the first quarter."""
    return minutes[-1].private[pid] / _then(minutes).private[pid] - 1


def _stayed(minutes: list[Minute]) -> set[int]:
    """Who was there all along; PostgreSQL starts a process for each connection, and ends it with that."""
    return {pid for pid, private in minutes[-1].private.items() if private and _then(minutes).private.get(pid)}


def _then(minutes: list[Minute]) -> Minute:
    return minutes[max(len(minutes) // 4, 1) - 1]


def _mean(minutes: list[Minute], name: str) -> float:
    return float(statistics.mean(getattr(each, name) for each in minutes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60, help="how long a minute is")
    parser.add_argument("--rate", type=float, default=5, help="orders a second")
    parser.add_argument("--products", type=int, default=100_000, help="more than fit into the server's buffers")
    parser.add_argument("--orders", type=int, default=10_000, help="orders that are there before it begins")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gotuto-soak-") as data, stage.running(Path(data)) as here:
        here.manage("seed", "--products", str(wishes.products), "--orders", str(wishes.orders))
        here.sql("VACUUM ANALYZE")
        skus = [sku for (sku,) in here.sql(_SAMPLE)]
        # All threads at once, so that each has its connection; otherwise one of them is first needed much later.
        here.load({"kind": "order", "clients": 16, "seconds": WARM_UP_SECONDS, "skus": skus})
        minutes: list[Minute] = []
        for number in range(1, wishes.minutes + 1):
            minutes.append(minute(here, skus, rate=wishes.rate, seconds=wishes.seconds))
            sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {report.line([number, *minutes[-1].row])}\n")
        sys.stdout.write(report.table(HEAD, [[place, *each.row] for place, each in enumerate(minutes, start=1)]))
        sys.stdout.write("\n\n" + json.dumps(verdict(minutes), indent=1) + "\n" + _processes(here, minutes))
        sys.stdout.write(f"\nAfterwards, `manage.py invariants` says: {here.manage('invariants').strip()}.\n")


def _processes(here: Stage, minutes: list[Minute]) -> str:
    then, now = _then(minutes).private, minutes[-1].private
    rows = [
        [f"{name} {pid}", then[pid], now[pid], f"{growth(minutes, pid):+.1%}"]
        for name, pids in meter.trees(here.roots).items()
        for pid in pids
        if pid in _stayed(minutes)
    ]
    return "\n" + report.table(["private MB", "after a quarter", "at the end", "growth"], rows) + "\n"


if __name__ == "__main__":
    main()
