"""Host lists of a URL: `a:1,b:2`, with or without ports, IPv6 in brackets."""

from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class Host(NamedTuple):
    """A server by name or IP address."""

    name: str
    port: int


def hosts(netloc: str, *, port: int) -> tuple[Host, ...]:
    """All of them, with `port` where one names none. Raises ValueError for a list that cannot be read."""
    return tuple(_host(each, port) for each in netloc.split(","))


def _host(text: str, port: int) -> Host:
    try:
        parts = urlsplit(f"//{text}")
        name, given = unquote(parts.hostname or ""), parts.port
    except ValueError:
        name, given = "", None
    if not name or given == 0:
        # What stands there may be a part of the password.
        raise ValueError(
            "names a host or a port that cannot be read; within a password / is %2F, @ is %40 and : is %3A."
        )
    return Host(name, port if given is None else given)
