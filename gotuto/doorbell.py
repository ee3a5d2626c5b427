"""The doorbell: says that now is a good time to look for work, and carries nothing that could be lost.

Whoever commits work rings. A worker that is awake listens and hears it at once; where nobody listens, a Celery message
wakes one up. A bell that is lost costs two seconds at most, because beat rings as well; it never costs work.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from queue import SimpleQueue

import structlog
from celery import current_app
from django.conf import settings
from redis import Redis, RedisError
from redis.client import PubSub

log = structlog.get_logger(__name__)

TASK = "gotuto.drain"
# Rung for by a worker that cannot keep up: one who listens hears it as well, but another one is to come.
HELP = "help"

_PAUSE_AFTER_FAILURE = 2.0
# A worker listens for as long as orders follow each other, but other tasks have their turn too.
_SILENCE_SECONDS = 1.0
_LONGEST_SECONDS = 2.0

# Stands in Valkey while a message is on its way, so that a thousand orders do not leave a thousand messages behind.
_UNDERWAY = "gotuto.bell"
_LOST_AFTER_MS = 1_000
# A message from before a standstill wakes nobody up for nothing.
_STALE_AFTER_SECONDS = 30


class Doorbell:
    """Rings from a background thread, so that no request waits for the broker; many rings become one."""

    def __init__(self, send: Callable[[set[str]], object]) -> None:
        self._send = send
        self._rung: SimpleQueue[str] = SimpleQueue()
        self._start = threading.Lock()
        self._pid = 0

    def ring(self, name: str) -> None:
        """Say that there is work of this name."""
        self._ensure_thread()
        self._rung.put(name)

    def _ensure_thread(self) -> None:
        # A thread does not survive a fork, so each process starts its own.
        if self._pid != os.getpid():
            with self._start:
                if self._pid != os.getpid():
                    self._rung = SimpleQueue()
                    threading.Thread(target=self._serve, name="doorbell", daemon=True).start()
                    self._pid = os.getpid()

    def _serve(self) -> None:
        rung = self._rung
        while True:
            names = {rung.get()}
            while not rung.empty():
                names.add(rung.get())
            try:
                self._send(names)
            except Exception as error:
                log.warning("doorbell_failed", error=repr(error))
                time.sleep(_PAUSE_AFTER_FAILURE)


def send(names: set[str]) -> None:
    """Tell whoever listens; where nobody does, send a message, unless one is on its way: it will find this work as well."""
    heard = _valkey().publish(_channel(), ",".join(names))
    if (HELP in names or not heard) and _valkey().set(_UNDERWAY, 1, nx=True, px=_LOST_AFTER_MS):
        current_app.send_task(TASK, retry=False, expires=_STALE_AFTER_SECONDS)


def answer() -> None:
    """Take note of a message before looking for work: whoever has work after the look sends another."""
    try:
        _valkey().delete(_UNDERWAY)
    except RedisError as error:
        log.warning("bell_not_answered", error=repr(error))


def listen() -> Iterator[set[str]]:
    """What others ring for, until it has been silent for a second; nothing where another process listens already.

    A task costs as much as an order, and a bell that is heard costs next to nothing. Ends with an empty set: whoever
    rang while this process stopped listening took it for heard.
    """
    try:
        if not _is_anybody_listening():
            yield from _heard_until(time.monotonic() + _LONGEST_SECONDS)
            yield set()
    except RedisError as error:
        log.warning("bell_not_heard", error=repr(error))
        yield set()


def _heard_until(deadline: float) -> Iterator[set[str]]:
    with closing(_valkey().pubsub()) as ear:  # type: ignore[no-untyped-call]
        ear.subscribe(_channel())
        while time.monotonic() < deadline and (names := _next(ear)):
            yield names
        ear.unsubscribe()
        while ear.subscribed and ear.get_message(timeout=_SILENCE_SECONDS):
            pass


def _next(ear: PubSub) -> set[str]:
    """What has been rung for since the last look, or is next; empty after a second of silence."""
    names: set[str] = set()
    while said := ear.get_message(timeout=0 if names else _SILENCE_SECONDS):
        if said["type"] == "message":
            names.update(said["data"].decode().split(","))
    return names


def _is_anybody_listening() -> bool:
    [(_, listeners)] = _valkey().pubsub_numsub(_channel())
    return bool(listeners)


def _channel() -> str:
    # Channels know no databases: two instances that share a Valkey must not wake each other instead of themselves.
    return f"{_UNDERWAY}.{_valkey().connection_pool.connection_kwargs.get('db', 0)}"


@cache
def _valkey() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0)


doorbell = Doorbell(send)
