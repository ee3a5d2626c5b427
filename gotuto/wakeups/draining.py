"""Queues of due work: tables in PostgreSQL, each with the function that does some of it; a worker drains them."""

import time
from collections.abc import Callable, Collection
from contextvars import ContextVar
from functools import partial

import structlog
from celery import shared_task
from django.db import transaction

from gotuto.db import is_dry_run
from gotuto.wakeups.names import TASK, WAKE_ANOTHER
from gotuto.wakeups.notifying import notifier

log = structlog.get_logger(__name__)

DoSome = Callable[[], int]

BUDGET_SECONDS = 1.0

_queues: dict[str, DoSome] = {}
# Those of them that wait until nothing else is due, because a piece of theirs takes long and nobody waits for it.
_patient: set[str] = set()
# The queues that the running drain has yet to look into.
_open: ContextVar[set[str] | None] = ContextVar("open_queues", default=None)


def register(name: str, do_some: DoSome, *, is_patient: bool = False) -> None:
    """Add a queue: a function that does some of what is due and says how many pieces; it notifies if there may be more.

    A patient one has its turn when nothing else is due, and once in each drain that runs out of time.
    """
    _queues[name] = do_some
    (_patient.add if is_patient else _patient.discard)(name)


def queues() -> dict[str, DoSome]:
    """All queues by name."""
    return dict(_queues)


def drain(names: Collection[str] = (), *, budget_seconds: float = BUDGET_SECONDS) -> int:
    """Do what is due in these queues, or in all, and in those notified of meanwhile, until nothing is left or the time is up.

    Returns how many pieces were done.
    """
    asked = _queues.keys() & set(names) or set(_queues)
    token = _open.set(asked)
    try:
        return _drain_until(time.monotonic() + budget_seconds, asked)
    finally:
        _open.reset(token)


def _drain_until(deadline: float, asked: set[str]) -> int:
    done = 0
    while asked:
        for name in _in_turn(asked):
            asked.discard(name)
            done += _do_some(name)
        if asked and time.monotonic() > deadline:
            for name in [name for name in _queues if name in asked & _patient][:1]:
                done += _do_some(name)
            notifier.notify(WAKE_ANOTHER)
            break
    return done


def _in_turn(asked: set[str]) -> list[str]:
    """The queues to look into now: all that are not patient, or else the first that is."""
    waiting = [name for name in _queues if name in asked]
    return [name for name in waiting if name not in _patient] or waiting[:1]


def _do_some(name: str) -> int:
    try:
        return _queues[name]()
    except Exception:
        # One broken queue must not keep the others waiting; what it claimed comes back when its lease ends.
        log.exception("queue_failed", queue=name)
        return 0


@shared_task(name=TASK)
def drain_task() -> None:
    """Do what is due, and stay awake for whoever notifies next."""
    from gotuto.wakeups import pubsub

    pubsub.acknowledge()
    if drain():
        for names in pubsub.subscribe():
            drain(names)


def notify(name: str) -> None:
    """Mark a queue as having due work; inside a running drain it is drained again, otherwise a worker is woken."""
    asked = _open.get()
    if asked is not None:
        asked.add(name)
    elif not is_dry_run():
        notifier.notify(name)


def notify_on_commit(name: str) -> None:
    """The same once the open transaction has committed."""
    transaction.on_commit(partial(notify, name))
