"""One journey of money, made again and again, each time with a blow at another moment."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from config import invariants
from contexts.billing.payments.gateways import sandbox as adapter
from contexts.order.orders.errors import NotCancellable
from gotuto import wakeups
from gotuto.db import execute, fetch_all
from gotuto.outbound import Timeouts
from gotuto.outbound.destinations import destinations
from sandboxes.payments.server import Sandbox
from tests.billing.attempts.paying import SECRET
from tests.clients import Api, staff_api
from tests.reliability import trouble
from tests.reliability.clock import DELIVERIES_COME, MAILS_COME, SAGAS_COME
from tests.reliability.crash_points import Tally
from tests.reliability.healing import heal
from tests.reliability.ledgers import OPEN, TIME_PASSES
from tests.reliability.lives import Life
from tests.reliability.outbound_points import Calls, Case
from tests.reliability.payment_journeys import Journey
from tests.reliability.payment_lives import Sale
from tests.reliability.payment_stories import disagreements, story_of
from tests.reliability.trial import wrong_mails
from tests.shop import Shop

FAULTS: dict[str, dict[str, float]] = {
    "willing": {"lost": 0.0, "timeouts": 0.0},
    "lost": {"lost": 1.0},
    "slow": {"timeouts": 1.0, "timeout_seconds": 0.5},
}
# Where the gateway lets its callers wait in vain, they need not wait long.
_TIMEOUTS = {"slow": Timeouts(connect=5, read=0.3, whole=0.6)}
_USUAL = Timeouts(connect=5, read=15, whole=20)
_TIME_PASSES = (*TIME_PASSES, SAGAS_COME, DELIVERIES_COME, MAILS_COME)
_OPEN = f"""{OPEN}
UNION ALL SELECT 'saga' FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating')
UNION ALL SELECT 'delivery' FROM gotuto_outbox_delivery WHERE state <> 'done'
UNION ALL SELECT 'mail' FROM notification_notification WHERE status IN ('queued', 'sending')
"""
_DESTINATIONS = ("sandbox", "sandbox.refunds", "mail")


class WorkingShop(Shop):
    """Whoever settles it looks only where there is news, as a worker does."""

    def settle(self) -> None:
        wakeups.drain(budget_seconds=60)


@dataclass(frozen=True)
class Stage:
    """The shop, its staff, the gateway beside it, the book of the post office, and the account of the trials."""

    shop: Shop
    staff: Api
    sandbox: Sandbox
    book: Path
    tally: Tally


@contextmanager
def open_stage(book: Path, tally: Tally) -> Iterator[Stage]:
    """The shop asks the sandbox from now on, and each request to it is a moment."""
    wakeups.notifier.notify = lambda name: None  # type: ignore[method-assign]
    # The web is asked within this process, and for no files.
    settings.ALLOWED_HOSTS, settings.WHITENOISE_USE_FINDERS = ["testserver"], False
    settings.GOTUTO_PAYMENT_GATEWAYS = ["manual", "sandbox"]
    settings.GOTUTO_PUBLIC_URL = "https://shop.example.com"
    # Who is struck tries a call once; whoever comes next is told by the clock.
    settings.GOTUTO_BACKOFF_SECONDS, settings.GOTUTO_MAX_ATTEMPTS = 60, 10
    for name in ("django.request", "django.db.backends.base"):
        # Whoever is paused in a transaction loses its line to the database, and says so at length.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    adapter.request = _witnessed(adapter.request)
    with Sandbox(secret=SECRET) as sandbox:
        settings.GOTUTO_SANDBOX_URL, settings.GOTUTO_SANDBOX_SECRET = sandbox.url, SECRET
        shop = WorkingShop(timezone.now())
        shop.has("tea", pieces=1_000_000)
        yield Stage(shop, staff_api(superuser=True), sandbox, book, tally)


def be(sandbox: Sandbox, mood: str) -> None:
    """The gateway does so from now on, and whoever calls it has the patience for that."""
    sandbox.fate.change(FAULTS[mood])
    for name in ("sandbox", "sandbox.refunds"):
        # Making the copy puts it into the place of the original.
        replace(destinations.get(name), timeouts=_TIMEOUTS.get(mood, _USUAL))


def _witnessed(request: Callable[..., Any]) -> Callable[..., Any]:
    def shown(method: str, url: str, **more: Any) -> Any:
        return trouble.witness(f"{method} {_words(url)}", lambda: request(method, url, **more))

    return shown


def _words(url: str) -> str:
    """What a request is about, without whom."""
    _, _, path = url.partition("/v1/")
    kind, *more = path.split("/")
    return more[1] if len(more) > 1 else kind


class Money(Calls):
    """The money of one order after the other: first as it goes when nobody strikes; then with each blow."""

    def __init__(self, journey: Journey, case: Case, stage: Stage, *, every_step: bool, story: list[Any]) -> None:
        settings.SAGA_COMMIT_EVERY_STEP, settings.GOTUTO_PAYMENT_CAPTURE = every_step, journey.capture
        self.journey, self.stage, self.sandbox, self.story = journey, stage, stage.sandbox, story
        super().__init__(case, stage.sandbox, stage.tally)

    def _queued(self) -> Sale:
        trouble.refusing.clear()
        be(self.sandbox, "willing")
        self.sale = sale = Sale(self.sandbox, self.stage.shop, self.stage.staff)
        self.journey.before(sale)
        for statement in TIME_PASSES:
            execute(statement)
        trouble.refusing.update(self.journey.refusing)
        request = self.journey.request
        self.life = Life(
            self.journey.name, breaking=self.journey.breaking, begins=partial(request, sale) if request else _works
        )
        be(self.sandbox, self.case.mood)
        return sale

    def _heal(self) -> None:
        be(self.sandbox, "willing")
        heal(_TIME_PASSES, _OPEN, destinations=_DESTINATIONS, people=self._insist)

    def _insist(self) -> bool:
        """Whoever had no answer asks once more, and then people do what they do."""
        sale, request = self.sale, self.journey.request
        sale.is_served = sale.is_served or request is None or self._is_answer(request(sale))
        sale.is_over = sale.is_over or (sale.is_served and self.journey.then(sale))
        return sale.is_over

    def _is_answer(self, answer: Any) -> bool:
        """Whether it says what was wanted, or that an order goes on whose cancellation is refused."""
        is_in_vain = bool(self.journey.refusing) and answer.status_code == 409
        return answer.status_code < 300 or (is_in_vain and answer.json()["code"] == NotCancellable.code)

    def _check(self, sale: Sale, blow: str) -> None:
        story = story_of(sale.order.id, sale.number, self.sandbox.ledger)
        self.story[:] = self.story or story
        wrong = [str(violation) for violation in invariants.find_violations()]
        if story != self.story:
            wrong.append(f"another story: {sorted(set(story) ^ set(self.story), key=str)}")
        wrong += [f"not {what} {words}" for what, words in self.journey.ends if not _is_told(story, what, words)]
        wrong += disagreements(sale.order.id, sale.number, self.sandbox.ledger)
        wrong += wrong_mails(sale.order.id, self.stage.book)
        wrong += [] if sale.is_over else ["people could not do what they wanted to"]
        wrong += [f"a {what} has not ended" for (what,) in fetch_all(_OPEN)]
        self.tally.failures += [f"{self._name()}, {blow}: {each}" for each in wrong]

    def _name(self) -> str:
        return f"{self.case.destination}, gateway {self.case.mood}"


def _works() -> None:
    """Whoever is struck serves nobody."""


def _is_told(story: list[tuple[Any, ...]], what: str, words: str) -> bool:
    return any(kind == what and told.startswith(words) for kind, told, _ in story)
