"""What a list, a product and an order cost: `python -m bench.costs`, or `make bench`.

CPU time is the operating system's, of all processes of an instance of its own; the client is another process and is not
counted. Writes docs/performance.md and its picture.
"""

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import meter, report, stage, steps
from bench.rounds import CALM, COMMITTED, MOST_ROUNDS, ROUNDS, WARM_UP_SECONDS, Rounds, alone, say
from bench.stage import ORDER, Measured, Stage, percentile
from tests.runtime.processes import PROJECT

KINDS = ("list", "detail", "order")
IDLE_SECONDS = 30
BARE_ORDERS = 500

Section = tuple[str, str]


class Bench(Rounds):
    """One run over all questions, told section by section."""

    def __init__(self, here: Stage, wishes: argparse.Namespace) -> None:
        super().__init__(here, clients=wishes.clients, seconds=wishes.seconds)
        self.wishes = wishes
        self.bars: dict[str, dict[str, float]] = {}
        self.figures: dict[str, Any] = {}
        self.repeated: defaultdict[str, list[float]] = defaultdict(list)

    def sections(self) -> list[Section]:
        self.settle_in()
        idle = self.idle()
        closed = self.in_turns({kind: {"clients": self.clients} for kind in ("live", *KINDS)})
        single = self.in_turns({kind: {"clients": 1, **alone(kind)} for kind in KINDS})
        bare = self.bare()
        return [
            ("CPU", self.cpu(closed, single, bare)),
            ("Statements", self.statements()),
            ("Latency", self.latency(closed)),
            ("At a fixed rate", self.fixed_rates()),
            ("At rest", self.rest(idle)),
            (steps.TITLE, steps.section()),
        ]

    def cpu(self, closed: dict[str, list[Measured]], single: dict[str, list[Measured]], bare: dict[str, float]) -> str:
        rows = []
        for title, runs in ((f"{self.clients} clients", closed), ("one at a time", single)):
            for kind, (run, *others) in runs.items():
                costs = [each.cpu_each for each in (run, *others)]
                self.bars[f"{kind}, {title}"] = run.each
                self.figures[f"{kind}, {title}"] = run.cpu_each
                rows.append([f"{kind}, {title}", *(run.each[name] for name in ORDER), run.cpu_each,
                             f"{min(costs):.2f}-{max(costs):.2f}", len(costs),
                             round(run.pace_ms), f"{run.count / run.seconds:.0f}/s"])  # fmt: skip
        ratio = closed["order"][0].cpu_each / sum(bare.values())
        rows.append(
            ["order, bare SQL", "-", bare["client"], "-", bare["postgres"], "-", sum(bare.values()), "-", "-", "-", "-"]
        )
        self.figures["ratio to bare SQL"] = ratio
        return (
            report.table(["CPU ms of one", *ORDER, "all", "range", "rounds", "pace", "done"], rows)
            + "\n\n`live` is `/health/live`, which does nothing: what a request costs before anybody answers it, and how fast "
            f"the machine was. One order costs {ratio:.1f} times what the bare SQL for the same rows costs (one statement, one commit; "
            "the program that sends it is counted as its worker)."
        )

    def bare(self) -> dict[str, float]:
        say("order, bare SQL")
        plan = {
            "url": self.here.environ["DATABASE_URL"],
            "products": self.goods["products"],
            "times": BARE_ORDERS,
        }
        root = {"postgres": self.here.roots["postgres"]}
        before = meter.cpu_ms(root)
        answer = _python("bench.bare", plan)
        spent = meter.cpu_ms(root)["postgres"] - before["postgres"]
        # The ten orders that warm up are in what PostgreSQL spent.
        return {"postgres": spent / (BARE_ORDERS + 10), "client": answer["client_ms"] / BARE_ORDERS}

    def statements(self) -> str:
        rows = []
        for kind in KINDS:
            say(f"{kind}, statements")
            plan = {"kind": kind, "clients": 1, "seconds": 60, "times": 40, "pause": 0.05, **self.goods}
            self.here.load({**plan, "times": 10})
            found = self.here.statements(plan)
            counted = [found.get(name, {}).get("statements", 0.0) for name in ("web", "worker")]
            control = sum(program["control"] for program in found.values())
            self.figures[f"{kind}, statements"] = sum(counted)
            rows.append([kind, *(round(number, 1) for number in counted), round(sum(counted), 1), round(control, 1)])
        return (
            report.table(["SQL statements of one", "web", "worker", "both", "transaction control"], rows)
            + "\n\nCounted in the server's log, one at a time; the poll that looks for work now and then is in the worker's."
        )

    def latency(self, closed: dict[str, list[Measured]]) -> str:
        rows = [
            [f"{name}, {self.clients} clients", *_percentiles(seconds)]
            for run, *_ in closed.values()
            for name, seconds in run.latencies.items()
        ]
        return report.table(["milliseconds", "p50", "p95", "p99"], rows)

    def fixed_rates(self) -> str:
        tables = [self._fixed_rate(rate) for rate in self.wishes.rates]
        self.figures.update({name: statistics.median(values) for name, values in self.repeated.items()})
        rows = [[name, len(values), self.figures[name]] for name, values in self.repeated.items()]
        return "\n\n".join([*tables, report.table(["p95", "runs", "median ms"], rows)])

    def _fixed_rate(self, rate: float) -> str:
        latencies = self.at_rate(rate)
        order, live, committed = (percentile(latencies[name], 0.95) for name in ("order", "live", COMMITTED))
        self.repeated[f"POST order minus live, {rate:g}/s"].append(1000 * (order - live))
        self.repeated[f"placed to committed, {rate:g}/s"].append(1000 * committed)
        rows = [[name, *_percentiles(seconds)] for name, seconds in latencies.items()]
        return report.table([f"{rate:g} orders/s, milliseconds", "p50", "p95", "p99"], rows)

    def idle(self) -> dict[str, float]:
        """CPU milliseconds a second when nobody asks; before the load, because afterwards its traces are still tidied up."""
        say("idle")
        return self.here.idle(IDLE_SECONDS)

    def rest(self, idle: dict[str, float]) -> str:
        memory = meter.pss_mb(self.here.roots)
        self.figures["idle ms/s"] = sum(idle.values())
        rows: list[list[object]] = [
            ["CPU ms per second, before the load", *(idle[name] for name in ORDER), sum(idle.values())],
            ["memory after it, MB (Pss)", *(round(memory[name]) for name in ORDER), round(sum(memory.values()))],
        ]
        return report.table(["", *ORDER, "all"], rows)


def _percentiles(seconds: list[float]) -> list[float]:
    return [percentile(seconds, share) * 1000 for share in (0.5, 0.95, 0.99)]


def _python(module: str, plan: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=PROJECT,
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def circumstances(here: Stage, wishes: argparse.Namespace) -> str:
    """What has to be known to compare the figures with others."""
    limits = ", ".join(f"{name.lower()} {os.environ.get(f'GOTUTO_RATE_{name}', 'default')}" for name in stage.RATES)
    ((products, orders, server),) = here.sql(
        "SELECT (SELECT count(*) FROM catalog_product), (SELECT count(*) FROM order_order), current_setting('server_version')"
    )
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {server} "
        f"(fsync on), {products:,} products, {orders:,} orders at the end. Production settings, log level "
        f"{stage.SETTINGS['LOG_LEVEL']}; rate limits: {limits} (by default log-in and registration only), those of buyers off. "
        f"The calmest of {ROUNDS} to {MOST_ROUNDS} rounds of {wishes.seconds:g} s, each after {WARM_UP_SECONDS} s of warm-up, "
        "and the range of all. "
        "Every request asks for a random page, product or three products, without `If-None-Match`; nothing caches answers or rows. "
        "CPU is user and system time of all processes of the instance from the operating "
        "system, ended ones and idle work included, the client's not. "
        "An order is a guest's: cart with its three items, order, saga, events, and the mail written and sent."
    )


def _speed(speeds: list[float], undisturbed: float) -> str:
    return (
        f" On a shared machine the same work costs now more, now less: a million multiplications in Python, a part of them four "
        f"times a second during each round, took {min(speeds):.0f} to {max(speeds):.0f} ms, {statistics.median(speeds):.0f} in the middle. "
        "That is the pace; the calmest round is the one in which they took least, whatever the round itself cost, and there are "
        f"more rounds as long as it is more than {CALM - 1:.0%} over the {undisturbed:.0f} ms that they take undisturbed."
    )


TITLE = """# What it costs

Written by `make bench`; see [`bench/`](../bench/README.md).

"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=1_000, help="orders that are there before it begins")
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rates", type=float, nargs="*", default=[10.0], help="orders a second")
    parser.add_argument("--out", type=Path, default=PROJECT / "docs")
    wishes = parser.parse_args()
    random.seed(wishes.products)
    with tempfile.TemporaryDirectory(prefix="gotuto-bench-") as data, stage.running(Path(data)) as here:
        say(f"seeding {wishes.products} products, {wishes.orders} orders")
        here.manage("seed", "--products", str(wishes.products), "--orders", str(wishes.orders))
        bench = Bench(here, wishes)
        sections = bench.sections()
        text = (
            TITLE
            + circumstances(here, wishes)
            + _speed(bench.speeds, bench.undisturbed_ms)
            + "\n\n![CPU milliseconds](images/performance.svg)\n"
        )
        text += "".join(f"\n## {title}\n\n{body}\n" for title, body in sections)
        text += f"\nAfterwards, `manage.py invariants` says: {here.manage('invariants').strip()}.\n"
        (wishes.out / "images").mkdir(parents=True, exist_ok=True)
        (wishes.out / "performance.md").write_text(text)
        (wishes.out / "images" / "performance.svg").write_text(report.chart(bench.bars))
        sys.stdout.write(text + json.dumps(bench.figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
