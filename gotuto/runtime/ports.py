"""Whether the address of the web server is free to take."""

import errno
import socket

from gotuto.runtime.errors import CannotStart


def require_free(host: str, port: int) -> None:
    """Raises CannotStart when nobody could listen on the address now.

    Looked at before anything starts: a foreign server there would answer in our place.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise CannotStart(f"HOST={host} is not an address of this machine ({error.strerror}).") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except OSError as error:
            raise CannotStart(advice(host, port, error)) from error


def advice(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken. Stop what listens there, or choose another: make up PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs special rights. Choose one above 1023: make up PORT=8000"
    return f"Cannot listen on {host}:{port} ({error.strerror}). Choose another address with HOST=… and PORT=…"
