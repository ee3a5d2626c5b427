"""Wake-up notifications (pub/sub). Lossy by design: polling finds what a lost one missed.

Whoever commits work notifies. A worker that is awake subscribes to a channel of Valkey and is told at once; where nobody
subscribes, a Celery message wakes one up. A notification carries nothing: the work stands in PostgreSQL, and one that is
lost costs the time until the next poll.
"""

import time
from collections.abc import Iterator
from contextlib import closing
from functools import cache

import structlog
from celery import current_app
from django.conf import settings
from redis import Redis, RedisError
from redis.client import PubSub

from gotuto.stores.client import valkey_client
from gotuto.wakeups.names import TASK, WAKE_ANOTHER

log = structlog.get_logger(__name__)

# Stands in Valkey while a message is on its way, so that a thousand orders do not leave a thousand messages behind.
PENDING_KEY = "gotuto.wakeup"

# A worker subscribes for as long as orders follow each other, but other tasks have their turn too.
_SILENCE_SECONDS = 1.0
_LONGEST_SECONDS = 2.0
_LOST_AFTER_MS = 1_000
# A message from before a standstill wakes nobody up for nothing.
_STALE_AFTER_SECONDS = 30


def send(names: set[str]) -> None:
    """Tell the subscribers; where there are none, send a message, unless one is on its way: it will find this work as well."""
    told = valkey().publish(_channel(), ",".join(names))
    if (WAKE_ANOTHER in names or not told) and valkey().set(PENDING_KEY, 1, nx=True, px=_LOST_AFTER_MS):
        current_app.send_task(TASK, retry=False, expires=_STALE_AFTER_SECONDS)


def acknowledge() -> None:
    """Take note of a message before looking for work: whoever has work after the look sends another."""
    try:
        valkey().delete(PENDING_KEY)
    except RedisError as error:
        log.warning("notification_not_acknowledged", error=repr(error))


def subscribe() -> Iterator[set[str]]:
    """What others notify of, until it has been silent for a second; nothing where another process subscribes already.

    A task costs as much as an order, and a notification to a subscriber costs next to nothing. Ends with an empty set:
    whoever notified while this process unsubscribed took the work for noticed.
    """
    try:
        if not has_subscribers():
            yield from _notified_until(time.monotonic() + _LONGEST_SECONDS)
            yield set()
    except RedisError as error:
        log.warning("subscription_failed", error=repr(error))
        yield set()


def _notified_until(deadline: float) -> Iterator[set[str]]:
    with closing(valkey().pubsub()) as subscription:  # type: ignore[no-untyped-call]
        subscription.subscribe(_channel())
        while time.monotonic() < deadline and (names := _next(subscription)):
            yield names
        subscription.unsubscribe()
        while subscription.subscribed and subscription.get_message(timeout=_SILENCE_SECONDS):
            pass


def _next(subscription: PubSub) -> set[str]:
    """What has been notified of since the last look, or is next; empty after a second of silence."""
    names: set[str] = set()
    while said := subscription.get_message(timeout=0 if names else _SILENCE_SECONDS):
        if said["type"] == "message":
            names.update(said["data"].decode().split(","))
    return names


def has_subscribers() -> bool:
    [(_, subscribers)] = valkey().pubsub_numsub(_channel())
    return bool(subscribers)


def _channel() -> str:
    # Channels know no databases: two instances that share a Valkey must not wake each other instead of themselves.
    return f"{PENDING_KEY}.{valkey().connection_pool.connection_kwargs.get('db', 0)}"


@cache
def valkey() -> Redis:
    return valkey_client(settings.REDIS_URL, seconds=1.0)
