"""Slow peers, all at once, while buyers order: does anybody else notice?

    python -m tests.reliability.slow_peers [--bodies 200] [--readers 200] [--idle 1000] [--drips 200] [--seconds 30]

Starts an instance of its own and speaks to this machine only. Exit code 1 when `/health/live` took longer than 0.2 s in more
than one of a hundred cases, or an order longer than 2 s.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.reliability.bystanders import Honest, suffer
from tests.reliability.peers import kinds
from tests.reliability.report import Report
from tests.reliability.shop import open_shop


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bodies", type=int, default=200, help="who stop in the middle of a body")
    parser.add_argument("--readers", type=int, default=200, help="who ask for a file of 3.9 MB and do not read")
    parser.add_argument("--idle", type=int, default=1000, help="who connect and say nothing")
    parser.add_argument("--drips", type=int, default=200, help="who send a byte a second")
    parser.add_argument("--seconds", type=float, default=30)
    wishes = parser.parse_args()
    slow = kinds(bodies=wishes.bodies, readers=wishes.readers, idle=wishes.idle, drips=wishes.drips)
    report = Report("slow peers", 0)
    with tempfile.TemporaryDirectory(prefix="gotuto-peers-") as directory, open_shop(Path(directory)) as shop:
        [sku] = shop.fill(1)
        suffer(report, Honest(shop.instance.url, sku), slow, seconds=wishes.seconds)
    print(report, flush=True)  # noqa: T201
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
