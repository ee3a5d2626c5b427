"""URL of PostgreSQL, with one host or with several of which one is the primary, as Django's DATABASES says it."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from gotuto.stores.hosts import hosts

SCHEMES = ("postgres", "postgresql", "psql", "pgsql")
PORT = 5432
# Without one of these a session may end up at a standby, which takes no orders.
TO_THE_PRIMARY = ("read-write", "primary")
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_LOOKING = ("verify-ca", "verify-full")
ENCRYPTED = ("require", *_LOOKING)


def database_settings(url: str) -> dict[str, Any]:
    """An entry of DATABASES; the query of the URL is what libpq calls its parameters. Raises ValueError with a sentence."""
    parts = urlsplit(url)
    access, _, netloc = parts.netloc.rpartition("@")
    user, _, password = access.partition(":")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    servers = hosts(netloc, port=PORT) if netloc and not unquote(netloc).startswith("/") else ()
    if (mode := options.get("sslmode", "prefer")) not in _MODES:
        raise ValueError(f"has an sslmode that is none of {', '.join(_MODES)}.")
    if mode not in _LOOKING and "sslrootcert" in options:
        raise ValueError("names an sslrootcert, but nobody looks at the certificate: add sslmode=verify-full.")
    if len(servers) > 1 and options.get("target_session_attrs") not in TO_THE_PRIMARY:
        raise ValueError(
            "names several hosts: add target_session_attrs=read-write, or a session may end up at a standby."
        )
    return {
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": ",".join(name for name, _ in servers) or unquote(netloc),
        "PORT": ",".join(str(port) for _, port in servers),
        "OPTIONS": options,
    }
