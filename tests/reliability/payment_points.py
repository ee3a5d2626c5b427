"""Kills, or pauses beyond its lease, a worker or a web process at every single moment of a payment, a refund, a cancellation.

    python -m tests.reliability.payment_points [--of attempts|refunds|cancellations] [--journey NAME] [--mood MOOD] [--fate FATE]
                                               [--quick] [--without fence|keys|transaction]

A moment is a commit, a statement of its own, a mail that is handed over, or a request to the gateway: the payments sandbox, a
real server with a ledger of its own, which is willing, loses its answers, or lets its callers wait in vain. Whoever is struck
loses; a healthy worker, the clock and people finish. Then both ledgers must agree to the cent, nothing may have been paid,
captured or sent back twice, everything must have ended, and the story must be that of an order that nobody disturbed.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.reliability.crash_points import FATES, Tally, shop_of_its_own
from tests.reliability.ledgers import PAYMENTS, REFUNDS, differences, total
from tests.reliability.outbound_points import Case

KINDS = ("attempts", "refunds", "cancellations")
MOODS = ("willing", "lost", "slow")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="few journeys, whose saga is one transaction, and no pauses"
    )
    parser.add_argument("--of", choices=KINDS)
    parser.add_argument("--journey", default="", help="only those whose name contains this")
    parser.add_argument("--mood", choices=MOODS, help="what the gateway does to whoever is struck")
    parser.add_argument("--fate", choices=FATES)
    parser.add_argument(
        "--without", choices=("fence", "keys", "transaction"), help="take a protection away; failures must be seen"
    )
    wanted = parser.parse_args()
    os.environ["GOTUTO_LIMITS"] = "off"
    with shop_of_its_own() as book:
        began, tally = time.monotonic(), Tally(is_short=wanted.quick)
        journeys = Street(book, tally, wanted).strike_all()
    print(f"{journeys} journeys, {tally.moments} moments, {tally.trials} trials, {tally.fenced} fenced,"  # noqa: T201
          f" {len(tally.failures)} failures in {time.monotonic() - began:.0f} s")  # fmt: skip
    return 1 if tally.failures or not tally.trials else 0


class Street:
    """A shop, the gateway beside it, and all journeys one after the other."""

    def __init__(self, book: Path, tally: Tally, wanted: argparse.Namespace) -> None:
        self.book, self.tally, self.wanted = book, tally, wanted

    def strike_all(self) -> int:
        """How many journeys there were."""
        from tests.reliability.payment_trial import open_stage
        from tests.reliability.sabotage import SABOTAGES
        from tests.reliability.trial import count_fenced

        with open_stage(self.book, self.tally) as stage:
            if self.wanted.without:
                SABOTAGES[self.wanted.without]()
            told = [self._strike(journey, stage) for journey in self._journeys()]
            self._compare(stage.sandbox)
        self.tally.fenced = count_fenced()
        return len(told)

    def _journeys(self) -> Iterator[Any]:
        from tests.reliability.payment_journeys import JOURNEYS

        kinds = [self.wanted.of] if self.wanted.of else KINDS
        for journey in [journey for kind in kinds for journey in JOURNEYS[kind]]:
            if self.wanted.journey in journey.name and (journey.quick_moods or not self.wanted.quick):
                yield journey

    def _strike(self, journey: Any, stage: Any) -> None:
        from tests.reliability.payment_trial import Money

        # Where each step is committed, what was undone is told as well.
        stories: dict[bool, Any] = {False: {}, True: {}}
        for mood, every_step in self._ways(journey):
            before = len(self.tally.failures)
            case = Case(journey.name, mood, self._fates())
            money = Money(journey, case, stage, every_step=every_step, stories=stories[every_step])
            money.strike_everywhere()
            failures = self.tally.failures[before:]
            mode = ", a commit after each step" if every_step else ""
            print(f"{journey.name:30} {mood:8} {len(money.moments):3} moments, {len(failures)} failures{mode}: "  # noqa: T201
                  f"{', '.join(money.moments.values())}", *failures, sep="\n    ", flush=True)  # fmt: skip

    def _ways(self, journey: Any) -> Iterator[tuple[str, bool]]:
        moods = journey.quick_moods if self.wanted.quick else journey.moods
        for mood in [mood for mood in moods if self.wanted.mood in (None, mood)]:
            for every_step in journey.modes[:1] if self.wanted.quick else journey.modes:
                if mood == MOODS[0] or not every_step:
                    yield mood, every_step

    def _fates(self) -> tuple[str, ...]:
        if self.wanted.fate:
            return (self.wanted.fate,)
        return FATES[:1] if self.wanted.quick else FATES

    def _compare(self, sandbox: Any) -> None:
        """All at once, to the cent."""
        from gotuto.db import fetch_all

        ledger, payments, refunds = sandbox.ledger.all(), fetch_all(PAYMENTS), fetch_all(REFUNDS)
        wrong = [f"in the end: {each}" for each in differences(ledger, payments, refunds)]
        self.tally.failures += wrong
        print(f"captured there {ledger['captured']}, booked here {total(payments):.2f};"  # noqa: T201
              f" sent back there {ledger['refunded']}, here {total(refunds):.2f}", *wrong, sep="\n    ")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
