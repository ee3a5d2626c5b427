"""What a list, a product and an order cost: `python -m tests.performance.bench`, or `make bench`.

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
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

from tests.performance import meter, report, stage
from tests.performance.stage import ORDER, PROJECT, Measured, Stage, percentile

KINDS = ("list", "detail", "order")
WARM_UP_SECONDS = 2
ROUNDS, MOST_ROUNDS = 5, 20
CALM = 1.15
RATE_SECONDS = 10
IDLE_SECONDS = 30
MOST_PAGES = 125
COMMITTED = "placed to committed"
BARE_ORDERS = 500

_TIMES = """
SELECT extract(epoch FROM o.confirmed_at - o.placed_at)::float8, extract(epoch FROM s.finished_at - s.started_at)::float8
FROM order_order AS o JOIN gotuto_sagas_sagarun AS s ON s.subject_id = o.id AND s.name = 'order.placement'
WHERE o.placed_at >= to_timestamp(%s)
"""
_SAMPLE = "SELECT id::text, sku FROM catalog_product WHERE sku LIKE 'SEED-%%' ORDER BY random() LIMIT 20000"

Section = tuple[str, str]


class Bench:
    """One run over all questions, told section by section."""

    def __init__(self, here: Stage, wishes: argparse.Namespace) -> None:
        self.here, self.wishes = here, wishes
        sample = here.sql(_SAMPLE)
        self.goods: dict[str, Any] = {
            "products": [product for product, _ in sample],
            "skus": [sku for _, sku in sample],
            "pages": self._pages(),
        }
        self.bars: dict[str, dict[str, float]] = {}
        self.figures: dict[str, Any] = {}
        self.repeated: defaultdict[str, list[float]] = defaultdict(list)
        self.speeds: list[float] = []
        self.undisturbed_ms = float("inf")

    def sections(self) -> list[Section]:
        self.settle_in()
        idle = self.idle()
        closed = self.in_turns({kind: {"clients": self.wishes.clients} for kind in ("live", *KINDS)})
        single = self.in_turns({kind: {"clients": 1, **alone(kind)} for kind in KINDS})
        bare = self.bare()
        return [
            ("CPU", self.cpu(closed, single, bare)),
            ("Statements", self.statements()),
            ("Latency", self.latency(closed)),
            ("At a fixed rate", self.fixed_rates()),
            ("At rest", self.rest(idle)),
        ]

    def settle_in(self) -> None:
        """Warm up, and vacuum: autovacuum would do it within minutes of a bulk load, and be measured along with what is.

        Plans that are made over a hundred rows read whole tables, and are kept while those grow.
        """
        self.here.load({"kind": "order", "clients": self.wishes.clients, "seconds": WARM_UP_SECONDS, **self.goods})
        self.here.sql("VACUUM ANALYZE")

    def load(self, kind: str, **plan: Any) -> Measured:
        """Warm up, then measure."""
        wish = ", ".join(f"{name} {value}" for name, value in plan.items())
        plan = {"kind": kind, "seconds": self.wishes.seconds, **self.goods, **plan}
        self.here.load({**plan, "seconds": WARM_UP_SECONDS})
        with meter.Pace() as pace:
            run = self.here.load(plan)
        run.pace_ms = pace.ms
        self.speeds.append(run.pace_ms)
        self.undisturbed_ms = min(self.undisturbed_ms, pace.least_ms)
        say(f"{kind}, {wish}: {run.cpu_each:.2f} CPU ms at pace {pace.ms:.0f} (least {pace.least_ms:.0f})")
        return run

    def in_turns(self, plans: dict[str, dict[str, Any]]) -> dict[str, list[Measured]]:
        """Rounds of each kind, in turns, as a shared machine is now fast, now slow; the calmest round first."""
        rounds: dict[str, list[Measured]] = {kind: [] for kind in plans}
        while kinds := [kind for kind, runs in rounds.items() if not self._enough(runs)]:
            for kind in kinds:
                rounds[kind].append(self.load(kind, **plans[kind]))
        return {kind: sorted(runs, key=lambda run: run.pace_ms) for kind, runs in rounds.items()}

    def _enough(self, runs: list[Measured]) -> bool:
        return enough([run.pace_ms for run in runs], self.undisturbed_ms)

    def cpu(self, closed: dict[str, list[Measured]], single: dict[str, list[Measured]], bare: dict[str, float]) -> str:
        rows = []
        for title, runs in ((f"{self.wishes.clients} clients", closed), ("one at a time", single)):
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
        answer = _python("tests.performance.bare", plan)
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
            + "\n\nCounted in the server's log, one at a time; the sweep that looks for work now and then is in the worker's."
        )

    def latency(self, closed: dict[str, list[Measured]]) -> str:
        rows = [
            [f"{name}, {self.wishes.clients} clients", *_percentiles(seconds)]
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

    def at_rate(self, rate: float) -> dict[str, list[float]]:
        """Seconds that each request took, and each order until it was confirmed, while orders came at a steady rate."""
        run = self.load("order", rate=rate, clients=8, seconds=RATE_SECONDS)
        times = self.here.sql(_TIMES, run.began)
        own, saga = ([row[place] for row in times] for place in (0, 1))
        return {**run.latencies, "placed to confirmed, the order's own times": own, COMMITTED: saga}

    def idle(self) -> dict[str, float]:
        """CPU milliseconds a second when nobody asks; before the load, because afterwards its traces are still tidied up."""
        say("idle")
        return self.here.idle(IDLE_SECONDS)

    def rest(self, idle: dict[str, float]) -> str:
        memory = meter.pss_mb(self.here.roots)
        self.figures["idle ms/s"] = sum(idle.values())
        rows = [
            ["CPU ms per second, before the load", *(idle[name] for name in ORDER), sum(idle.values())],
            ["memory after it, MB (Pss)", *(round(memory[name]) for name in ORDER), round(sum(memory.values()))],
        ]
        return report.table(["", *ORDER, "all"], rows)

    def _pages(self) -> list[dict[str, str]]:
        """Pages all over the catalogue, by following `next` in large steps in four orderings."""
        found: list[dict[str, str]] = []
        for ordering in ("name", "-name", "price", "-price"):
            page: dict[str, str] = {"ordering": ordering}
            for _ in range(MOST_PAGES):
                found.append(page)
                query = "&".join(f"{name}={value}" for name, value in page.items())
                with urlopen(f"{self.here.url}/api/v1/products/?page_size=100&{query}") as answer:  # noqa: S310
                    following = json.load(answer)["next"]
                if following is None:
                    break
                page = {**page, "cursor": dict(parse_qsl(urlsplit(following).query))["cursor"]}
        return found


def alone(kind: str) -> dict[str, float]:
    # Time for the worker to finish the last order before the next one comes.
    return {"pause": 0.05} if kind == "order" else {}


def enough(paces: list[float], undisturbed: float) -> bool:
    """Whether these rounds will do: a few, and one of them at the pace of a machine that nobody disturbs; else as many as may be."""
    return len(paces) >= MOST_ROUNDS or (len(paces) >= ROUNDS and min(paces) <= CALM * undisturbed)


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


def say(what: str) -> None:
    """Progress, with the time."""
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {what}\n")


def circumstances(here: Stage, wishes: argparse.Namespace) -> str:
    """What has to be known to compare the figures with others."""
    limits = ", ".join(f"{name.lower()} {os.environ.get(f'GOTUTO_RATE_{name}', 'default')}" for name in stage.RATES)
    ((products, orders, server),) = here.sql(
        "SELECT (SELECT count(*) FROM catalog_product), (SELECT count(*) FROM order_order), current_setting('server_version')"
    )
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}, PostgreSQL {server} "
        f"(fsync on), {products:,} products, {orders:,} orders at the end. Production settings, log level "
        f"{stage.SETTINGS['LOG_LEVEL']}; rate limits: {limits} (by default log-in and registration only). "
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

Written by `make bench`; see `tests/performance/`.

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
