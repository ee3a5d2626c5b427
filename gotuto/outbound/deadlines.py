"""A limit for a conversation as a whole: sockets know one only for each step of it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer


@contextmanager
def deadline(seconds: float, line: socket.socket | None) -> Iterator[None]:
    """Whoever still talks on the socket after so many seconds is hung up on, and sees a broken connection."""
    timer = Timer(seconds, _hang_up, [line])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(line: socket.socket | None) -> None:
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
