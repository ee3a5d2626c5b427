"""What traces cost an order: `python -m bench.traced [--rounds 10]`.

Three instances run at once and are asked in turns: traces off, one order in a hundred recorded, and every one. Told are the
medians of the CPU time of their processes and its ratio to that without traces; the receiver's is not counted.
"""

import argparse
import random
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench import beside, report
from bench.rounds import Rounds, say
from tests.runtime.processes import PROJECT

_RECEIVER = """
import sys
from tests.tracing.receiver import Receiver
with Receiver() as receiver:
    print(receiver.url, flush=True)
    sys.stdin.read()
    print(len(receiver.spans))
"""
SHARES = {"off": 0.0, "1 %": 0.01, "100 %": 1.0}


def told(share: float, url: str) -> dict[str, str]:
    """The settings of an instance that records this share of what it does."""
    sampler = {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": str(share)}
    return {"OTEL_EXPORTER_OTLP_ENDPOINT": url, **sampler} if share else {}


@contextmanager
def receiver() -> Iterator[str]:
    """A receiver of OTLP in a process of its own; says at the end how many spans came."""
    process = subprocess.Popen(
        [sys.executable, "-c", _RECEIVER], cwd=PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    spans, _ = process.communicate("")
    say(f"the receiver was sent {spans.strip()} spans")


def in_turns(shops: dict[str, Rounds], rounds: int) -> dict[str, list[float]]:
    """CPU milliseconds of an order in each, round by round, in another sequence each time."""
    dice, found = random.Random(1), defaultdict[str, list[float]](list)
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for name in dice.sample(sorted(shops), len(shops)):
            found[name].append(shops[name].load(kind="order", clients=8).cpu_each)
    return dict(found)


def rows(found: dict[str, list[float]]) -> Iterator[list[object]]:
    for name in SHARES:
        pairs = list(zip(found["off"], found[name], strict=True))
        low, high = beside.interval(pairs)
        yield [f"traces {name}", statistics.median(found[name]), beside.ratio(pairs), f"{low:.2f}-{high:.2f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5)
    wanted = parser.parse_args()
    with receiver() as url, ExitStack() as stack:
        shops = {
            name: stack.enter_context(beside.shop(PROJECT, wanted.seconds, **told(share, url)))
            for name, share in SHARES.items()
        }
        found = in_turns(shops, wanted.rounds)
    sys.stdout.write(report.table(["order, 8 clients, CPU ms", "median", "ratio", "90 %"], list(rows(found))) + "\n")


if __name__ == "__main__":
    main()
