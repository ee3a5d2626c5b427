"""Return addresses: where a gateway may send a buyer back to, which is the shop and nowhere else."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000

# What browsers read otherwise than we do: blanks and control characters are dropped, a backslash is a slash.
_HONEST = re.compile(r"https?://[!#-;=?-\[\]_a-z~A-Z%]+", re.ASCII)


def is_allowed(address: str, origins: Iterable[str]) -> bool:
    """Whether an address belongs to one of these origins: the same scheme, host and port, and nobody's name before it."""
    origin = _origin(address)
    return origin is not None and origin in {_origin(allowed) for allowed in origins}


def _origin(address: str) -> tuple[str, str, int] | None:
    if len(address) > _LONGEST or not _HONEST.fullmatch(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
    except ValueError:
        return None
    if "@" in parts.netloc or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port
