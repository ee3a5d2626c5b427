"""Two hosts with two webs and two workers each, on a PostgreSQL behind PgBouncer and a Valkey that both speak TLS."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from wider.check import Check, Tool
from wider.fleet import place_order, shop_settings
from wider.hosts import suffering
from wider.hosts.network import Host, network
from wider.hosts.programs import Shop
from wider.hosts.servers import Servers, servers
from wider.proxies import in_front

_KILLS, _CUT_OFF_SECONDS, _RATE = 15, 60, 5
_ROLES = ("web", "web", "worker", "worker")


def _run() -> str:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gotuto-hosts-")))
        folder.chmod(0o711)
        hosts = stack.enter_context(network("db", "h1", "h2"))
        stores = stack.enter_context(servers(folder / "stores", hosts["db"]))
        shop = stack.enter_context(_shop(folder, stores, hosts["h1"], hosts["h2"]))
        url = stack.enter_context(in_front(folder, [web.address for web in shop.webs]))
        for web in shop.webs:
            place_order(f"http://{web.address}")
        return "; ".join(
            [
                f"an order by each of {len(shop.webs)} webs",
                suffering.oversell(shop, stores, url),
                suffering.kill_at_random(shop, stores, url, kills=_KILLS, rate=_RATE),
                suffering.cut_off(shop, stores, url, hosts["h2"], seconds=_CUT_OFF_SECONDS, rate=_RATE),
            ]
        )


@contextmanager
def _shop(folder: Path, stores: Servers, *hosts: Host) -> Iterator[Shop]:
    settings = {
        **shop_settings(),
        "GOTUTO_ENV": "production",
        "ALLOWED_HOSTS": "*",
        "DATABASE_URL": stores.database(pooled=True),
        "DATABASE_DIRECT_URL": stores.database(),
        "DATABASE_POOLER": "transaction-prepared",
        "REDIS_URL": stores.valkey(),
        # As a volume that both hosts have.
        "GOTUTO_DOCUMENTS_DIR": str(folder / "documents"),
        "GOTUTO_IMAGES_DIR": str(folder / "images"),
    }
    shop = Shop(folder, settings)
    try:
        shop.manage("migrate")
        shop.manage("demo_shop")
        for number, host in enumerate(hosts):
            shop.place(host, *_ROLES, *(() if number else ("beat",)))
        shop.wait_until_served()
        yield shop
    finally:
        shop.end()


CHECK = Check(
    "hosts",
    (
        Tool("ip", ("ip", "-V"), "Debian's iproute2"),
        Tool("mmdebstrap", ("mmdebstrap", "--version"), "Debian's mmdebstrap"),
        Tool("bubblewrap", ("bwrap", "--version"), "Debian's bubblewrap"),
        Tool("haproxy", ("haproxy", "-v"), "Debian's haproxy"),
    ),
    _run,
)
