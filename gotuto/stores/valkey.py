"""URL of Valkey: one server, a unix socket, or Sentinels that know which of several servers is the master.

    redis://:password@host:6379/0                       rediss:// speaks TLS, and looks at the certificate
    redis+sentinel://:password@a:26379,b:26379/NAME/0   NAME is what the Sentinels call the master

In the query stand `ssl_ca_certs` and its kin, as redis-py calls them, and `sentinel_password`, `sentinel_username`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from gotuto.stores.hosts import Host, hosts

PLAIN, SENTINEL = ("redis", "rediss", "unix"), ("redis+sentinel", "rediss+sentinel")
SCHEMES = (*PLAIN, *SENTINEL)
PORT, SENTINEL_PORT = 6379, 26_379

_SENTINEL_KEYS = ("sentinel_username", "sentinel_password")
_TLS_KEYS = ("ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile", "ssl_cert_reqs", "ssl_check_hostname")
_REQUIREMENTS = ("required", "optional", "none")
_NO = ("false", "0", "no", "f", "n")


@dataclass(frozen=True)
class ValkeyAddress:
    """Where Valkey is found. `master` is empty where there are no Sentinels; `tls` is then of the one server."""

    url: str
    hosts: tuple[Host, ...] = ()
    master: str = ""
    database: int = 0
    access: Mapping[str, str] = field(default_factory=dict)
    sentinel_access: Mapping[str, str] = field(default_factory=dict)
    tls: Mapping[str, Any] = field(default_factory=dict)


def valkey_address(url: str) -> ValkeyAddress:
    """Read a URL. Raises ValueError, whose words are a sentence for whoever has written it."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    tls = _tls(parts.scheme, query)
    if parts.scheme in SENTINEL:
        return _of_sentinels(url, parts, query, tls)
    if "," in parts.netloc.rpartition("@")[2]:
        raise ValueError(
            "names several hosts: begin it with redis+sentinel://, and write the name of the master behind them."
        )
    if parts.scheme != "unix":
        hosts(parts.netloc.rpartition("@")[2], port=PORT)
    rest = urlencode([pair for pair in query.items() if pair[0] not in tls], safe="/")
    return ValkeyAddress(urlunsplit(parts._replace(query=rest)), tls=tls)


def _of_sentinels(url: str, parts: SplitResult, query: Mapping[str, str], tls: Mapping[str, Any]) -> ValkeyAddress:
    access, _, netloc = parts.netloc.rpartition("@")
    name, _, database = parts.path.strip("/").partition("/")
    if not name or (name.isdecimal() and not database) or not (database or "0").isdecimal():
        raise ValueError(
            "needs the name of the master and a database: redis+sentinel://host1:26379,host2:26379/NAME/0."
        )
    if unknown := sorted(query.keys() - {*_SENTINEL_KEYS, *_TLS_KEYS}):
        raise ValueError(f"has {', '.join(unknown)} in its query, which says nothing to Sentinels.")
    return ValkeyAddress(
        url,
        hosts=hosts(netloc, port=SENTINEL_PORT),
        master=unquote(name),
        database=int(database or 0),
        access=_access(*access.partition(":")[::2]),
        sentinel_access=_access(*(query.get(key, "") for key in _SENTINEL_KEYS)),
        tls=tls,
    )


def _access(username: str, password: str) -> dict[str, str]:
    given = {"username": unquote(username), "password": unquote(password)}
    return {name: value for name, value in given.items() if value}


def _tls(scheme: str, query: Mapping[str, str]) -> dict[str, Any]:
    """What redis-py and kombu are told of TLS: both look at the certificate unless the URL says that they must not."""
    given = {key: value for key, value in query.items() if key.startswith("ssl_")}
    if not scheme.startswith("rediss"):
        if given:
            raise ValueError(f"has {', '.join(sorted(given))}, but no TLS: begin it with rediss://, or take that out.")
        return {}
    told: dict[str, Any] = {"ssl_cert_reqs": "required", **given}
    if told["ssl_cert_reqs"] not in _REQUIREMENTS:
        raise ValueError(f"has an ssl_cert_reqs that is none of {', '.join(_REQUIREMENTS)}.")
    told["ssl_check_hostname"] = str(given.get("ssl_check_hostname", "true")).casefold() not in _NO
    return told
