"""How available a shop is while its processes are killed, one a minute: as its visitors see it, with and without one repetition.

    python -m tests.reliability.availability [--minutes 30] [--rate 10]

Starts an instance of its own and ends only what belongs to it. Exit code 1 when fewer than 99.9 % of the requests were served
with one repetition under the same Idempotency-Key, or a promise was broken. At the end PostgreSQL is killed three times; what
that costs is told apart.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from threading import Event

from tests.http_client import HttpClient, NoAnswer
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop
from tests.reliability.storm import struck
from tests.reliability.visitors import Asked, Visitors
from tests.runtime.processes import wait_until

PROMISED = 0.999
DATABASE_KILLS = 3
SETTLED_WITHIN = 120

Blow = tuple[str, float]


class Trial:
    """A shop, its visitors, and who was struck when."""

    def __init__(self, shop: SufferingShop, visitors: Visitors, minute: float) -> None:
        self.shop, self.visitors, self.minute = shop, visitors, minute
        self.blows: list[Blow] = []
        self.over = Event()

    def strike_in_turn(self, minutes: int) -> None:
        """A blow a minute, and in the middle everything that serves is restarted, one after the other."""
        victims = cycle(self.victims().items())
        for minute in range(1, minutes):
            self.over.wait(self.minute)
            if minute == minutes // 2:
                self.blow("rolling restart", self.restart_in_turn)
                continue
            name, found = next(victims)
            self.blow(f"kill -9 of {name}", partial(self.kill, found))
        self.over.wait(self.minute)

    def victims(self) -> dict[str, Callable[[], int | None]]:
        shop = self.shop
        return {
            "a web child": lambda: next(iter(shop.children("web")), None),
            "the web master": lambda: shop.pid("web"),
            "a worker child": lambda: next(iter(shop.children("worker")), None),
            "the worker": lambda: shop.pid("worker"),
            "beat": lambda: shop.pid("beat"),
            "Valkey": lambda: shop.pid("valkey"),
        }

    def blow(self, name: str, act: Callable[[], object]) -> None:
        self.blows.append((name, time.monotonic()))
        act()
        say(
            f"{name}; {len(self.visitors.asked)} requests so far, {len(failed(self.visitors.asked))} not served at once"
        )

    def kill(self, found: Callable[[], int | None]) -> None:
        wait_until(lambda: struck(found(), signal.SIGKILL), seconds=30)

    def restart_in_turn(self) -> None:
        """The web server renews its children under its port; worker and beat end what they do, and come back."""
        struck(self.shop.pid("web"), signal.SIGHUP)
        for name in ("worker", "beat"):
            before = self.shop.pid(name)
            struck(before, signal.SIGTERM)
            wait_until(lambda name=name, before=before: self.shop.pid(name) not in (None, before), seconds=60)  # type: ignore[misc]

    def kill_database(self) -> float:
        """Seconds from the blow until the shop answers again."""
        began = time.monotonic()
        self.kill(lambda: self.shop.pid("postgres"))
        wait_until(lambda: not self.answers(), seconds=10)
        wait_until(self.answers, seconds=60)
        return round(time.monotonic() - began, 2)

    def answers(self) -> bool:
        try:
            return HttpClient(self.shop.instance.url, timeout=10).call("GET", "/api/v1/products/").is_success
        except NoAnswer:
            return False


def failed(asked: list[Asked]) -> list[Asked]:
    return [one for one in asked if one.first is not None]


def lost(asked: list[Asked]) -> list[Asked]:
    return [one for one in asked if one.second is not None]


def served(asked: list[Asked], unserved: list[Asked]) -> float:
    return 1 - len(unserved) / max(len(asked), 1)


def by_blow(blows: list[Blow], asked: list[Asked]) -> dict[str, str]:
    """For each kind of blow: how many first and second tries failed from then until the next one, and the slowest answer."""
    told: dict[str, list[Asked]] = {}
    times = Counter(name for name, _ in blows)
    for (name, began), (_, following) in zip(blows, [*blows[1:], ("", float("inf"))], strict=True):
        told.setdefault(name, []).extend(one for one in asked if began - 1 <= one.began < following - 1)
    return {
        name: f"{len(failed(seen))} and {len(lost(seen))} of {len(seen)} in {times[name]} blows,"
        f" slowest {max((one.seconds for one in seen), default=0):.1f} s"
        for name, seen in told.items()
    }


def play(report: Report, directory: Path, *, minutes: int, rate: float, minute: float = 60) -> None:
    """All of it. What is wrong stands in the report."""
    with open_shop(directory, GOTUTO_LIMITS="off") as shop:
        trial = Trial(shop, Visitors(shop.instance.url, shop.fill(20)), minute)
        over = Event()
        coming = trial.visitors.come(rate=rate, until=over)
        try:
            trial.strike_in_turn(minutes)
            before = list(trial.visitors.asked)
            report.figures["PostgreSQL killed, s until an answer"] = [
                _then(trial, minute / 4) for _ in range(DATABASE_KILLS)
            ]
        finally:
            over.set()
            coming.join()
        tell(report, before, trial)
        keep_account(report, shop, trial.visitors)


def _then(trial: Trial, seconds: float) -> float:
    took = trial.kill_database()
    trial.over.wait(seconds)
    return took


def tell(report: Report, asked: list[Asked], trial: Trial) -> None:
    after = trial.visitors.asked[len(asked) :]
    report.figures |= {
        "requests": len(asked),
        "failed at first": len(failed(asked)),
        "served at once": f"{served(asked, failed(asked)):.4%}",
        "failed twice": len(lost(asked)),
        "served with one repetition": f"{served(asked, lost(asked)):.4%}",
        "slowest s": round(max(one.seconds for one in asked), 2),
        "first and second tries that failed": by_blow(trial.blows, asked),
        "while PostgreSQL was killed": f"{len(failed(after))} and {len(lost(after))} of {len(after)}",
    }
    report.expect(served(asked, lost(asked)) >= PROMISED, f"fewer than {PROMISED:.1%} were served")


def keep_account(report: Report, shop: SufferingShop, visitors: Visitors) -> None:
    """What the shop has promised, and what must never be."""
    settled = shop.settle(SETTLED_WITHIN)
    report.figures |= {"orders": len(visitors.purchases), **shop.states(), "settled s": round(settled, 1)}
    if settled > SETTLED_WITHIN:
        report.wrong += [f"not everything had settled after {SETTLED_WITHIN} s", *shop.open_work()]
    report.wrong += shop.violations() + shop.broken_promises(visitors.purchases) + shop.wrong_mails()


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)  # noqa: T201


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--rate", type=float, default=10, help="requests a second")
    parser.add_argument("--minute", type=float, default=60, help="seconds from one blow to the next")
    wanted = parser.parse_args()
    report = Report("availability", 0)
    with tempfile.TemporaryDirectory(prefix="gotuto-available-", ignore_cleanup_errors=True) as directory:
        play(report, Path(directory), minutes=wanted.minutes, rate=wanted.rate, minute=wanted.minute)
    say(str(report))
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
