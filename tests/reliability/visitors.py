"""Visitors who read and buy at a steady rate, and who ask a second time, once, where they were not served."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, cycle
from threading import Event
from typing import Any
from uuid import uuid4

from tests.http_client import Answer, HttpClient, NoAnswer
from tests.journeys.street import ADDRESS
from tests.reliability.load import Purchase, Refusal

# What a client waits that is told nothing else.
PAUSE_SECONDS = 2.0
# Four requests by each three who come.
REQUESTS_EACH = 4 / 3


@dataclass(frozen=True)
class Asked:
    """One request as its sender sees it: what went wrong with it, and with its repetition under the same key."""

    began: float
    seconds: float
    first: Refusal | None = None
    second: Refusal | None = None


class Visitors:
    """`purchases` and `asked` are their book."""

    def __init__(self, url: str, skus: list[str]) -> None:
        self.skus = cycle(skus)
        self.purchases: list[Purchase] = []
        self.asked: list[Asked] = []
        self._http = HttpClient(f"{url}/api/v1/", timeout=30)
        self._numbers = count(1)

    def look_around(self) -> None:
        self._ask("GET", "products/?page_size=20")

    def look_for(self) -> None:
        self._ask("GET", f"availability/?sku={next(self.skus)}")

    def buy(self) -> None:
        purchase = Purchase(email=f"visitor-{next(self._numbers)}@example.com")
        cart = self._ask("POST", "carts/", {"items": [{"sku": next(self.skus), "quantity": 1}]})
        if cart is None:
            return
        form = {"cart_id": cart["id"], "email": purchase.email, "shipping_address": ADDRESS}
        order = self._ask("POST", "orders/", form, {"X-Cart-Token": cart["token"]})
        if order is not None:
            purchase.order_id, purchase.token = order["id"], order["token"]
            self.purchases.append(purchase)

    def come(self, *, rate: float, until: Event) -> threading.Thread:
        """So many requests a second in all, however long others wait for theirs."""

        def run() -> None:
            kinds = cycle([self.look_around, self.buy, self.look_for])
            with ThreadPoolExecutor(64) as crowd:
                started = time.monotonic()
                for number in count():
                    if until.wait(max(started + number * REQUESTS_EACH / rate - time.monotonic(), 0)):
                        return
                    crowd.submit(next(kinds))

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def _ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any] | None:
        keyed, began = {**(headers or {}), "Idempotency-Key": str(uuid4())}, time.monotonic()
        answer, first = self._once(method, path, body, keyed)
        second = None
        if first is not None:
            Event().wait(float(answer.headers.get("Retry-After") or PAUSE_SECONDS) if answer else PAUSE_SECONDS)
            answer, second = self._once(method, path, body, keyed)
        self.asked.append(Asked(began, time.monotonic() - began, first, second))
        return dict(answer.json()) if answer is not None and answer.is_success else None

    def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> tuple[Answer | None, Refusal | None]:
        began = time.monotonic()
        try:
            answer = self._http.call(method, path, body, headers)
        except NoAnswer:
            return None, Refusal(0, began, time.monotonic())
        return answer, None if answer.is_success else Refusal(answer.status_code, began, time.monotonic())
