"""A storm: a shop under load, faults, then calm, and the account of everything that was promised."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tests.reliability.load import Buyers, mixed
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop
from tests.reliability.waker import state_of

MOST_WAITING = 60.0
MOST_OVERTIME = 240.0


@dataclass
class Storm:
    """A shop under load, with somebody who keeps looking at what must never be."""

    shop: SufferingShop
    buyers: Buyers
    dice: random.Random
    report: Report
    seconds: float
    last_blow: float | None = None

    def strike(self, pid: int | None, number: int) -> bool:
        """Send a signal; whether there was anybody to get it."""
        if not struck(pid, number):
            return False
        self.last_blow = time.monotonic()
        return True

    def watch(self, seconds: float) -> None:
        """Let time pass, looking at the invariants all the while."""
        deadline, tick = time.monotonic() + seconds, Event()
        while time.monotonic() < deadline:
            self.report.wrong += self.shop.violations()
            tick.wait(min(1.0, max(deadline - time.monotonic(), 0)))

    def until_it_is_over(self, enough: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """Go on for the usual time, and then until it is enough: on a slow machine that takes longer, but not for ever."""
        started = time.monotonic()
        while (passed := time.monotonic() - started) < self.seconds + MOST_OVERTIME:
            if passed >= self.seconds and enough():
                return
            yield


def struck(pid: int | None, number: int) -> bool:
    """Send a signal; whether there was anybody to get it."""
    if pid is None or state_of(pid) in ("", "X", "Z"):
        return False
    with suppress(ProcessLookupError):
        os.kill(pid, number)
        return True
    return False


@contextmanager
def storm(
    report: Report, directory: Path, *, seconds: float, rate: float, products: int = 10, **environ: str
) -> Iterator[Storm]:
    """Load, the faults of the block, then calm; and the account of everything that was promised."""
    dice = random.Random(report.seed)
    with open_shop(directory, **environ) as shop:
        buyers, over = shop.buyers(), Event()
        skus = shop.fill(products) + shop.fill(2, pieces=60)
        steady = buyers.steadily(mixed(dice, skus), rate=rate, until=over)
        on, began = Storm(shop, buyers, dice, report, seconds), time.monotonic()
        try:
            yield on
        finally:
            over.set()
            report.figures["load s"] = round(time.monotonic() - began)
            steady.join()
            buyers.close()
        settled = shop.settle(MOST_WAITING)
        if on.last_blow is not None:
            report.figures["last blow to settled s"] = round(time.monotonic() - on.last_blow, 1)
        account(report, shop, buyers, settled)


def account(report: Report, shop: SufferingShop, buyers: Buyers, settled: float) -> None:
    promised = buyers.promised()
    report.figures |= {
        "orders": len(promised),
        **shop.states(),
        "5xx": buyers.server_errors(),
        "broken lines": buyers.broken_connections(),
        "p99 s": round(buyers.slowest(0.99), 2),
        "slowest POST s": round(buyers.slowest(1), 2),
        "slowest saga s": round(shop.slowest_saga(), 1),
        "settled s": round(settled, 1),
        "fenced": shop.fenced(),
        "unknown mails": shop.unknown_mails(),
        "deadlocks": shop.deadlocks(),
    }
    if settled > MOST_WAITING:
        report.wrong += [f"not everything had settled after {MOST_WAITING:.0f} s", *shop.open_work()]
    report.wrong += shop.violations() + shop.broken_promises(promised) + shop.wrong_mails()
