"""The backend's module; Django looks for `base.DatabaseWrapper` in the package that ENGINE names."""

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import _queries

from gotuto.stores.postgresql import TO_THE_PRIMARY

_READ_ONLY = (b"in_hot_standby", b"default_transaction_read_only")
# What stands between may forget a connection that nobody uses, and tell neither end.
_TRUSTED_SECONDS = 30

# psycopg remembers how it reads a statement only of those up to 4,096 characters, lest long ones that come once fill its memory.
# Ours are longer and always the same, and reading one anew costs more than sending it.
_queries.MAX_CACHED_STATEMENT_LENGTH = 1 << 15


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is kept from one request or task to the next, and looked at before each."""

    _looked_at = 0.0

    def connect(self) -> Any:
        self._looked_at = time.monotonic()
        return super().connect()

    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        self._asking = connection.cursor()
        return connection

    def is_usable(self) -> bool:
        """Whether the session still works; the server is only asked when there is reason to doubt it.

        A session that met an error is given up: its prepared statements may not fit the tables any more. So is one that
        was to write, at a server that does not any more: another host of the address may be the primary now.
        """
        if self.errors_occurred or self._takes_no_orders():
            return False
        idle, self._looked_at = time.monotonic() - self._looked_at, time.monotonic()
        doubtful = self.in_atomic_block or idle > _TRUSTED_SECONDS
        return (not doubtful and self._is_silent()) or super().is_usable()

    def ask(self, statement: str, parameters: Any) -> Any:
        """A psycopg cursor with the answer to a statement, which holds it until the next is asked.

        Without the layers around `cursor()` and `execute()`, which are there for queries that Django builds and cost a
        third of a short one.
        """
        if self.execute_wrappers or self.queries_logged:
            cursor = self.cursor()
            cursor.execute(statement, parameters)
            return cursor
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            return self._asking.execute(statement, parameters)

    def _takes_no_orders(self) -> bool:
        # PostgreSQL tells both with its answers, unasked; asking would be a round trip for each request.
        wanted = self.settings_dict["OPTIONS"].get("target_session_attrs")
        if wanted not in TO_THE_PRIMARY or self.connection is None or self.connection.closed:
            return False
        told = (self.connection.pgconn.parameter_status(name) for name in _READ_ONLY)
        return b"on" in told

    def _is_silent(self) -> bool:
        # A server that went away, or threw this session out, has left its last word or the end of the stream to be
        # read; one system call tells, where `SELECT 1` is a round trip for each request.
        if self.connection is None or self.connection.closed:
            return False
        look = select.poll()
        look.register(self.connection.pgconn.socket, select.POLLIN)
        return not look.poll(0)
