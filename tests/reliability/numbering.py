"""Many processes issue invoices and credit notes at once, give some up, and are killed: numbers, dates and seals must be whole.

    python -m tests.reliability.numbering [--invoices 500] [--clients 8] [--kills 20] [--without dates]

Each document is opened and issued in one transaction; every fourth credits a part of an invoice that any of the clients has
issued, every twentieth is rolled back with its number in hand. The clocks of the clients run through the last two days of a
year in Tokyo; some are hours behind, and all are set back now and then. Then one byte is changed without the triggers, and the
chain made anew over it. Exit code 1 when anything is not as it must be.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from signal import SIGKILL
from threading import Event
from typing import Any

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report

PATIENCE = 300.0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--invoices", type=int, default=500)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--without", choices=("dates",), help="take a protection away; failures must be seen")
    wanted = parser.parse_args()
    with shop_of_its_own(), tempfile.TemporaryDirectory(prefix="gotuto-notebooks-") as folder:
        report = _prove(wanted, Path(folder))
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def _prove(wanted: argparse.Namespace, folder: Path) -> Report:
    from config import invariants
    from tests.reliability import books
    from tests.reliability.issuers import Client, Notebook

    _prepare(wanted.without)
    quota = -(-wanted.invoices // wanted.clients)
    crowd = Crowd(
        [Client(place, quota, Notebook(folder / str(place))) for place in range(wanted.clients)],
        wanted.kills,
        Random(wanted.seed),
    )
    report = Report("numbering", wanted.seed)
    began = time.monotonic()
    crowd.work()
    took = time.monotonic() - began
    report.wrong += crowd.broken
    report.expect(crowd.killed.total() == wanted.kills, "the clients were done before all kills were made")
    report.wrong += books.wrong_books(crowd.told())
    report.wrong += [str(violation) for violation in invariants.find_violations()]
    report.figures |= {**crowd.figures(), "seconds": round(took, 1), "a second": round(len(crowd.told()) / took)}
    report.figures |= (seen := books.figures())
    report.expect(seen["dates held up"] > 0, "no clock was behind, so that nothing was proven of dates")
    if not report.wrong:
        report.wrong += books.wrong_when_forged()
    return report


def _prepare(without: str | None) -> None:
    from gotuto import wakeups
    from tests.billing.sellers.builders import described
    from tests.reliability.issuers import ZONE
    from tests.reliability.sabotage import SABOTAGES

    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    described(time_zone=ZONE)
    if without:
        SABOTAGES[without]()


class Crowd:
    """Clients who work until each has issued its share, whatever befalls them."""

    def __init__(self, clients: list[Any], kills: int, dice: Random) -> None:
        self.clients, self.dice = clients, dice
        whole = sum(client.quota for client in clients)
        # Spread over the work, none before it begins or when it is nearly over.
        self.kills_at = [whole * (number + 1) // (kills + 2) for number in range(kills)]
        self.killed: Counter[str] = Counter()
        self.broken: list[str] = []

    def work(self) -> None:
        """Until all are done; nobody is left behind."""
        deadline, tick = time.monotonic() + PATIENCE, Event()
        for client in self.clients:
            client.start()
        try:
            while any(client.pid for client in self.clients):
                if time.monotonic() > deadline:
                    self.broken.append(f"not done after {PATIENCE:.0f} s")
                    return
                self._bury()
                busy = [client for client in self.clients if client.pid and client.left() > 2]
                if busy and self.kills_at and len(self.told()) >= self.kills_at[0]:
                    self._kill_one(busy)
                tick.wait(0.005)
        finally:
            for client in self.clients:
                _end(client)

    def _bury(self) -> None:
        for client in self.clients:
            pid, status = os.waitpid(client.pid, os.WNOHANG) if client.pid else (0, 0)
            if pid:
                client.pid = 0
                if status:
                    self.broken.append(f"client {client.place} broke: {status}")

    def _kill_one(self, busy: list[Any]) -> None:
        """Kill a client at the moment whose turn it is, and start it again."""
        from tests.reliability.issuers import MOMENTS

        victim = self.dice.choice(busy)
        moment = MOMENTS[self.killed.total() % len(MOMENTS)]
        mark = victim.notebook.mark(moment)
        mark.touch()
        deadline, tick = time.monotonic() + 1, Event()
        while moment != "anywhere" and victim.notebook.last_step() != moment and time.monotonic() < deadline:
            tick.wait(0.001)
        killed = _end(victim)
        mark.unlink()
        if killed:
            self.kills_at.pop(0)
            self.killed[moment] += 1
            victim.start()

    def told(self) -> dict[str, str]:
        return {number: day for client in self.clients for number, day in client.notebook.issued().items()}

    def figures(self) -> dict[str, Any]:
        steps: Counter[str] = sum((client.notebook.steps() for client in self.clients), Counter())
        moments = ", ".join(f"{count} {moment}" for moment, count in self.killed.items())
        return {
            "clients": len(self.clients),
            "transactions": steps["begins"],
            "told": steps["issued"],
            "rolled back": steps["rolled-back"],
            "killed": f"{self.killed.total()} ({moments})",
        }


def _end(client: Any) -> bool:
    """Kill and bury; whether it was alive."""
    if not client.pid:
        return False
    os.kill(client.pid, SIGKILL)
    _, status = os.waitpid(client.pid, 0)
    client.pid = 0
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    sys.exit(main())
