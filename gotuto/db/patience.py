"""Changing tables while others use them: never wait long for a lock, but try again and again.

A statement that waits for a table holds up everybody who comes after it, readers too. So it gives up after a second, lets them
go through, and comes back.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import Error, OperationalError, connection

from gotuto.db.failures import sqlstate

LOCK_TIMEOUT = "1s"
# Whoever holds a table for longer than all this is no request and no task.
TRIES = 60
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 5.0
_LOCK_NOT_AVAILABLE = "55P03"

_SETTINGS = """
SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', '0', false),
       set_config('idle_in_transaction_session_timeout', '0', false)
"""
_RESET = "RESET lock_timeout; RESET statement_timeout; RESET idle_in_transaction_session_timeout"
# An autovacuum that is in the way gives way by itself, and is nobody whom an operator could ask.
_OLDEST = """
SELECT pid, application_name, date_trunc('second', clock_timestamp() - xact_start) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'
ORDER BY xact_start LIMIT 1
"""


def patiently(
    work: Callable[[], object], *, say: Callable[[str], None], pause: Callable[[float], None] = time.sleep
) -> None:
    """Do work that can be repeated until it gets its locks. Raises OperationalError when it never did."""
    with _in_no_hurry():
        for tried in range(1, TRIES):
            try:
                work()
                return
            except OperationalError as error:
                if sqlstate(error) != _LOCK_NOT_AVAILABLE:
                    raise
            seconds = min(_FIRST_PAUSE * 2 ** (tried - 1), _LONGEST_PAUSE)
            say(f"A table is in use{_by_whom()}; trying again in {seconds:g} s ({tried} of {TRIES}).")
            pause(seconds)
        work()


@contextlib.contextmanager
def _in_no_hurry() -> Iterator[None]:
    """A session that waits briefly for locks, and works for as long as it takes."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS, [LOCK_TIMEOUT])
    try:
        yield
    finally:
        # A session that broke has nothing to be reset.
        with contextlib.suppress(Error), connection.cursor() as cursor:
            cursor.execute(_RESET)


def _by_whom() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        row: tuple[int, str, timedelta] | None = cursor.fetchone()
    return f"; process {row[0]} ({row[1] or 'without a name'}) has had a transaction open for {row[2]}" if row else ""
