"""Work that is due, and the doorbell: PostgreSQL says what is to do, a Celery message only says that now is a good time.

A lost message costs two seconds at most, because beat rings as well; it never costs work.
"""

import os
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache

import structlog
from celery import shared_task
from django.conf import settings
from redis import Redis, RedisError

log = structlog.get_logger(__name__)

Source = Callable[[], bool]

BUDGET_SECONDS = 1.0
_PAUSE_AFTER_FAILURE = 2.0

# Stands in Valkey while a message is on its way, so that a thousand orders do not leave a thousand messages behind.
_BELL = "gotuto.bell"
_LOST_AFTER_MS = 1_000
# A bell from before a standstill wakes nobody up for nothing.
_STALE_AFTER_SECONDS = 30

_sources: dict[str, Source] = {}
_draining: ContextVar[bool] = ContextVar("draining", default=False)


def register(name: str, take_one: Source) -> None:
    """Add a source of due work: a function that does one piece and says whether there was one."""
    _sources[name] = take_one


def sources() -> dict[str, Source]:
    """All sources of due work by name."""
    return dict(_sources)


def drain(budget_seconds: float = BUDGET_SECONDS) -> int:
    """Do what is due, from all sources in turn, until nothing is left or the time is up; how many pieces were done."""
    token = _draining.set(True)
    try:
        return _drain_until(time.monotonic() + budget_seconds)
    finally:
        _draining.reset(token)


def _drain_until(deadline: float) -> int:
    done = 0
    while found := [name for name, take_one in _sources.items() if _take(name, take_one)]:
        done += len(found)
        if time.monotonic() > deadline:
            doorbell.ring()
            break
    return done


def _take(name: str, take_one: Source) -> bool:
    try:
        return take_one()
    except Exception:
        # One broken source must not keep the others waiting; what it claimed comes back when its lease ends.
        log.exception("work_failed", source=name)
        return False


class Doorbell:
    """Rings from a background thread, so that no request waits for the broker; many rings become one."""

    def __init__(self, send: Callable[[], object]) -> None:
        self._send = send
        self._wanted = threading.Event()
        self._start = threading.Lock()
        self._pid = 0

    def ring(self) -> None:
        self._ensure_thread()
        self._wanted.set()

    def _ensure_thread(self) -> None:
        # A thread does not survive a fork, so each process starts its own.
        if self._pid != os.getpid():
            with self._start:
                if self._pid != os.getpid():
                    self._wanted = threading.Event()
                    threading.Thread(target=self._serve, name="doorbell", daemon=True).start()
                    self._pid = os.getpid()

    def _serve(self) -> None:
        wanted = self._wanted
        while wanted.wait():
            wanted.clear()
            try:
                self._send()
            except Exception as error:
                log.warning("doorbell_failed", error=repr(error))
                time.sleep(_PAUSE_AFTER_FAILURE)


@shared_task(name="gotuto.drain")
def drain_task() -> None:
    _hear()
    drain()


def send_bell() -> None:
    """Send one message, unless one is on its way that nobody has heard: it will find this work as well."""
    if _valkey().set(_BELL, 1, nx=True, px=_LOST_AFTER_MS):
        drain_task.apply_async(retry=False, expires=_STALE_AFTER_SECONDS)


def _hear() -> None:
    # Before looking for work: whoever has work after the look must ring again.
    try:
        _valkey().delete(_BELL)
    except RedisError as error:
        log.warning("bell_not_answered", error=repr(error))


@cache
def _valkey() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0)


def ring() -> None:
    """Say that there is work; inside `drain` nobody needs to be told."""
    if not _draining.get():
        doorbell.ring()


doorbell = Doorbell(send_bell)
