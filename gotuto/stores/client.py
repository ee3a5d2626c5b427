"""Client of Valkey for all who speak to it, behind Sentinels or not."""

from redis import Redis
from redis.sentinel import Sentinel

from gotuto.stores.broker import sentinel_options
from gotuto.stores.valkey import valkey_address


def valkey_client(url: str, *, seconds: float) -> Redis:
    """A client that waits no longer than this for a connection or an answer, and asks the Sentinels whom to connect to."""
    address = valkey_address(url)
    patience = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    if not address.master:
        return Redis.from_url(url, **patience)
    options = sentinel_options(address, seconds=seconds)
    sentinels = Sentinel(address.hosts, sentinel_kwargs=options, **patience)  # type: ignore[no-untyped-call]
    tls = {"ssl": True, **address.tls} if address.tls else {}
    client: Redis = sentinels.master_for(  # type: ignore[no-untyped-call]
        address.master, db=address.database, **address.access, **tls
    )
    return client
