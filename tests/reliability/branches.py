"""A tree of categories at work: many people move its branches, all at once.

    python -m tests.reliability.branches [--seconds 30] [--clients 8] [--categories 60] [--seed 7] [--without lock]

Each puts branches under others, at the top or between siblings, makes some and deletes empty ones. While they do, every category
must be reached from the top, none may stand below itself, and none that nobody deleted may be gone. `--without lock` lets them
pass each other, and the program must say so.
"""

import argparse
import random
import sys
import threading
from collections import Counter
from typing import Any

from tests.reliability.crash_points import shop_of_its_own
from tests.reliability.report import Report

_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
_REACHED = """
WITH RECURSIVE tree AS (
    SELECT id FROM catalog_category WHERE parent_id IS NULL
    UNION ALL SELECT below.id FROM catalog_category AS below JOIN tree ON below.parent_id = tree.id)
SELECT (SELECT count(*) FROM tree), (SELECT count(*) FROM catalog_category)
"""


class Gardener:
    """One thread's way through the tree, with dice of its own."""

    def __init__(self, number: int, seed: int, branches: list[Any]) -> None:
        self.dice, self.branches, self.own = random.Random(seed * 1000 + number), branches, []
        self.number = number
        self.done: Counter[str] = Counter()

    def work(self, over: threading.Event) -> None:
        """Whatever comes, until it is over; refusals are answers."""
        from gotuto.errors import BusinessError

        while not over.is_set():
            deed = self.dice.choices((self.move, self.make, self.take_away), (90, 5, 5))[0]
            try:
                deed()
                self.done[deed.__name__] += 1
            except BusinessError as refusal:
                self.done[refusal.code] += 1

    def move(self) -> None:
        from django.utils import timezone

        from contexts.catalog.categories.use_cases import update_category

        branch, to = self.dice.sample(self.branches, 2)
        place = self.dice.choice((None, 1, 3))
        above = None if self.dice.random() < 0.1 else to
        update_category(category_id=branch, parent_id=above, position=place, now=timezone.now())

    def make(self) -> None:
        from django.utils import timezone

        from contexts.catalog.categories.use_cases import create_category

        name, above = f"Branch of {self.number}", self.dice.choice(self.branches)
        self.own.append(create_category(name=name, parent_id=above, now=timezone.now()).id)

    def take_away(self) -> None:
        from django.utils import timezone

        from contexts.catalog.categories.use_cases import delete_category

        if self.own:
            delete_category(category_id=self.own[-1], now=timezone.now())
            self.own.pop()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=30)
    for name, default in (("clients", 8), ("categories", 60), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--without", choices=("lock",), help="see that the program finds it")
    wanted = vars(parser.parse_args())
    without = wanted.pop("without")
    with shop_of_its_own():
        if without:
            pass_each_other()
        report = work(**wanted)
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def pass_each_other() -> None:
    """Nobody queues, so that two moves do not see each other, which a tree must not bear."""
    from contexts.catalog.categories.models import Category

    Category.lock_tree = staticmethod(lambda: None)  # type: ignore[method-assign]


def work(*, seconds: float, clients: int, categories: int, seed: int) -> Report:
    """Let the gardeners work, and look at what must never be."""
    from django.utils import timezone

    from contexts.catalog.categories.use_cases import create_category
    from gotuto.db import fetch_all

    report, over = Report("branches", seed), threading.Event()
    branches = [create_category(name=f"Branch {n}", now=timezone.now()).id for n in range(categories)]
    people = [Gardener(number, seed, branches) for number in range(clients)]
    [(before,)] = fetch_all(_DEADLOCKS)
    threads = [threading.Thread(target=_run, args=(one, over, report)) for one in people]
    for thread in threads:
        thread.start()
    looks = 0
    while not report.wrong and looks < seconds * 5:
        report.wrong += _lost(branches)
        looks += 1
        over.wait(0.2)
    over.set()
    for thread in threads:
        thread.join()
    report.wrong += _lost([*branches, *(one for person in people for one in person.own)])
    threading.Event().wait(1.5)  # Statistics are written a moment late.
    [(after,)] = fetch_all(_DEADLOCKS)
    report.expect(after == before, f"{after - before} deadlocks")
    done = sum((person.done for person in people), Counter[str]())
    report.figures |= {**dict(sorted(done.items())), "looks": looks, "deadlocks": after - before}
    return report


def _run(person: Gardener, over: threading.Event, report: Report) -> None:
    from django.db import connection

    try:
        person.work(over)
    except Exception as error:
        report.wrong.append(f"{type(error).__name__}: {error}")
    finally:
        connection.close()


def _lost(wanted: list[Any]) -> list[str]:
    """Categories that are gone, or that nobody reaches from the top as they stand below themselves."""
    from gotuto.db import fetch_all

    [(reached, all_of_them)] = fetch_all(_REACHED)
    there = {one for (one,) in fetch_all("SELECT id FROM catalog_category")}
    lost = [f"{one} is gone" for one in wanted if one not in there]
    return [*lost, f"{all_of_them - reached} stand below themselves"] if reached != all_of_them else lost


if __name__ == "__main__":
    sys.exit(main())
