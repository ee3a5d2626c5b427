"""The caches in Valkey, in one exchange each; a server that does not answer is left alone for half a minute."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.core.cache import cache as of_process
from redis import Redis, RedisError

from gotuto.stores.client import valkey_client

log = structlog.get_logger(__name__)

R = TypeVar("R")
_KEY = "gotuto.cache.{}"
_DOWN, _SECONDS_DOWN = "gotuto.cache_down", 30
_PATIENCE = 0.2


def read(name: str, place: str) -> tuple[bytes, bytes | None]:
    """The generation of a cache, and what stands at a place of it."""
    keys = [_KEY.format(name), _KEY.format(place)]

    def read_both(valkey: Redis) -> tuple[Any, Any]:
        generation, kept = valkey.mget(keys)
        return generation, kept

    generation, kept = _asked(read_both, instead=(None, None))
    return generation or b"0", kept


def write(place: str, entry: bytes, *, seconds: int) -> None:
    _asked(lambda valkey: valkey.set(_KEY.format(place), entry, ex=seconds), instead=None)


def count_up(names: Sequence[str]) -> None:
    """Begin the next generation of these caches."""

    def count(valkey: Redis) -> None:
        with valkey.pipeline(transaction=False) as pipeline:
            for name in names:
                pipeline.incr(_KEY.format(name))
            pipeline.execute()

    _asked(count, instead=None)


def _asked(question: Callable[[Redis], R], *, instead: R) -> R:
    if of_process.get(_DOWN):
        return instead
    try:
        return question(server())
    except RedisError as error:
        of_process.set(_DOWN, True, _SECONDS_DOWN)
        log.warning("cache_down", error=repr(error), advice="Everything is reckoned instead.")
        return instead


@cache
def server() -> Redis:
    return valkey_client(settings.REDIS_URL, seconds=_PATIENCE)
