"""Everybody's way to one instance, at a steady rate, and what each operation took."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from bench.wishes import Wish
from tests.http_client import Answer, HttpClient
from tests.journeys.instance import Instance
from tests.runtime.processes import wait_until

API = "/api/v1"
PRICE = {"amount": "11.90", "currency": "EUR"}
_CALM = """
SELECT NOT EXISTS (SELECT FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating'))
   AND NOT EXISTS (SELECT FROM gotuto_outbox_delivery WHERE state = 'pending')
   AND NOT EXISTS (SELECT FROM gotuto_imports_import WHERE status IN ('validating', 'running'))
"""


class Desk:
    """Everybody's way to one instance, and what each operation took."""

    def __init__(self, shop: Instance, *, rate: float, times: int) -> None:
        self.shop, self.rate, self.times = shop, rate, times
        self.http = HttpClient(shop.url)
        self.staff = {"Authorization": f"Bearer {shop.staff_token}"}
        self.seconds: dict[tuple[str, str], list[float]] = {}

    def ask(self, method: str, path: str, wishes: Sequence[Wish]) -> list[Any]:
        """One wish after another at the steady rate, whether or not the earlier ones are answered; their answers."""
        started = time.monotonic()
        with ThreadPoolExecutor(8) as crowd:
            waiting = []
            for number, wish in enumerate(wishes):
                Event().wait(max(started + number / self.rate - time.monotonic(), 0))
                waiting.append(crowd.submit(self._once, method, path, wish))
        seconds, answers = zip(*(one.result() for one in waiting), strict=True)
        self.seconds[(method, path)] = list(seconds)
        if bad := [one.text[:300] for one in answers if not one.is_success]:
            raise SystemExit(f"{method} {path}: {len(bad)} of {len(answers)} were refused, the first with {bad[0]}")
        # A file is no JSON, and nothing is made of it.
        return [json.loads(one.text) if "json" in str(one.headers["Content-Type"]) else one.text for one in answers]

    def again(self, path: str, wish: Wish = Wish()) -> list[Any]:  # noqa: B008 - nobody changes it
        """The same page again and again."""
        return self.ask("GET", path, [wish] * self.times)

    def prepare(self, method: str, path: str, body: Any = None) -> Any:
        """What staff do before, which is not measured."""
        answer = self.http.call(method, f"{API}{path}", body, self.staff)
        if not answer.is_success:
            raise SystemExit(f"{method} {path}: {answer.text[:300]}")
        return json.loads(answer.text or "null")

    def settle(self) -> None:
        wait_until(lambda: self.shop.sql(_CALM) == [(True,)], seconds=120)

    def first(self, path: str, name: str = "id") -> str:
        """What a list shows first."""
        answer = self.http.call("GET", f"{API}{path}?page_size=1", headers=self.staff)
        return str(answer.json()["results"][0][name])

    def _once(self, method: str, path: str, wish: Wish) -> tuple[float, Answer]:
        began = time.monotonic()
        answer = self.http.call(method, f"{API}{path.format(**wish.filled)}{wish.query}", wish.body, wish.headers)
        return time.monotonic() - began, answer
