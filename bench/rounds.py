"""Loading a shop, and how often: on a shared machine the same work costs now more, now less."""

import json
import sys
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from urllib.request import urlopen

from bench import meter
from bench.stage import Measured, Stage

WARM_UP_SECONDS = 2
ROUNDS, MOST_ROUNDS = 5, 20
CALM = 1.15
RATE_SECONDS = 10
MOST_PAGES = 125
COMMITTED = "placed to committed"

_TIMES = """
SELECT extract(epoch FROM o.confirmed_at - o.placed_at)::float8, extract(epoch FROM s.finished_at - s.started_at)::float8
FROM order_order AS o JOIN gotuto_sagas_sagarun AS s ON s.subject_id = o.id AND s.name = 'order.placement'
WHERE o.placed_at >= to_timestamp(%s)
"""
_SAMPLE = "SELECT id::text, sku FROM catalog_product WHERE sku LIKE 'SEED-%%' ORDER BY random() LIMIT 20000"


class Rounds:
    """One shop that is asked again and again, each time with other pages and products."""

    def __init__(self, here: Stage, *, clients: int, seconds: float) -> None:
        self.here, self.clients, self.seconds = here, clients, seconds
        sample = here.sql(_SAMPLE)
        self.goods: dict[str, Any] = {
            "products": [product for product, _ in sample],
            "skus": [sku for _, sku in sample],
            "pages": self._pages(),
        }
        self.speeds: list[float] = []
        self.undisturbed_ms = float("inf")

    def settle_in(self) -> None:
        """Warm up, and vacuum: autovacuum would do it within minutes of a bulk load, and be measured along with what is.

        Plans that are made over a hundred rows read whole tables, and are kept while those grow.
        """
        self.here.load({"kind": "order", "clients": self.clients, "seconds": WARM_UP_SECONDS, **self.goods})
        self.here.sql("VACUUM ANALYZE")

    def load(self, kind: str, **plan: Any) -> Measured:
        """Warm up, then measure."""
        wish = ", ".join(f"{name} {value}" for name, value in plan.items() if not isinstance(value, list))
        plan = {"kind": kind, "seconds": self.seconds, **self.goods, **plan}
        self.here.load({**plan, "seconds": WARM_UP_SECONDS})
        with meter.Pace() as pace:
            run = self.here.load(plan)
        run.pace_ms = pace.ms
        self.speeds.append(run.pace_ms)
        self.undisturbed_ms = min(self.undisturbed_ms, pace.least_ms)
        say(f"{kind}, {wish}: {run.cpu_each:.2f} CPU ms at pace {pace.ms:.0f} (least {pace.least_ms:.0f})")
        return run

    def in_turns(self, plans: dict[str, dict[str, Any]]) -> dict[str, list[Measured]]:
        """Rounds of each kind, in turns, as a shared machine is now fast, now slow; the calmest round first."""
        rounds: dict[str, list[Measured]] = {kind: [] for kind in plans}
        while kinds := [
            kind for kind, runs in rounds.items() if not enough([run.pace_ms for run in runs], self.undisturbed_ms)
        ]:
            for kind in kinds:
                rounds[kind].append(self.load(kind, **plans[kind]))
        return {kind: sorted(runs, key=lambda run: run.pace_ms) for kind, runs in rounds.items()}

    def at_rate(self, rate: float) -> dict[str, list[float]]:
        """Seconds that each request took, and each order until it was confirmed, while orders came at a steady rate."""
        run = self.load("order", rate=rate, clients=8, seconds=RATE_SECONDS)
        times = self.here.sql(_TIMES, run.began)
        own, saga = ([row[place] for row in times] for place in (0, 1))
        return {**run.latencies, "placed to confirmed, the order's own times": own, COMMITTED: saga}

    def _pages(self) -> list[dict[str, str]]:
        """Pages all over the catalogue, by following `next` in large steps in four orderings."""
        found: list[dict[str, str]] = []
        for ordering in ("name", "-name", "price", "-price"):
            page: dict[str, str] = {"ordering": ordering}
            for _ in range(MOST_PAGES):
                found.append(page)
                query = "&".join(f"{name}={value}" for name, value in page.items())
                with urlopen(f"{self.here.url}/api/v1/products/?page_size=100&{query}") as answer:  # noqa: S310
                    following = json.load(answer)["next"]
                if following is None:
                    break
                page = {**page, "cursor": dict(parse_qsl(urlsplit(following).query))["cursor"]}
        return found


def alone(kind: str) -> dict[str, float]:
    # Time for the worker to finish the last order before the next one comes.
    return {"pause": 0.05} if kind == "order" else {}


def enough(paces: list[float], undisturbed: float) -> bool:
    """Whether these rounds will do: a few, and one of them at the pace of a machine that nobody disturbs; else as many as may be."""
    return len(paces) >= MOST_ROUNDS or (len(paces) >= ROUNDS and min(paces) <= CALM * undisturbed)


def say(what: str) -> None:
    """Progress, with the time."""
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {what}\n")
