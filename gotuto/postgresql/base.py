"""The backend's module; Django looks for `base.DatabaseWrapper` in the package that ENGINE names."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is kept from one request or task to the next, and looked at before each."""

    def is_usable(self) -> bool:
        """Whether the session still works; the server is only asked when there is reason to doubt it."""
        doubtful = self.errors_occurred or self.in_atomic_block
        return (not doubtful and self._is_silent()) or super().is_usable()

    def _is_silent(self) -> bool:
        # A server that went away, or threw this session out, has left its last word or the end of the stream to be
        # read; one system call tells, where `SELECT 1` is a round trip for each request.
        if self.connection is None or self.connection.closed:
            return False
        look = select.poll()
        look.register(self.connection.pgconn.socket, select.POLLIN)
        return not look.poll(0)
