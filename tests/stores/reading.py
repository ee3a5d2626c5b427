"""A shop that reads from a standby, and what its writers and others are told.

    python -m tests.stores.reading --writes 1000

Prints which server answered how much, and how often others were told what had been. Exit code 1 when anybody was told less than
they had written, or the standby answered too little.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gotuto.runtime.valkey import Valkey
from tests.http_client import HttpClient
from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.street import Street
from tests.runtime.processes import wait_until
from tests.stores.databases import Pair, pair

DELAY_MS = 500
SECONDS = 2
# Of what guests ask, a standby half a second behind answers nearly all.
_LEAST_SHARE = 0.9


class Shop:
    """An instance whose standby is half a second behind."""

    def __init__(self, instance: Instance, databases: Pair) -> None:
        self.instance, self.standby = instance, databases.standby

    def reads(self) -> dict[str, int]:
        """How many questions each server has answered."""
        told = HttpClient(self.instance.url).call("GET", "/metrics").text
        found = re.findall(r'^gotuto_reads_total\{server="(\w+)"\} (\S+)$', told, re.MULTILINE)
        return {"primary": 0, "replica": 0, **{server: int(float(count)) for server, count in found}}

    @contextmanager
    def read_by(self, server: str, *, at_least: int) -> Iterator[None]:
        before = self.reads()[server]
        yield
        assert self.reads()[server] - before >= at_least

    def wait_until_read_by(self, server: str, street: Street) -> None:
        def serves() -> bool:
            before = self.reads()[server]
            street.call("GET", "products/")
            return self.reads()[server] > before

        wait_until(serves, seconds=30)


@contextmanager
def shop_with_standby(folder: Path) -> Iterator[Shop]:
    valkey = Valkey(folder / "valkey")
    with pair(folder, recovery_min_apply_delay=f"{DELAY_MS}ms") as databases:
        valkey.start()
        stores = {
            "DATABASE_URL": databases.primary.url(),
            "DATABASE_REPLICA_URL": databases.standby.url(),
            "DATABASE_REPLICA_SECONDS": str(SECONDS),
            "REDIS_URL": valkey.url(),
            "GOTUTO_LIMITS": "off",
        }
        instance = instances.start(folder / "shop", folder / "guard", **stores)
        try:
            yield Shop(instance, databases)
        finally:
            instance.stop()
            valkey.stop()


def find(street: Street, sku: str) -> dict[str, Any]:
    """A product that a guest is told of, too."""
    product: dict[str, Any] = street.staff("GET", f"products/?sku={sku}")["results"][0]
    wait_until(lambda: street.call("GET", f"products/{product['id']}/").status_code == 200)
    return product


def rename(street: Street, product: dict[str, Any], name: str) -> None:
    street.staff("PATCH", f"products/{product['id']}/", {"name": name})


def told(street: Street, product: dict[str, Any]) -> str:
    """What a guest is told that it is called."""
    return str(street.call("GET", f"products/{product['id']}/").json()["name"])


def write_and_read(street: Street, sku: str, *, writes: int) -> tuple[int, list[str]]:
    """How often others were told a former name just after it was changed, and what whoever changed it was told wrongly."""
    product, late, wrong = find(street, sku), 0, list[str]()
    for number in range(writes):
        name = f"Souvenir, edition {number}"
        rename(street, product, name)
        late += told(street, product) != name
        detail = street.staff("GET", f"products/{product['id']}/")["name"]
        listed = street.staff("GET", f"products/?sku={sku}")["results"][0]["name"]
        wrong += [f"{one} instead of {name}" for one in (detail, listed) if one != name]
    return late, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writes", type=int, default=1000)
    writes = parser.parse_args().writes
    with tempfile.TemporaryDirectory(prefix="gotuto-reading-") as name, shop_with_standby(Path(name)) as shop:
        with Street(shop.instance) as street:
            sku = street.sells(pieces=1)
            shop.wait_until_read_by("replica", street)
            before = shop.reads()
            late, wrong = write_and_read(street, sku, writes=writes)
            read = {server: count - before[server] for server, count in shop.reads().items()}
            before = shop.reads()
            for _ in range(writes):
                street.call("GET", "products/")
                told(street, find(street, sku))
            guests = {server: count - before[server] for server, count in shop.reads().items()}
        wrong += [
            f"{count} violations"
            for (count,) in shop.instance.sql("SELECT count(*) FROM invariants_violations")
            if count
        ]
    share = read["replica"] / writes
    sys.stdout.write(
        f"{writes} writes, each read by its writer (detail and list) and by a guest: {len(wrong)} told less than was written; "
        f"guests were told what had been {late} times; answered by {read}; afterwards by {guests}\n"
    )
    sys.exit(1 if wrong or share < _LEAST_SHARE else 0)


if __name__ == "__main__":
    main()
