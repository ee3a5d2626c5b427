"""The moments at which a process makes something true for others: each commit, and each mail that is handed over."""

import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.reliability import trouble

Fate = Callable[[], None]

_CHANGE = re.compile(r"(?:(?<!FOR )UPDATE|INSERT INTO|DELETE FROM) (?!SET\b)\w+")


@dataclass(frozen=True)
class Point:
    """Just before or just after the n-th of these moments."""

    number: int
    after: bool


def blows(moments: Mapping[int, str], fate: str, *, is_short: bool) -> Iterator[tuple[Point, str]]:
    """Before and after each moment. In short, who is killed dies before the first and after each: what is left then is
    what would be left before the next. Who is paused before a commit holds locks; that is no other's after."""
    for place, (number, what) in enumerate(moments.items()):
        for after in (False, True):
            if after or place == 0 or fate != "killed" or not is_short:
                yield Point(number, after), f"{fate} {'after' if after else 'before'} {number}: {what}"


class Witness:
    """Stands by at every such moment of this process, and lets `fate` strike at one of them."""

    def __init__(self, point: Point | None = None, fate: Fate | None = None) -> None:
        self.point = point
        self.fate = fate
        self.moments = 0
        self.effects: list[tuple[int, str]] = []

    def install(self) -> None:
        """For the rest of this process's life."""
        commit = BaseDatabaseWrapper._commit

        def committed(wrapper: BaseDatabaseWrapper) -> None:
            self.stand_by("commit", lambda: commit(wrapper))

        BaseDatabaseWrapper._commit = committed  # type: ignore[method-assign]
        connection.execute_wrappers.append(self._statement)
        trouble.watch(self.stand_by)

    def stand_by(self, what: str, act: Callable[[], Any], *, has_effect: Callable[[], bool] = lambda: True) -> Any:
        self.moments += 1
        number = self.moments
        self._strike(Point(number, after=False))
        result = act()
        if has_effect():
            self.effects.append((number, what))
        self._strike(Point(number, after=True))
        return result

    def _strike(self, point: Point) -> None:
        if point == self.point and self.fate is not None:
            self.fate()

    def _statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if connection.in_atomic_block or sql.lstrip().startswith("SELECT"):
            return execute(sql, params, many, context)
        # Outside of a transaction each statement is one; a claim that found nothing changes nothing.
        return self.stand_by(
            _words(sql),
            lambda: execute(sql, params, many, context),
            has_effect=lambda: context["cursor"].rowcount > 0,
        )


def _words(sql: str) -> str:
    """What a statement does; of one with parts, what its last one does to whichever table."""
    changes = _CHANGE.findall(sql)
    return changes[-1] if changes else " ".join(sql.split()[:2])


def die() -> None:
    """As `kill -9` does: no answer, no rollback, no goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)


def pause() -> None:
    """Stand still for longer than any lease, until somebody says go on."""
    # The database's patience with a silent session is shortened, so that the others need not wait for it.
    connection.connection.execute("SET idle_in_transaction_session_timeout = 30")
    os.kill(os.getpid(), signal.SIGSTOP)
    with suppress(psycopg.Error):
        connection.connection.execute("SET idle_in_transaction_session_timeout = 10000")
