"""Client of Valkey for all who speak to it, behind Sentinels or not."""

from typing import Any

from redis import Redis, RedisError
from redis.sentinel import MasterNotFoundError, Sentinel

from gotuto.stores.broker import sentinel_options
from gotuto.stores.valkey import valkey_address


class Sentinels(Sentinel):
    """Asks one after the other, and says why none knew; redis-py says how each is configured instead, over pages."""

    sentinels: list[Redis]

    def discover_master(self, service_name: str) -> tuple[str, int]:
        said = []
        for each in self.sentinels:
            try:
                state: Any = each.sentinel_masters().get(service_name)  # type: ignore[union-attr]
            except RedisError as error:
                said.append(str(error))
                continue
            if state and self.check_master_state(state, service_name):  # type: ignore[no-untyped-call]
                # A list of its own: another thread may be reading this one.
                self.sentinels = [each, *(other for other in self.sentinels if other is not each)]
                return state["ip"], state["port"]
            said.append(f"a Sentinel says that {service_name} is {'down' if state else 'none of its masters'}")
        raise MasterNotFoundError("; ".join(said))


def valkey_client(url: str, *, seconds: float) -> Redis:
    """A client that waits no longer than this for a connection or an answer, and asks the Sentinels whom to connect to."""
    address = valkey_address(url)
    patience = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    if not address.master:
        return Redis.from_url(url, **patience)
    options = sentinel_options(address, seconds=seconds)
    sentinels = Sentinels(address.hosts, sentinel_kwargs=options, **patience)  # type: ignore[no-untyped-call]
    tls = {"ssl": True, **address.tls} if address.tls else {}
    client: Redis = sentinels.master_for(  # type: ignore[no-untyped-call]
        address.master, db=address.database, **address.access, **tls
    )
    return client
