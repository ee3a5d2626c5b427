"""The load: a process of its own, whose CPU time is not the shop's. A plan on standard input, latencies on standard output."""

import json
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from tests.http_client import HttpClient
from tests.journeys.street import ADDRESS

API = "/api/v1"

Shot = tuple[str, float]

# Never set: a clock to wait by.
never = threading.Event()


class Buyer:
    """One keep-alive connection and what is asked through it."""

    def __init__(self, plan: dict[str, Any], number: int) -> None:
        self.plan = plan
        self.dice = random.Random(plan["seed"] * 1000 + number)
        self.http = HttpClient(plan["url"])

    def act(self, kind: str) -> Iterator[Shot]:
        """Do one piece of work; yields the name and the seconds of each request in it."""
        return getattr(self, kind)()  # type: ignore[no-any-return]

    def live(self) -> Iterator[Shot]:
        yield "live", self._timed("GET", "/health/live")[0]

    def list(self) -> Iterator[Shot]:
        page = self.dice.choice(self.plan["pages"])
        yield "list", self._timed("GET", f"{API}/products/?{urlencode(page)}")[0]

    def get(self) -> Iterator[Shot]:
        yield "get", self._timed("GET", self.dice.choice(self.plan["paths"]))[0]

    def detail(self) -> Iterator[Shot]:
        yield "detail", self._timed("GET", f"{API}/products/{self.dice.choice(self.plan['products'])}/")[0]

    def order(self) -> Iterator[Shot]:
        skus = self.dice.sample(self.plan["skus"], 3)
        items = [{"sku": sku, "quantity": 1 + self.dice.randrange(2)} for sku in skus]
        seconds, cart = self._timed("POST", f"{API}/carts/", {"items": items})
        yield "cart", seconds
        body = {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": ADDRESS}
        yield "order", self._timed("POST", f"{API}/orders/", body, {"X-Cart-Token": cart["token"]})[0]

    def _timed(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[float, Any]:
        start = time.perf_counter()
        answer = self.http.call(method, path, body, headers)
        seconds = time.perf_counter() - start
        if not answer.is_success:
            raise SystemExit(f"{method} {path} answered {answer.status_code}: {answer.text[:500]}")
        return seconds, answer.json()


def closed_loop(plan: dict[str, Any], say: Callable[[str, list[Shot]], None]) -> None:
    """Each client asks again when the answer is there, and after `pause` seconds."""
    deadline = time.monotonic() + plan["seconds"]

    def run(number: int) -> None:
        buyer, done = Buyer(plan, number), 0
        while time.monotonic() < deadline and done != plan.get("times"):
            say(plan["kind"], list(buyer.act(plan["kind"])))
            done += 1
            never.wait(plan.get("pause", 0))

    _together([threading.Thread(target=run, args=(number,)) for number in range(plan["clients"])])


def fixed_rate(plan: dict[str, Any], say: Callable[[str, list[Shot]], None]) -> None:
    """So many a second, whether or not the earlier ones are answered, with as many /health/live half a beat beside."""
    start, beat, most = time.monotonic() + 0.1, 1 / plan["rate"], plan["clients"]
    count = int(plan["seconds"] * plan["rate"])

    def run(number: int, kind: str, delay: float) -> None:
        buyer = Buyer(plan, number)
        for place in range(number, count, most):
            due = start + place * beat + delay
            never.wait(max(0.0, due - time.monotonic()))
            late = max(0.0, time.monotonic() - due)
            (name, seconds), *others = buyer.act(kind)
            # Who had to wait for a free client waited all the same.
            say(kind, [(name, seconds + late), *others])

    _together(
        [threading.Thread(target=run, args=(n, plan["kind"], 0.0)) for n in range(most)]
        + [threading.Thread(target=run, args=(n, "live", beat / 2)) for n in range(most)]
    )


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> None:
    plan = json.load(sys.stdin)
    latencies: dict[str, list[float]] = {}
    counts: dict[str, int] = {}
    guard = threading.Lock()

    def say(kind: str, shots: list[Shot]) -> None:
        with guard:
            counts[kind] = counts.get(kind, 0) + 1
            for name, seconds in shots:
                latencies.setdefault(name, []).append(seconds)

    (fixed_rate if plan.get("rate") else closed_loop)(plan, say)
    json.dump({"counts": counts, "latencies": latencies}, sys.stdout)


if __name__ == "__main__":
    main()
