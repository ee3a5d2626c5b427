"""A file that comes in while its worker is killed: what stands there in the end is what one run would have made.

    python -m tests.reliability.imports [--rows 20000] [--kills 5] [--seed 7] [--without unit]

Goods with variants, one row in twenty broken, then a count of them all: each file twice, once by a worker that nobody disturbs and
once by workers that are killed (SIGKILL) at random moments of checking and writing. Goods, prices, stock, events, what became of
each row and what was wrong with it must be the same. `--without unit` notes what became of rows apart from writing them, and
the program must say so.
"""

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report
from tests.runtime.processes import PROJECT

ONE, KILLED = "ONE", "KIL"
# Nobody waits longer than this for a file that does not come to its end.
_SECONDS = 900
_BROKEN_IN = 20
# How long the planted fault leaves a row written and not noted: long enough to be hit.
_GAP = 1.5

_STATES: dict[str, str] = {
    "goods": """
        SELECT substr(product.sku, 4), product.name, product.price_amount, product.options::text, variant.sku IS NOT NULL,
               substr(coalesce(variant.sku, ''), 4), variant.price_amount, variant.name, variant.position, product.version
        FROM catalog_product AS product LEFT JOIN catalog_variant AS variant ON variant.product_id = product.id
        WHERE product.sku LIKE %s ORDER BY 1, 6""",
    "prices": """
        SELECT substr(sku, 4), kind, amount, reason, count(*)
        FROM catalog_priceentry WHERE sku LIKE %s GROUP BY 1, 2, 3, 4 ORDER BY 1, 3""",
    "stock": "SELECT substr(sku, 4), on_hand FROM inventory_stockitem WHERE sku LIKE %s ORDER BY 1",
    "movements": """
        SELECT substr(sku, 4), kind, delta_on_hand, reason, count(*)
        FROM inventory_movement WHERE sku LIKE %s GROUP BY 1, 2, 3, 4 ORDER BY 1, 3""",
    "events": """
        SELECT name, substr(data ->> 'sku', 4), count(*)
        FROM gotuto_outbox_event WHERE data ->> 'sku' LIKE %s GROUP BY 1, 2 ORDER BY 1, 2""",
}  # fmt: skip
_ROWS = """SELECT row.line, row.outcome, problem."column", problem.said
FROM gotuto_imports_importrow AS row
    LEFT JOIN gotuto_imports_importproblem AS problem ON problem.of_id = row.of_id AND problem.line = row.line
WHERE row.of_id = %s ORDER BY row.line, problem."column", problem.said"""
_PROGRESS = "SELECT status, checked + created + changed + unchanged + refused FROM gotuto_imports_import WHERE id = %s"


# Nobody ever sets it: to wait for it is to let others work for so long.
pause = threading.Event().wait


def goods(prefix: str, rows: int) -> bytes:
    """Every third a style with three variants; every twentieth row has a price that is none."""

    def lines() -> Iterator[str]:
        yield "sku,product,name,category,price,currency,option_1,value_1"
        for number in range(rows):
            price = "free" if number % _BROKEN_IN == 7 else f"{1 + number % 90}.50"
            style, size = divmod(number, 3)
            if style % 3:
                yield f"{prefix}{number},,Goods {number},all,{price},EUR,,"
            else:
                yield f"{prefix}{number},{prefix}S{style},Style {style},all,{price},EUR,Size,{'SML'[size]}"

    return "\n".join(lines()).encode()


def counts(prefix: str, rows: int) -> bytes:
    """A count of each; every twentieth is of nothing that there is."""
    lines = (f"{prefix}{number},{number % 50}" for number in range(rows))
    return "\n".join(["sku,on_hand", *lines]).encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name, default in (("rows", 20_000), ("kills", 5), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--without", choices=("unit",), default="", help="see that the program finds it")
    parser.add_argument("--worker", type=UUID, help=argparse.SUPPRESS)
    wanted = vars(parser.parse_args())
    if (one := wanted.pop("worker")) is not None:
        return work_as_a_worker(one, without=wanted["without"])
    os.environ |= {"GOTUTO_LEASE_SECONDS": "2"}
    with shop_of_its_own():
        report = tried(**wanted)
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def work_as_a_worker(one: UUID, *, without: str) -> int:
    """Check or write one file to its end, and say how much memory that took."""
    import django

    django.setup()
    from gotuto.imports import working

    if without:
        note_apart(working)
    before = _peak_kb()
    while not _ended(one):
        if not working.work_on(one):
            # The lease of one who was killed.
            pause(0.05)
    print(_peak_kb() - before)  # noqa: T201
    return 0


def _peak_kb() -> int:
    """The most memory that this process has had, in KiB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def note_apart(working: Any) -> None:
    """What rows write and what became of them are two transactions, with time to die in between."""
    from gotuto import testing

    settle = testing.settle_rows

    def apart(claim: Any, rows: Any, *verdicts: Any) -> None:
        from django.db import connection

        if claim.is_checked:
            connection.cursor().execute("COMMIT")
            pause(_GAP)
            connection.cursor().execute("BEGIN")
        settle(claim, rows, *verdicts)

    testing.settle_rows_by(apart)


def tried(*, rows: int, kills: int, seed: int, without: str) -> Report:
    from django.utils import timezone

    from contexts.catalog.categories.use_cases import create_category

    create_category(name="All", slug="all", now=timezone.now())
    report, dice = Report("imports", seed), random.Random(seed)
    for kind, file in (("products", goods), ("stock", counts)):
        quiet = Run(kind, file(ONE, rows), dice, kills=0, without="")
        torn = Run(kind, file(KILLED, rows), dice, kills=kills, without=without)
        for run, name in ((quiet, f"{kind} one run"), (torn, f"{kind} killed {len(torn.killed_at)} times")):
            report.figures[name] = f"{run.seconds:.1f} s, +{run.memory / 1024:.0f} MB"
        report.figures[f"{kind} errors"] = quiet.errors
        report.expect(
            len(torn.killed_at) == kills, f"{kind}: only {len(torn.killed_at)} of {kills} were killed in time"
        )
        for what, (one, other) in _differences(quiet, torn):
            report.wrong.append(f"{kind}: {what} differ: {one} beside {other}")
    return report


class Run:
    """A file from its first row to its last, by as many workers as it takes."""

    def __init__(self, kind: str, content: bytes, dice: random.Random, *, kills: int, without: str) -> None:
        from django.utils import timezone

        from gotuto.imports import deciding, staging

        self.killed_at: list[int] = []
        self.memory, began = 0, time.monotonic()
        taken = staging.start(kind=kind, content=BytesIO(content), now=timezone.now())
        self.id, self.without, self.dice = taken.id, without, dice
        # Some while rows are checked, and more while they are written.
        checking, writing = range(taken.rows * 9 // 10), range(taken.rows, taken.rows * 19 // 10 - 500)
        moments = sorted([*dice.sample(checking, kills // 3), *dice.sample(writing, kills - kills // 3)])
        self._worked([at for at in moments if at < taken.rows])
        deciding.confirm(import_id=self.id, kinds=[kind], now=timezone.now())
        self._worked([at for at in moments if at >= taken.rows])
        self.seconds = time.monotonic() - began
        self.errors = self._told().errors

    def _told(self) -> Any:
        from gotuto.imports.models import Import

        return Import.objects.get(id=self.id).to_dto()

    def _worked(self, moments: Sequence[int]) -> None:
        for moment in moments:
            self._kill_at(moment)
        with self._worker() as worker:
            told, _ = worker.communicate(timeout=_SECONDS)
        if worker.returncode:
            raise RuntimeError("a worker broke")
        self.memory = int(told)

    def _kill_at(self, moment: int) -> None:
        with self._worker() as worker:
            ends = time.monotonic() + _SECONDS
            while _progress(self.id)[1] < moment and not _ended(self.id) and time.monotonic() < ends:
                pause(0.005)
            pause(_GAP / 2 if self.without else self.dice.random() * 0.2)
            if worker.poll() is None:
                self.killed_at.append(_progress(self.id)[1])
                os.kill(worker.pid, signal.SIGKILL)

    def _worker(self) -> subprocess.Popen[str]:
        words = ["--worker", str(self.id), *(["--without", self.without] if self.without else [])]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.imports", *words], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )


def _progress(one: UUID) -> tuple[str, int]:
    from gotuto.db import fetch_one

    status, done = fetch_one(_PROGRESS, [one])
    return status, done


def _ended(one: UUID) -> bool:
    return _progress(one)[0] not in ("validating", "running")


def _differences(quiet: Run, torn: Run) -> Iterator[tuple[str, tuple[Any, Any]]]:
    from gotuto.db import fetch_all

    read: Callable[[str, str], list[Any]] = lambda name, prefix: fetch_all(_STATES[name], [f"{prefix}%"])  # noqa: E731
    pairs = [(name, read(name, ONE), read(name, KILLED)) for name in _STATES]
    pairs.append(("rows", fetch_all(_ROWS, [quiet.id]), fetch_all(_ROWS, [torn.id])))
    for name, one, other in pairs:
        if not one and name in ("goods", "rows"):
            yield name, ("nothing", "nothing")
        for pair in itertools.zip_longest(one, other):
            if str(pair[0]).replace(ONE, KILLED) != str(pair[1]):
                yield name, pair
                break


if __name__ == "__main__":
    sys.exit(main())
