"""Kills, or pauses beyond its lease, a worker at every single moment of an order's life, and looks what became of it.

    python -m tests.reliability.crash_points [--life NAME] [--fate killed|overtaken] [--every-step 0|1] [--without WHAT]

A first worker lives the life to its end and counts the moments: each commit (of a transaction or of one statement), and
each mail that is handed over. Then, for each of them, before it and after it, another worker is struck there, a healthy
one finishes, and the story must be the one that nobody disturbed.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gotuto.runtime.postgres import Postgres
from tests.runtime import prepared

FATES = ("killed", "overtaken")


@dataclass
class Tally:
    """What was tried and what came of it."""

    moments: int = 0
    trials: int = 0
    fenced: int = 0
    failures: list[str] = field(default_factory=list)


@contextlib.contextmanager
def shop_of_its_own() -> Iterator[Path]:
    """Django on a PostgreSQL that nobody else uses."""
    with tempfile.TemporaryDirectory(prefix="gotuto-crash-", ignore_cleanup_errors=True) as directory:
        prepared.lay(Path(directory) / "postgres")
        server = Postgres(Path(directory) / "postgres", fast=True)
        server.start()
        book = Path(directory) / "book"
        os.environ |= {
            "DATABASE_URL": server.url(),
            "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
            "GOTUTO_DATA_DIR": directory,
            "GOTUTO_POST_OFFICE_BOOK": str(book),
            "LOG_LEVEL": "CRITICAL",
            "GOTUTO_BACKOFF_SECONDS": "0",
            "GOTUTO_MAX_ATTEMPTS": "3",
            # Nobody but who is paused on purpose loses the line to the database, however slow the machine.
            "GOTUTO_IDLE_TRANSACTION_MS": "60000",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, run_syncdb=True)
        from tests.reliability import labels

        labels.install()
        try:
            yield book
        finally:
            _let_go()
            server.stop()


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


def enumerate_points(book: Path, *, lives: list[Any], fates: list[str], modes: list[bool], quick: bool) -> Tally:
    """Every life, in both modes, with every fate at every point."""
    from django.conf import settings

    from gotuto import wakeups
    from tests.reliability.trial import Trials, count_fenced

    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    tally, started = Tally(), time.monotonic()
    for life in lives:
        for every_step in modes:
            settings.SAGA_COMMIT_EVERY_STEP = every_step
            trials = Trials(life, book, tally)
            for fate in fates:
                if not quick or fate == "killed" or life.name == "confirmed":
                    trials.strike_everywhere(fate)
            mode = "a commit after each step" if every_step else "one transaction"
            said = f"{life.name:28} {mode:25} {len(trials.moments):3} moments: {', '.join(trials.moments.values())}"
            print(said, flush=True)  # noqa: T201
    tally.fenced = count_fenced()
    print(f"{tally.moments} moments, {tally.trials} trials, {tally.fenced} fenced,"  # noqa: T201
          f" {len(tally.failures)} failures in {time.monotonic() - started:.0f} s")  # fmt: skip
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--life")
    parser.add_argument("--fate", choices=FATES)
    parser.add_argument("--every-step", type=int, choices=(0, 1))
    parser.add_argument(
        "--quick", action="store_true", help="without what breaks at first; pauses on the plain way only"
    )
    parser.add_argument(
        "--without", choices=("fence", "transaction"), help="take a protection away; failures must be seen"
    )
    wishes = parser.parse_args()
    with shop_of_its_own() as book:
        from tests.reliability.lives import LIVES
        from tests.reliability.sabotage import SABOTAGES

        if wishes.without:
            SABOTAGES[wishes.without]()
        tally = enumerate_points(
            book,
            lives=[life for life in LIVES if wishes.life in (None, life.name) and (life.is_quick or not wishes.quick)],
            fates=[wishes.fate] if wishes.fate else list(FATES),
            quick=wishes.quick,
            modes=[False, True] if wishes.every_step is None else [bool(wishes.every_step)],
        )
    for failure in tally.failures:
        print(failure)  # noqa: T201
    return 1 if tally.failures or not tally.trials else 0


if __name__ == "__main__":
    sys.exit(main())
