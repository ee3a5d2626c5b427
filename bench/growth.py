"""What a large shop costs beside a small one: `python -m bench.growth`, or `make growth`.

Both run at once and are asked in turns or, where it is about waiting, at the same time, so that a machine which is now
fast, now slow, is so for both; each round gives a ratio, and the middle one counts. Writes docs/growth.md.
"""

import argparse
import contextlib
import json
import os
import platform
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import meter, report, stage
from bench.client import never
from bench.rounds import COMMITTED, ROUNDS, Rounds, alone, say
from bench.stage import percentile
from tests.runtime.processes import PROJECT

# The 95th of a hundred orders is a matter of luck.
WAITS_PER_ROUND = 3
CLOSED: dict[str, dict[str, Any]] = {
    **{f"{kind}, 8 clients": {"kind": kind, "clients": 8} for kind in ("live", "list", "detail", "order")},
    **{f"{kind}, one at a time": {"kind": kind, "clients": 1, **alone(kind)} for kind in ("list", "detail", "order")},
}
RATE = 10.0
# Autovacuum and checkpoints still tidy up after the load.
SETTLE_SECONDS, REST_SECONDS = 120, 60

Figures = dict[str, float]


def cpu(bench: Rounds) -> Iterator[Figures]:
    """CPU milliseconds of one operation, a kind at a time, and what of it was PostgreSQL's."""
    for name, plan in CLOSED.items():
        run = bench.load(**plan)
        yield {f"{name}, CPU ms": run.cpu_each, f"{name}, of it PostgreSQL's": run.each["postgres"]}


def waiting(bench: Rounds) -> Figures:
    """How long buyers wait while orders come at a steady rate."""
    latencies = bench.at_rate(RATE)
    order, live, committed = (1000 * percentile(latencies[name], 0.95) for name in ("order", "live", COMMITTED))
    return {
        f"POST order minus live, p95 ms at {RATE:g}/s": order - live,
        f"{COMMITTED}, p95 ms at {RATE:g}/s": committed,
    }


def one_round(small: Rounds, large: Rounds, *, large_first: bool) -> Iterator[tuple[Figures, Figures]]:
    """The figures of both, of one question after the other."""
    if large_first:
        yield from ((one, other) for other, one in zip(cpu(large), cpu(small), strict=True))
    else:
        yield from zip(cpu(small), cpu(large), strict=True)
    with ThreadPoolExecutor(2) as at_once:
        for _ in range(WAITS_PER_ROUND):
            one, other = at_once.map(waiting, (small, large))
            yield one, other


def compare(small: Rounds, large: Rounds, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Each figure of both, round by round; who is asked first changes every time."""
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(rounds):
        for one, other in one_round(small, large, large_first=number % 2 == 1):
            for name in one:
                found[name].append((one[name], other[name]))
    return found


def at_rest(small: Rounds, large: Rounds) -> tuple[float, float]:
    """CPU milliseconds a second when nobody asks either for anything, at the same time."""
    never.wait(SETTLE_SECONDS)
    before = _spent(small), _spent(large)
    never.wait(REST_SECONDS)
    return (_spent(small) - before[0]) / REST_SECONDS, (_spent(large) - before[1]) / REST_SECONDS


def _spent(bench: Rounds) -> float:
    return sum(meter.cpu_ms(bench.here.roots).values())


def row(name: str, pairs: list[tuple[float, float]]) -> list[object]:
    """The middle of both and of the ratios, the least and the largest ratio."""
    small, large = (statistics.median(values) for values in zip(*pairs, strict=True))
    ratios = [after / before for before, after in pairs if before]
    if not ratios:
        return [name, small, large, "-", "-"]
    return [name, small, large, statistics.median(ratios), f"{min(ratios):.2f}-{max(ratios):.2f}"]


@contextmanager
def shop(products: int, orders: int) -> Iterator[Rounds]:
    """A shop of that size, measured after its rows have been vacuumed."""
    with tempfile.TemporaryDirectory(prefix="gotuto-growth-") as data, stage.running(Path(data)) as here:
        say(f"seeding {products:,} products, {orders:,} orders")
        here.manage("seed", "--products", str(products), "--orders", str(orders))
        bench = Rounds(here, clients=8, seconds=6)
        bench.settle_in()
        yield bench


def circumstances(wishes: argparse.Namespace, speeds: list[float]) -> str:
    return (
        f"# What size costs\n\nWritten by `make growth`; see [`bench/`](../bench/README.md).\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}. Two shops at once, one with "
        f"10,000 products and 1,000 orders, one with {wishes.products:,} products and {wishes.orders:,} orders, asked in turns, and "
        f"{WAITS_PER_ROUND} times a round at the same time how long a buyer waits at {RATE:g} orders a second each; "
        f"the middle of {wishes.rounds} rounds, and the middle, the least and the largest of their ratios. A million "
        f"multiplications in Python took {min(speeds):.0f} to {max(speeds):.0f} ms in between: on a shared machine the same work "
        "costs now more, now less, so a single round says little. Everything else is as in [what it costs](performance.md).\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=1_000_000)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--out", type=Path, default=PROJECT / "docs")
    wishes = parser.parse_args()
    with contextlib.ExitStack() as shops:
        large = shops.enter_context(shop(wishes.products, wishes.orders))
        small = shops.enter_context(shop(10_000, 1_000))
        found = compare(small, large, wishes.rounds)
        found["at rest, CPU ms a second"] = [at_rest(small, large)]
        rows = [row(name, pairs) for name, pairs in found.items()]
        head = ["", "10,000", f"{wishes.products:,}", "ratio", "rounds"]
        text = circumstances(wishes, small.speeds + large.speeds) + "\n" + report.table(head, rows) + "\n"
        said = [here.manage("invariants").strip() for here in (small.here, large.here)]
        text += f"\nAfterwards, `manage.py invariants` says: {'; '.join(said)}.\n"
        (wishes.out / "growth.md").write_text(text)
        sys.stdout.write(text + json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
