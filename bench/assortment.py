"""What finding goods costs in a large assortment beside a small one: `python -m bench.assortment`, or `make assortment`.

Every product comes in two sizes and has five attributes. Both shops run at once and are asked in turns, so that a machine
which is now fast, now slow, is so for both; each round gives a ratio, and the middle one counts. Writes docs/assortment.md.
"""

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import report, stage
from bench.finding import Question, questions
from bench.rounds import Rounds, say
from bench.stage import SETTINGS, Stage, percentile
from tests.runtime.processes import PROJECT
from tests.runtime.starting import clean_environment

SMALL, LARGE = 10_000, 1_000_000
ROUNDS, SECONDS, CLIENTS = 5, 4.0, 8
RATE, RATE_SECONDS = 10.0, 6.0

Figures = dict[str, float]
# Of one question, round by round: what it took in the small shop, and in the large one.
Pairs = list[tuple[Figures, Figures]]


@dataclass(frozen=True)
class Exported:
    """What it took to write all products into a file."""

    rows: int
    seconds: float
    megabytes: float
    memory_mb: float
    idle_mb: float


def ask(bench: Rounds, question: Question) -> Figures:
    """CPU milliseconds of one answer, and PostgreSQL's part."""
    run = bench.load("get", clients=CLIENTS, paths=question.paths)
    return {"cpu": run.cpu_each, "postgres": run.each["postgres"]}


def wait(bench: Rounds, question: Question) -> Figures:
    """Statements of one answer, and how long the 95th of a hundred waits at a steady rate."""
    plan = {"kind": "get", "clients": 1, "seconds": 2, "times": 20, "paths": question.paths}
    counted = bench.here.statements(plan).get("web", {"statements": 0.0})
    run = bench.load("get", clients=CLIENTS, paths=question.paths, rate=RATE, seconds=RATE_SECONDS)
    return {"statements": counted["statements"], "p95": 1000 * percentile(run.latencies["get"], 0.95)}


@contextmanager
def shop(products: int) -> Iterator[tuple[Rounds, float]]:
    """A shop of that size, vacuumed, and the seconds that it took to make."""
    with tempfile.TemporaryDirectory(prefix="gotuto-assortment-") as data, stage.running(Path(data)) as here:
        say(f"seeding {products:,} products in two sizes, with five attributes")
        began = time.monotonic()
        here.manage("seed", "--products", str(products), "--variants", "2", "--attributes")
        seconds = time.monotonic() - began
        here.sql("VACUUM ANALYZE")
        say(f"{products:,} products took {seconds:.0f} s")
        yield Rounds(here, clients=CLIENTS, seconds=SECONDS), seconds


def compare(small: Rounds, large: Rounds, rounds: int, only: str) -> dict[str, tuple[Pairs, tuple[Figures, Figures]]]:
    """Each question to both, round by round; who is asked first changes every time."""
    both = [asked(small, only), asked(large, only)]
    found: defaultdict[str, Pairs] = defaultdict(list)
    for number in range(rounds):
        for one, other in zip(*both, strict=True):
            turns = [(small, one), (large, other)]
            told = [ask(*turn) for turn in (turns[::-1] if number % 2 else turns)]
            few, many = told[::-1] if number % 2 else told
            found[one.name].append((few, many))
    return {
        one.name: (found[one.name], (wait(small, one), wait(large, other))) for one, other in zip(*both, strict=True)
    }


def asked(bench: Rounds, only: str) -> list[Question]:
    ((size,),) = bench.here.sql("SELECT count(*) FROM catalog_product")
    return [one for one in questions(size, bench.goods["products"]) if only in one.name]


def export(here: Stage) -> Exported:
    """All products as CSV, by a process of its own, beside one that has next to nothing to write."""
    with tempfile.TemporaryDirectory(prefix="gotuto-assortment-") as folder:
        file = Path(folder) / "products.csv"
        _, idle = _alone(here, "export_file", "categories", str(file))
        seconds, most = _alone(here, "export_file", "products", str(file))
        with file.open("rb") as lines:
            return Exported(sum(1 for _ in lines) - 1, seconds, file.stat().st_size / 1e6, most, idle)


def _alone(here: Stage, *arguments: str) -> tuple[float, float]:
    """The seconds of a command, and the most memory in MB that it had. Raises CalledProcessError."""
    environ = {**clean_environment(), **SETTINGS, **here.environ, "GOTUTO_DATA_DIR": str(here.data_dir)}
    command = [sys.executable, "manage.py", *arguments]
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=PROJECT, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.monotonic() - began, usage.ru_maxrss / 1024


def row(name: str, pairs: Pairs, waited: tuple[Figures, Figures], of_list: float) -> list[object]:
    """The middle of both and of the ratios of their CPU time, the least and the largest ratio, and how long buyers waited."""
    ratios = [large["cpu"] / small["cpu"] for small, large in pairs]
    few, many = (_middle(shop) for shop in zip(*pairs, strict=True))
    return [
        name,
        *(f"{one['cpu']:.2f} ({one['postgres']:.2f})" for one in (few, many)),
        statistics.median(ratios),
        f"{min(ratios):.2f}-{max(ratios):.2f}",
        many["cpu"] / of_list,
        *(", ".join(f"{one[figure]:.0f}" for one in waited) for figure in ("statements", "p95")),
    ]


def _middle(rounds: Iterable[Figures]) -> Figures:
    each = list(rounds)
    return {figure: statistics.median(one[figure] for one in each) for figure in each[0]}


def page(
    found: dict[str, tuple[Pairs, tuple[Figures, Figures]]],
    size: int,
    seconds: float,
    exported: Exported,
    speeds: list[float],
) -> str:
    """The page: what each question costs in both shops, and what it takes to make and to export the large one."""
    of_list = _middle(large for _, large in next(iter(found.values()))[0])["cpu"]
    columns = ["CPU ms", f"{SMALL:,}", f"{size:,}", "ratio", "rounds", "beside a list", "statements", "p95 ms"]
    rows = [row(name, pairs, waited, of_list) for name, (pairs, waited) in found.items()]
    return (
        f"# What a large assortment costs\n\nWritten by `make assortment`; see [`bench/`](../bench/README.md).\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}. Two shops at once, with {SMALL:,} "
        f"and {size:,} products, each in two sizes and with five attributes, asked in turns by {CLIENTS} clients as fast as they are "
        "answered: CPU milliseconds of one answer by all programs, in brackets what of it was PostgreSQL's, the middle of the rounds; "
        "the middle, the least and the largest of their ratios; how many times the list's cost that is in the large shop. Statements "
        f"of one answer, and milliseconds that 95 of 100 waited at {RATE:g} a second, in the small shop and in the large one. A million "
        f"multiplications in Python took {min(speeds):.0f} to {max(speeds):.0f} ms in between: on a shared machine the same work "
        f"costs now more, now less.\n\n{report.table(columns, rows)}\n\n"
        f"It took {seconds:,.0f} s to seed the large shop. Its export as CSV has {exported.rows:,} rows and {exported.megabytes:,.0f} MB: "
        f"{exported.seconds:,.0f} s by a process that had {exported.memory_mb:.0f} MB at most, "
        f"{exported.memory_mb - exported.idle_mb:.0f} MB more than one that exports the categories.\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=LARGE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="questions whose names hold this")
    parser.add_argument("--out", type=Path, default=PROJECT / "docs")
    wishes = parser.parse_args()
    with contextlib.ExitStack() as shops:
        large, seconds = shops.enter_context(shop(wishes.products))
        small, _ = shops.enter_context(shop(SMALL))
        found = compare(small, large, wishes.rounds, wishes.only)
        text = page(found, wishes.products, seconds, export(large.here), small.speeds + large.speeds)
        (wishes.out / "assortment.md").write_text(text)
        sys.stdout.write(text + json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
