"""Settings of Celery's broker, made of a URL: kombu writes sockets, Sentinels and TLS in words of its own."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from gotuto.stores.valkey import SCHEMES, ValkeyAddress, valkey_address

# A frozen broker must not freeze whoever wakes a worker.
_PATIENCE = {"socket_timeout": 1.0, "socket_connect_timeout": 1.0}
# Who reads from a master that froze, and was replaced meanwhile, notices after about twice that.
_NOTICED_SECONDS = 5


@dataclass(frozen=True)
class Broker:
    """What Celery is told: `broker_url`, `broker_use_ssl` and `broker_transport_options`."""

    url: str
    tls: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=lambda: {**_PATIENCE, "socket_keepalive": True})


def broker_of(url: str) -> Broker:
    """The broker at REDIS_URL, or at any other address that kombu knows, which is left as it is."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        database = parse_qs(parts.query).get("db", ["0"])[0]
        return Broker(f"redis+socket://{parts.path}?virtual_host={database}")
    if parts.scheme not in SCHEMES:
        return Broker(url)
    address = valkey_address(url)
    # Without being told, kombu takes any certificate.
    return _of_sentinels(address) if address.master else Broker(address.url, dict(address.tls))


def _of_sentinels(address: ValkeyAddress) -> Broker:
    named = [quote(address.access.get(key, ""), safe="") for key in ("username", "password")]
    access = f"{':'.join(named)}@" if any(named) else ""
    servers = (f"{f'[{name}]' if ':' in name else name}:{port}" for name, port in address.hosts)
    options = {
        "master_name": address.master,
        "sentinel_kwargs": sentinel_options(address, seconds=_PATIENCE["socket_timeout"]),
        "health_check_interval": _NOTICED_SECONDS,
    }
    urls = ";".join(f"sentinel://{access}{server}/{address.database}" for server in servers)
    return Broker(urls, dict(address.tls), {**Broker(urls).options, **options})


def sentinel_options(address: ValkeyAddress, *, seconds: float) -> dict[str, Any]:
    """How redis-py asks each Sentinel: once, because the next one knows as well."""
    patience = {"socket_timeout": seconds, "socket_connect_timeout": seconds, "retry": None}
    return {**patience, **address.sentinel_access, **({"ssl": True, **address.tls} if address.tls else {})}
