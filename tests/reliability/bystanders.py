"""Honest people beside slow peers: how long `/health/live` and an order take meanwhile."""

import math
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.http_client import HttpClient
from tests.journeys.street import ADDRESS
from tests.reliability.peers import Kind, Peers
from tests.reliability.report import Report
from tests.runtime.processes import wait_until

LIVE_SECONDS, ORDER_SECONDS = 0.2, 2.0
_BETWEEN_LOOKS, _BETWEEN_ORDERS = 0.02, 0.5


@dataclass
class Honest:
    """Somebody who asks for `/health/live` on a new connection each time, and somebody who orders one piece now and then.

    Kept are the seconds that it took; what was refused has taken for ever.
    """

    url: str
    sku: str
    live: list[float] = field(default_factory=list)
    orders: list[float] = field(default_factory=list)

    def go_on(self, seconds: float) -> None:
        until = threading.Event()
        people = [threading.Thread(target=go, args=(until,)) for go in (self._look, self._buy)]
        for person in people:
            person.start()
        until.wait(seconds)
        until.set()
        for person in people:
            person.join()

    def _look(self, until: threading.Event) -> None:
        while not until.wait(_BETWEEN_LOOKS):
            client, began = HttpClient(self.url), time.monotonic()
            is_answered = client.call("GET", "/health/live").is_success
            self.live.append(time.monotonic() - began if is_answered else math.inf)
            client.close()

    def _buy(self, until: threading.Event) -> None:
        while not until.wait(_BETWEEN_ORDERS):
            client, began = HttpClient(f"{self.url}/api/v1/"), time.monotonic()
            cart = client.call("POST", "carts/", {"items": [{"sku": self.sku, "quantity": 1}]}).json()
            form = {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": ADDRESS}
            is_taken = client.call("POST", "orders/", form, {"X-Cart-Token": cart["token"]}).is_success
            self.orders.append(time.monotonic() - began if is_taken else math.inf)
            client.close()


def suffer(report: Report, honest: Honest, slow: list[Kind], *, seconds: float, patience: float = 1) -> None:
    """Let the slow ones come, and see how the honest fare; an answer may take `patience` times as long as elsewhere."""
    address = urlsplit(honest.url)
    with Peers(address.hostname or "", address.port or 80, slow) as peers:
        wait_until(peers.are_there, seconds=60)
        honest.go_on(seconds)
    live, order = sorted(honest.live), max(honest.orders, default=math.inf)
    p99 = live[int(len(live) * 0.99)] if live else math.inf
    report.figures |= {
        "live": len(live),
        "live p50 s": round(live[len(live) // 2], 3) if live else None,
        "live p99 s": round(p99, 3),
        "orders": len(honest.orders),
        "slowest order s": round(order, 2),
        "cut off": dict(peers.cut_off),
    }
    report.expect(p99 < LIVE_SECONDS * patience, f"/health/live took {p99:.2f} s")
    report.expect(order < ORDER_SECONDS * patience, f"an order took {order:.2f} s")
