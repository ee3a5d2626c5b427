"""Kills, or pauses beyond its lease, a worker at every single moment of an outbound call, and counts what the carrier did.

    python -m tests.reliability.outbound_points [--quick] [--without fence]

Exactly once where the carrier keeps idempotency keys or can be asked, at most once where it does neither. Who is asked but
keeps no keys is not tried with pauses: a worker that stands still between its claim and its request for longer than the
first wait before a question is beyond what a question can find out.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.reliability.clock import hour_comes
from tests.reliability.crash_points import Tally, shop_of_its_own


@dataclass(frozen=True)
class Case:
    """What the carrier does while the struck worker is there; afterwards it is willing."""

    destination: str
    mood: str
    fates: tuple[str, ...]


CASES = [
    Case(destination, mood, fates)
    for destination, fates in (
        ("carrier", ("killed", "overtaken")),
        ("courier", ("killed",)),
        ("postbox", ("killed", "overtaken")),
    )
    for mood in ("willing", "lost", "dying", "busy")
]

# What a person or the clock would do: leases end, the hour of the next question comes, backoff is over.
_TIME_PASSES = hour_comes(
    "carrier_label", "(status IN ('queued', 'sending') OR (status = 'unknown' AND destination <> 'postbox'))"
)
_OPEN = """
SELECT FROM carrier_label
WHERE status IN ('queued', 'sending') OR (status = 'unknown' AND destination <> 'postbox')
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only carriers that are willing, or lose their answer")
    parser.add_argument("--without", choices=("fence",), help="take a protection away; failures must be seen")
    wishes = parser.parse_args()
    with shop_of_its_own():
        started = time.monotonic()
        tally = _strike_all(wishes.quick, wishes.without)
    print(f"{tally.moments} moments, {tally.trials} trials, {len(tally.failures)} failures"  # noqa: T201
          f" in {time.monotonic() - started:.0f} s")  # fmt: skip
    for failure in tally.failures:
        print(failure)  # noqa: T201
    return 1 if tally.failures or not tally.trials else 0


def _strike_all(quick: bool, without: str | None) -> Tally:
    from django.conf import settings

    from gotuto import wakeups
    from tests.carrier.server import Carrier
    from tests.reliability.sabotage import SABOTAGES

    # A busy carrier opens its circuit breaker before the call is given up.
    settings.GOTUTO_MAX_ATTEMPTS = 10
    if without:
        SABOTAGES[without]()
    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    tally = Tally(is_short=quick)
    with Carrier() as carrier:
        for case in CASES:
            if not quick or case.mood in ("willing", "lost"):
                calls = Calls(case, carrier, tally)
                calls.strike_everywhere()
                print(f"{case.destination:8} {case.mood:8} {', '.join(calls.moments.values())}", flush=True)  # noqa: T201
    return tally


class Calls:
    """First the call as it goes when nobody strikes; then with each blow."""

    def __init__(self, case: Case, carrier: Any, tally: Tally) -> None:
        from tests.reliability.lives import Life
        from tests.reliability.trial import undisturbed

        self.case, self.carrier, self.tally = case, carrier, tally
        self.life = Life("label")
        self.moments = undisturbed(self._lived)
        tally.moments += len(self.moments)

    def _lived(self) -> dict[int, str]:
        from tests.reliability.trial import finish, start_worker

        label = self._queued()
        moments = dict(finish(start_worker(self.life, None, None)))
        self._heal()
        self._check(label, "nobody struck")
        return moments

    def strike_everywhere(self) -> None:
        from tests.reliability.points import blows

        for fate in self.case.fates:
            for point, blow in blows(self.moments, fate, is_short=self.tally.is_short):
                self._strike(fate, point, blow)

    def _strike(self, fate: str, point: Any, blow: str) -> None:
        from tests.reliability.trial import TIMES, struck

        for _ in range(TIMES):
            label = self._queued()
            has_come_there = struck(self.life, point, fate, meanwhile=self._heal)
            self._check(label, blow)
            if has_come_there:
                self.tally.trials += 1
                return
        self.tally.failures.append(f"{self._name()}, {blow}: {TIMES} workers never came there")

    def _queued(self) -> Any:
        from tests.outbound.desk import label

        self.carrier.mood = self.case.mood
        self.carrier.printed.clear()
        return label(self.case.destination)

    def _heal(self) -> None:
        from tests.reliability.healing import heal

        self.carrier.mood = "willing"
        heal([_TIME_PASSES], _OPEN, destinations=[self.case.destination])

    def _check(self, label: Any, blow: str) -> None:
        from tests.outbound.desk import now_is, stickers

        status, printed, followed = now_is(label).status, len(self.carrier.printed), len(stickers(label))
        allowed = {("done", 1, 1)}
        if self.case.destination == "postbox":
            allowed |= {("unknown", 0, 0), ("unknown", 1, 0)}
        if (status, printed, followed) not in allowed:
            self.tally.failures.append(
                f"{self._name()}, {blow}: {status}, printed {printed} times, {followed} stickers"
            )

    def _name(self) -> str:
        return f"{self.case.destination} that is {self.case.mood}"


if __name__ == "__main__":
    sys.exit(main())
