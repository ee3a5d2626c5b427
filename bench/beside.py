"""What this tree costs beside another one: `python -m bench.beside --tree PATH`, or `make beside`.

Both run at once and are asked in turns (A B B A ...), so that a machine which is now fast, now slow, is so for both. Told are
the medians, their ratio, and its 90 % interval: rounds are drawn again with replacement (a bootstrap, B. Efron 1979).
The other tree is a checkout with a virtual environment of its own.
"""

import argparse
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench import report, stage, steps
from bench.rounds import Rounds, alone, say
from tests.runtime.processes import PROJECT

ROUNDS = 10
DRAWS = 4_000
PLANS: dict[str, dict[str, Any]] = {
    "list, 8 clients": {"kind": "list", "clients": 8},
    "detail, 8 clients": {"kind": "detail", "clients": 8},
    "order, 8 clients": {"kind": "order", "clients": 8},
    "order, one at a time": {"kind": "order", "clients": 1, **alone("order")},
}

# The files of an invoice, and the mail that brings them, are made after the order and by nobody who waits for it.
_NO_DOCUMENTS = """
INSERT INTO gotuto_outbound_breaker (destination, failures, open_until, last_error, changed_at)
VALUES ('documents', 1, 'infinity', 'not measured here', now())
"""

Pairs = list[tuple[float, float]]


def interval(pairs: Pairs, *, share: float = 0.9) -> tuple[float, float]:
    """The middle `share` of the ratios of medians (second beside first) when rounds are drawn again with replacement."""
    dice = random.Random(1)
    ratios = sorted(ratio(dice.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
    cut = int(DRAWS * (1 - share) / 2)
    return ratios[cut], ratios[-cut - 1]


def ratio(pairs: Sequence[tuple[float, float]]) -> float:
    before, after = (statistics.median(values) for values in zip(*pairs, strict=True))
    return float(after / before)


def in_turns(before: Rounds, after: Rounds, rounds: int) -> dict[str, Pairs]:
    """CPU milliseconds of one operation in both, round by round; who is asked first changes every time."""
    found: defaultdict[str, Pairs] = defaultdict(list)
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for name, plan in PLANS.items():
            first, second = (before, after) if number % 2 == 0 else (after, before)
            one, other = first.load(**plan).cpu_each, second.load(**plan).cpu_each
            found[name].append((one, other) if first is before else (other, one))
    return dict(found)


def statements(shop: Rounds) -> dict[str, float]:
    """Statements and transaction controls of one order, in all programs."""
    counted = shop.here.statements(
        {"kind": "order", "clients": 1, "times": 20, "seconds": 60, **shop.goods, "pause": 0.05}
    )
    return {what: sum(program[what] for program in counted.values()) for what in ("statements", "control")}


def row(name: str, pairs: Pairs) -> list[object]:
    before, after = (statistics.median(values) for values in zip(*pairs, strict=True))
    low, high = interval(pairs)
    return [name, before, after, after / before, f"{low:.2f}-{high:.2f}"]


@contextmanager
def shop(tree: Path, seconds: float, **settings: str) -> Iterator[Rounds]:
    with (
        tempfile.TemporaryDirectory(prefix="gotuto-beside-") as data,
        stage.running(Path(data), tree=tree, **settings) as here,
    ):
        here.manage("seed", "--products", "10000", "--orders", "1000")
        rounds = Rounds(here, clients=8, seconds=seconds)
        rounds.settle_in()
        yield rounds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tree", type=Path, required=True, help="a checkout with a virtual environment of its own")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--step", help="keep the ratios under this name, for docs/performance.md")
    parser.add_argument(
        "--without-documents", action="store_true", help="leave the files of invoices and their mail unmade"
    )
    wanted = parser.parse_args()
    with ExitStack() as shops:
        before = shops.enter_context(shop(wanted.tree.resolve(), wanted.seconds))
        after = shops.enter_context(shop(PROJECT, wanted.seconds))
        if wanted.without_documents:
            after.here.database.execute(_NO_DOCUMENTS)
        rows = [row(name, pairs) for name, pairs in in_turns(before, after, wanted.rounds).items()]
        counts = {name: (statements(before)[name], statements(after)[name]) for name in ("statements", "control")}
        said = [one.here.manage("invariants").strip() for one in (before, after)]
    text = report.table(["CPU ms", "before", "after", "ratio", "90 %"], rows)
    sys.stdout.write(f"{text}\n\nOne order, before and after: {counts}\nInvariants: {said}\n")
    if wanted.step:
        steps.remember(wanted.step, rows, PROJECT / "docs" / "performance.md")


if __name__ == "__main__":
    main()
