"""Work that is due: PostgreSQL says what is to do, and sources know how to do it."""

import time
from collections.abc import Callable, Collection
from contextvars import ContextVar
from functools import partial

import structlog
from celery import shared_task
from django.db import transaction

from gotuto import doorbell as bell
from gotuto.doorbell import doorbell

log = structlog.get_logger(__name__)

Source = Callable[[], int]

BUDGET_SECONDS = 1.0

_sources: dict[str, Source] = {}
# The sources that the drain which is running has yet to ask.
_open: ContextVar[set[str] | None] = ContextVar("open_sources", default=None)


def register(name: str, take_some: Source) -> None:
    """Add a source of due work: a function that does some of it and says how many pieces; it rings if there may be more."""
    _sources[name] = take_some


def sources() -> dict[str, Source]:
    """All sources of due work by name."""
    return dict(_sources)


def drain(names: Collection[str] = (), *, budget_seconds: float = BUDGET_SECONDS) -> int:
    """Ask these sources, or all, and those that are rung for meanwhile, until nothing is left or the time is up.

    Returns how many pieces were done.
    """
    asked = _sources.keys() & set(names) or set(_sources)
    token = _open.set(asked)
    try:
        return _drain_until(time.monotonic() + budget_seconds, asked)
    finally:
        _open.reset(token)


def _drain_until(deadline: float, asked: set[str]) -> int:
    done = 0
    while asked:
        for name in [name for name in _sources if name in asked]:
            asked.discard(name)
            done += _take(name)
        if asked and time.monotonic() > deadline:
            doorbell.ring(bell.HELP)
            break
    return done


def _take(name: str) -> int:
    try:
        return _sources[name]()
    except Exception:
        # One broken source must not keep the others waiting; what it claimed comes back when its lease ends.
        log.exception("work_failed", source=name)
        return 0


@shared_task(name=bell.TASK)
def drain_task() -> None:
    """Do what is due, and stay awake for whoever rings next."""
    bell.answer()
    if drain():
        for names in bell.listen():
            drain(names)


def ring(name: str) -> None:
    """Say that there is work for a source; the drain that is running asks it again, otherwise somebody has to be told."""
    asked = _open.get()
    if asked is None:
        doorbell.ring(name)
    else:
        asked.add(name)


def ring_on_commit(name: str) -> None:
    """The same once the open transaction has committed."""
    transaction.on_commit(partial(ring, name))
