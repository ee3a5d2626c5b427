"""Reading from a replica: which database the statements of a question go to, and how far behind the replica is.

A write always goes to the primary. A question goes to the replica only within `reading_from`, and a unit of work leaves it.

How far behind is found out without a word written: the primary's place in its log is noted with the time; once the replica has
replayed up to it, it knows all that was committed until then. So a replica that lost its primary falls behind, and one whose
primary has nothing to write does not.
"""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any

import structlog
from django.db import DEFAULT_DB_ALIAS, Error, connections

log = structlog.get_logger(__name__)

REPLICA = "replica"
# How often a process asks how far the replica is; in between, it counts as that much further behind.
EVERY_SECONDS = 0.2
# How long a replica that does not answer is left alone.
REST_SECONDS = 5.0

_WRITTEN = "SELECT pg_current_wal_insert_lsn()::text"
# One that was promoted follows nobody any more.
_REPLAYED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END"

_alias: ContextVar[str] = ContextVar("reading_alias", default=DEFAULT_DB_ALIAS)

alias = _alias.get


@contextmanager
def reading_from(name: str) -> Iterator[None]:
    """Questions within go to this database."""
    token = _alias.set(name)
    try:
        yield
    finally:
        _alias.reset(token)


class Router:
    """Where Django's own queries go."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return alias()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True


class Standby:
    """What a process knows of the replica."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._noted: deque[tuple[float, int]] = deque(maxlen=256)
        self._looked_at = self._knows_until = self._rests_until = float("-inf")

    def lag(self) -> float:
        """It knows all that was committed so many seconds ago; infinite while that cannot be told."""
        now = time.monotonic()
        if now < self._rests_until:
            return float("inf")
        # One thread looks; the others go by what was known before.
        if now - self._looked_at > EVERY_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._look(now)
            finally:
                self._lock.release()
        return now - self._knows_until

    def leave_alone(self, error: BaseException) -> None:
        """Ask nothing of it for a while."""
        log.warning(
            "replica_left_alone", error=repr(error), seconds=REST_SECONDS, advice="Everything is read from the primary."
        )
        self._rests_until, self._knows_until = time.monotonic() + REST_SECONDS, float("-inf")
        self._noted.clear()

    def _look(self, now: float) -> None:
        self._looked_at = now
        self._noted.append((now, _place(connections[DEFAULT_DB_ALIAS].ask(_WRITTEN, ()).fetchone()[0])))  # type: ignore[attr-defined]
        try:
            (told,) = connections[REPLICA].ask(_REPLAYED, ()).fetchone()  # type: ignore[attr-defined]
        except Error as error:
            self.leave_alone(error)
            return
        if told is None:
            self.leave_alone(RuntimeError("It is no standby any more."))
            return
        while self._noted and self._noted[0][1] <= _place(told):
            self._knows_until = self._noted.popleft()[0]


standby = Standby()


def _place(told: str) -> int:
    """A place in the log, as a number (the type pg_lsn of PostgreSQL: two halves in hexadecimal)."""
    high, low = told.split("/")
    return (int(high, 16) << 32) + int(low, 16)
