"""One life, lived again and again, each time with a blow at another moment."""

import json
import os
import select
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from signal import SIGCONT, SIGKILL
from typing import Any

from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone

from config import invariants
from contexts.order.placement import placement
from gotuto import trace, wakeups
from gotuto.db import fetch_all, unit
from gotuto.ids import OrderId
from gotuto.sagas.models import SagaRun
from tests.reliability import goods, labels, points, post_office, trouble
from tests.reliability.clock import DELIVERIES_COME, MAILS_COME, PATIENCE, SAGAS_COME
from tests.reliability.healing import heal
from tests.reliability.lives import Life
from tests.reliability.points import Point, Witness
from tests.shop import Shop, settle

# The leases of the dead run out at once instead of in ten seconds.
_TIME_PASSES = (
    SAGAS_COME,
    DELIVERIES_COME,
    MAILS_COME,
    "UPDATE reliability_label SET due_at = clock_timestamp() WHERE status = 'sending'",
)
_OPEN = """
SELECT 'saga' FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating')
UNION ALL SELECT 'delivery' FROM gotuto_outbox_delivery WHERE state <> 'done'
UNION ALL SELECT 'mail' FROM notification_notification WHERE status IN ('queued', 'sending')
UNION ALL SELECT 'label' FROM reliability_label WHERE status IN ('queued', 'sending', 'unknown')
"""
_STORY = """
SELECT 'order', status, NULL FROM order_order WHERE id = %(order)s
UNION ALL SELECT 'stream', type, CASE WHEN %(any_order)s THEN row_number() OVER (PARTITION BY type) ELSE version END
    FROM order_streamrow WHERE stream_id = %(order)s
UNION ALL SELECT 'event', name, row_number() OVER (PARTITION BY name) FROM gotuto_outbox_event WHERE correlation_id = %(trace)s
UNION ALL SELECT 'invoice', status, NULL FROM billing_invoice WHERE order_id = %(order)s
UNION ALL SELECT 'reservation', state, NULL FROM inventory_reservation WHERE order_id = %(order)s
UNION ALL SELECT 'movement', kind, row_number() OVER (PARTITION BY kind) FROM inventory_movement WHERE order_id = %(order)s
UNION ALL SELECT 'mail', kind, row_number() OVER (PARTITION BY kind) FROM notification_notification WHERE order_id = %(order)s
UNION ALL SELECT 'label', status, NULL FROM reliability_label WHERE order_id = %(order)s
UNION ALL SELECT 'saga', name || ' ' || state || ' ' || refusal_code, NULL FROM gotuto_sagas_sagarun WHERE subject_id = %(order)s
ORDER BY 1, 2, 3
"""
# A worker that stood still on its way came another way; more than so many have missed the place for a reason.
TIMES = 3
_MOST_LIVES = 9
_numbers = count(1)


class Trials:
    """First the life as it goes when nobody strikes; then with each blow."""

    def __init__(self, life: Life, book: Path, tally: Any) -> None:
        self.life, self.book, self.tally = life, book, tally
        self.moments = undisturbed(self._lived)
        tally.moments += len(self.moments)

    def _lived(self) -> dict[int, str]:
        """The moments of a life that nobody disturbed, and its story."""
        order_id = self._placed()
        moments = dict(finish(start_worker(self.life, None, None)))
        self._heal()
        self.story = _story(order_id, any_order=self.life.has_label)
        self._check(order_id, "nobody struck")
        return moments

    def strike_everywhere(self, fate: str) -> None:
        for point, blow in points.blows(self.moments, fate, is_short=self.tally.is_short):
            self._strike(fate, point, blow)

    def _strike(self, fate: str, point: Point, blow: str) -> None:
        for _ in range(TIMES):
            order_id = self._placed()
            has_come_there = struck(self.life, point, fate, meanwhile=self._heal)
            self._check(order_id, blow)
            if has_come_there:
                self.tally.trials += 1
                return
        self.tally.failures.append(f"{self.life.name}, {blow}: {TIMES} workers never came there")

    def _placed(self) -> OrderId:
        number = next(_numbers)
        shop = Shop(timezone.now())
        tea = self.life.stocked(shop, f"tea-{number}")
        settle()
        with trace.bound(f"trial-{number}"):
            order_id = shop.place({tea: goods.PIECES}).id
        with unit():
            self.life.before(order_id)
        trouble.refusing.clear()
        trouble.refusing.update(self.life.refusing)
        trouble.befalling[:] = self.life.befalling
        return order_id

    def _heal(self) -> None:
        heal(_TIME_PASSES, _OPEN, destinations=["mail"], people=self.life.keeper)

    def _check(self, order_id: OrderId, blow: str) -> None:
        story = _story(order_id, any_order=self.life.has_label)
        wrong = [str(violation) for violation in invariants.find_violations()]
        if story != self.story:
            wrong.append(f"another story: {sorted(set(story) ^ set(self.story), key=str)}")
        if ("order", self.life.ends, None) not in story:
            wrong.append(f"not {self.life.ends}")
        wrong += wrong_mails(order_id, self.book) + labels.wrong_labels(order_id)
        self.tally.failures += [f"{self.life.name}, {blow}: {each}" for each in wrong]


def wrong_mails(order_id: OrderId, book: Path) -> list[str]:
    """The mails of an order that went out more or less often than they say."""
    taken = post_office.taken(book)
    rows = fetch_all("SELECT id::text, status FROM notification_notification WHERE order_id = %s", [order_id])
    allowed = {"done": (1,), "unknown": (0, 1), "refused": (0,)}
    return [f"a mail is {status} and went out {taken.count(mail)} times"
            for mail, status in rows if taken.count(mail) not in allowed.get(status, ())]  # fmt: skip


def undisturbed(live: Callable[[], dict[int, str]]) -> dict[int, str]:
    """What a life is when it was the same twice: a machine that stands still for longer than a lease makes one longer."""
    moments = live()
    for _ in range(_MOST_LIVES):
        before, moments = moments, live()
        # One that never ended has none.
        if moments and moments == before:
            return moments
    raise RuntimeError(f"In {_MOST_LIVES + 1} lives no two after each other were the same.")


def struck(life: Life, point: Point, fate: str, *, meanwhile: Callable[[], None]) -> bool:
    """Whether a worker came to the point, and was killed there or overtaken by what happens `meanwhile`."""
    pid, news = start_worker(life, point, {"killed": points.die, "overtaken": points.pause}[fate])
    if fate == "killed":
        _, status = os.waitpid(pid, 0)
        os.close(news)
        meanwhile()
        return os.WIFSIGNALED(status) and os.WTERMSIG(status) == SIGKILL
    return _overtaken(pid, news, meanwhile)


def _overtaken(pid: int, news: int, meanwhile: Callable[[], None]) -> bool:
    """Somebody else finishes while the worker stands still; then it goes on."""
    _, status = os.waitpid(pid, os.WUNTRACED)
    meanwhile()
    if os.WIFSTOPPED(status):
        os.kill(pid, SIGCONT)
        finish((pid, news))
        meanwhile()
    return os.WIFSTOPPED(status)


def start_worker(life: Life, point: Point | None, fate: points.Fate | None) -> tuple[int, int]:
    """A process that does all that is due, and where its news can be read."""
    # Two processes must not speak on one line.
    connections.close_all()
    listening, telling = os.pipe()
    pid = os.fork()
    if pid:
        os.close(telling)
        return pid, listening
    try:
        trouble.breaking.update(life.breaking)
        witness = Witness(point, fate)
        witness.install()
        life.begins()
        _work_until_nothing_is_due()
        while not _is_all_booked(life):
            _work_until_nothing_is_due()
        os.write(telling, json.dumps(witness.effects).encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _is_all_booked(life: Life) -> bool:
    try:
        return life.keeper()
    except OperationalError:
        # Whoever stood still for too long in the middle of a booking has lost the line, and looks again.
        close_old_connections()
        return False


def _work_until_nothing_is_due() -> None:
    while wakeups.drain(budget_seconds=60):
        close_old_connections()


def finish(worker: tuple[int, int]) -> list[tuple[int, str]]:
    pid, news = worker
    ready, _, _ = select.select([news], [], [], PATIENCE)
    text = os.read(news, 65536) if ready else b""
    os.close(news)
    if not ready:
        os.kill(pid, SIGKILL)
    os.waitpid(pid, 0)
    return [(number, what) for number, what in json.loads(text or b"[]")]


def count_fenced() -> int:
    """How often a worker that came too late was sent away."""
    tables = ("gotuto_sagas_sagarun", "gotuto_outbox_delivery")
    return sum(int(fetch_all(f"SELECT coalesce(sum(fenced), 0) FROM {table}")[0][0]) for table in tables)


def _story(order_id: OrderId, *, any_order: bool) -> list[tuple[Any, ...]]:
    trace_id = SagaRun.objects.get(subject_id=order_id, name=placement.name).correlation_id
    return fetch_all(_STORY, {"order": order_id, "trace": trace_id, "any_order": any_order})
