"""A cache in Valkey of what is dear to reckon and seldom changes; everything is right without it.

An entry tells of which generation of its cache it is. Whoever commits an event that makes a cache stale begins its next
generation, so that what somebody reckoned from before is not taken for what is now. Nothing is kept for longer than
`GOTUTO_CACHE_SECONDS`.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction

from gotuto.db.replica import reading_from
from gotuto.fingerprints import fingerprint
from gotuto.version import VERSION

T = TypeVar("T")

# What is larger costs more to carry than to reckon.
_LARGEST = 262_144
_END = b"\n"


class Cached(Generic[T]):
    """The answers of one kind, each kept under its question."""

    def __init__(self, name: str, kind: type[T]) -> None:
        self.name = name
        self._answers = msgspec.json.Decoder(kind)

    def get(self, question: Any, reckon: Callable[[], T]) -> T:
        """What is kept of it, else what `reckon` says. Within a transaction it is always reckoned: nobody else may see that yet."""
        if not settings.GOTUTO_CACHE_SECONDS or connection.in_atomic_block:
            return reckon()
        from gotuto import metrics
        from gotuto.caching import store

        # Another release may tell more of the same.
        place = f"{self.name}.{fingerprint([VERSION, question]).hex()}"
        generation, kept = store.read(self.name, place)
        is_hit = kept is not None and kept.startswith(generation + _END)
        metrics.count_cached(cache=self.name, is_hit=is_hit)
        if kept is not None and is_hit:
            return self._answers.decode(kept[len(generation) + len(_END) :])
        # A replica may not know yet of what this generation begins with.
        with reading_from(DEFAULT_DB_ALIAS):
            answer = reckon()
        entry = generation + _END + msgspec.json.encode(answer)
        if len(entry) <= _LARGEST:
            store.write(place, entry, seconds=settings.GOTUTO_CACHE_SECONDS)
        return answer


def outdate(names: Iterable[str]) -> None:
    """Once the transaction has committed, what is kept in these caches is not taken any more."""
    if settings.GOTUTO_CACHE_SECONDS:
        from gotuto.caching import store

        transaction.on_commit(partial(store.count_up, sorted({*names})), robust=True)
