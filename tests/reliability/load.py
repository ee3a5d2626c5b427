"""Buyers who order at a given rate and keep their own book of what the shop has promised them."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import Any
from uuid import uuid4

from tests.http_client import Answer, HttpClient, NoAnswer
from tests.journeys.street import ADDRESS

_numbers = count(1)


@dataclass(frozen=True)
class Refusal:
    """A request that was not served: the status of the answer, 0 when there was none, and when it began and ended."""

    status: int
    began: float
    ended: float

    @property
    def is_failure(self) -> bool:
        """Whether the shop is to blame, and not the wish."""
        return self.status == 0 or self.status >= 500


@dataclass
class Purchase:
    """What one buyer wanted, and what they were told."""

    email: str
    order_id: str = ""
    token: str = ""
    refusals: list[Refusal] = field(default_factory=list)
    slowest: float = 0.0


class Buyers:
    """`patience` is for how many seconds each of them asks again with the same keys."""

    def __init__(self, url: str, *, patience: float = 30) -> None:
        self.patience = patience
        self.purchases: list[Purchase] = []
        self._http = HttpClient(f"{url}/api/v1/")

    def close(self) -> None:
        self._http.close()

    def buy(self, items: dict[str, int]) -> Purchase:
        """Fill a cart and order it; the book is written whatever comes of it."""
        purchase = Purchase(email=f"buyer-{next(_numbers)}@example.com")
        self.purchases.append(purchase)
        wishes = [{"sku": sku, "quantity": quantity} for sku, quantity in items.items()]
        cart = self._insist(purchase, "carts/", {"items": wishes}, {})
        if cart is None:
            return purchase
        form = {"cart_id": cart["id"], "email": purchase.email, "shipping_address": ADDRESS}
        order = self._insist(purchase, "orders/", form, {"X-Cart-Token": cart["token"]})
        if order is not None:
            purchase.order_id, purchase.token = order["id"], order["token"]
        return purchase

    def _insist(self, purchase: Purchase, path: str, body: Any, headers: dict[str, str]) -> dict[str, Any] | None:
        deadline, keyed, pause = time.monotonic() + self.patience, {**headers, "Idempotency-Key": str(uuid4())}, Event()
        while True:
            began = time.monotonic()
            answer = self._post(path, body, keyed)
            ended = time.monotonic()
            purchase.slowest = max(purchase.slowest, ended - began)
            if answer is not None and answer.is_success:
                return dict(answer.json())
            refusal = Refusal(answer.status_code if answer is not None else 0, began, ended)
            purchase.refusals.append(refusal)
            if ended > deadline or (not refusal.is_failure and refusal.status != 409):
                return None
            pause.wait(0.2)

    def _post(self, path: str, body: Any, headers: dict[str, str]) -> Answer | None:
        try:
            return self._http.call("POST", path, body, headers)
        except NoAnswer:
            return None

    # --- Many of them ---------------------------------------------------------------------------------------------

    def at_once(self, baskets: list[dict[str, int]]) -> None:
        with ThreadPoolExecutor(len(baskets)) as crowd:
            list(crowd.map(self.buy, baskets))

    def steadily(self, basket: Callable[[], dict[str, int]], *, rate: float, until: Event) -> threading.Thread:
        """Somebody new each 1/rate seconds, however long the others wait."""

        def run() -> None:
            with ThreadPoolExecutor(64) as crowd:
                started = time.monotonic()
                for number in count():
                    if until.wait(max(started + number / rate - time.monotonic(), 0)):
                        return
                    crowd.submit(self.buy, basket())

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def closed_loop(self, basket: Callable[[], dict[str, int]], *, clients: int, seconds: float) -> None:
        """So many who come back as soon as they are served."""
        deadline = time.monotonic() + seconds

        def run(_: int) -> None:
            while time.monotonic() < deadline:
                self.buy(basket())

        with ThreadPoolExecutor(clients) as crowd:
            list(crowd.map(run, range(clients)))

    # --- The book -------------------------------------------------------------------------------------------------

    def promised(self) -> list[Purchase]:
        return [purchase for purchase in self.purchases if purchase.order_id]

    def failures(self) -> list[Refusal]:
        """Answers of 5xx, and requests without an answer."""
        return [refusal for purchase in self.purchases for refusal in purchase.refusals if refusal.is_failure]

    def server_errors(self) -> int:
        return sum(failure.status != 0 for failure in self.failures())

    def broken_connections(self) -> int:
        return sum(failure.status == 0 for failure in self.failures())

    def slowest(self, share: float) -> float:
        """The quantile of the slowest POST of each buyer, in seconds."""
        times = sorted(purchase.slowest for purchase in self.purchases)
        return times[min(int(len(times) * share), len(times) - 1)] if times else 0.0


def mixed(dice: random.Random, skus: list[str], most_lines: int = 3) -> Callable[[], dict[str, int]]:
    """Baskets of some of these, in any order."""
    return lambda: dict.fromkeys(dice.sample(skus, dice.randint(1, most_lines)), 1)
