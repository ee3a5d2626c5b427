"""Bursts of buyers, one after another: each request must be answered, and no burst may sell more than there is.

    python -m tests.reliability.bursts [--bursts 250]

In each, 200 buyers come at the same moment on new connections for 50 pieces, with idempotency keys. Starts an instance of
its own and speaks to this machine only. Exit code 1 when a request had no answer, or a promise was not kept.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.reliability.load import Buyers
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop

BUYERS, PIECES = 200, 50


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bursts", type=int, default=250)
    wanted = parser.parse_args()
    report, refused, requests, slowest = Report("bursts", 0), Counter[int](), 0, 0.0
    # The limit on guests' orders would refuse what this is about.
    with (
        tempfile.TemporaryDirectory(prefix="gotuto-bursts-") as directory,
        open_shop(Path(directory), GOTUTO_RATE_ORDER="off", GOTUTO_RATE_GUEST_ORDER="off") as shop,
    ):
        for number in range(wanted.bursts):
            began = time.monotonic()
            buyers = burst(shop)
            refused.update(refusal.status for purchase in buyers.purchases for refusal in purchase.refusals)
            requests += asked(buyers)
            slowest = max(slowest, buyers.slowest(1.0))
            report.expect(len(buyers.promised()) == BUYERS, f"burst {number + 1}: somebody was not served")
            say(f"burst {number + 1}: {time.monotonic() - began:.1f} s, {requests} requests, refused {dict(refused)}")
            shop.settle(120)
        states = dict(shop.states())
        report.wrong += shop.violations()
    report.figures |= {"requests": requests, "refused": dict(refused), "slowest s": round(slowest, 2), "orders": states}
    report.expect(not refused[0], f"{refused[0]} requests had no answer")
    report.expect(states.get("confirmed") == wanted.bursts * PIECES, f"orders ended {states}")
    say(str(report))
    return 1 if report.wrong else 0


def burst(shop: SufferingShop) -> Buyers:
    """All come at once, and come again with the same keys until they are served."""
    [hot] = shop.fill(1, pieces=PIECES)
    buyers = shop.buyers()
    buyers.at_once([{hot: 1} for _ in range(BUYERS)])
    buyers.close()
    return buyers


def asked(buyers: Buyers) -> int:
    """How many requests they made: what was refused, the cart, the order."""
    return sum(len(one.refusals) + 1 + bool(one.order_id) for one in buyers.purchases)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
