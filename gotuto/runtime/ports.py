"""The address of the web server: whether it is free to take, and taking it."""

import errno
import socket

from gotuto.runtime.errors import CannotStart

# As gunicorn has it.
_BACKLOG = 2048


class Door:
    """The address on which people wait for the web server, also while it is being started again."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._listener: socket.socket | None = None

    def open(self) -> int:
        """The open file on which they wait, for a web server that inherits it. Raises CannotStart."""
        self._listener = listening(self.host, self.port)
        return self._listener.fileno()

    def close(self) -> None:
        """Nobody waits any more, but those who wait already."""
        if self._listener is not None:
            self._listener.close()


def require_free(host: str, port: int) -> None:
    """Raises CannotStart when nobody could listen on the address now.

    Looked at before anything starts: a foreign server there would answer in our place.
    """
    listening(host, port).close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises CannotStart."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise CannotStart(f"HOST={host} is not an address of this machine ({error.strerror}).") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotStart(advice(host, port, error)) from error
    return listener


def advice(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken. Stop what listens there, or choose another: make up PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs special rights. Choose one above 1023: make up PORT=8000"
    return f"Cannot listen on {host}:{port} ({error.strerror}). Choose another address with HOST=… and PORT=…"
