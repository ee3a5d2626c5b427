"""A shop as its operator runs it: two webs behind HAProxy, a worker and beat, each in a container of its own."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from tests.http_client import HttpClient, NoAnswer
from tests.journeys.street import ADDRESS
from tests.reliability.load import Buyers
from tests.runtime.processes import free_port, wait_until
from wider.check import Failed
from wider.containers import Container
from wider.images import Image
from wider.proxies import two_webs
from wider.stores import Stores

PROGRAMS = ("web1", "web2", "worker", "beat")
# What Celery says last before it waits for tasks, or for the time to send one.
_READY = {"worker": " ready.", "beat": "maxinterval ->"}
_SETTLED_SECONDS = 60
_ENDED = "SELECT status, count(*) FROM order_order GROUP BY 1"
_VIOLATIONS = "SELECT invariant, subject, detail FROM invariants_violations LIMIT 5"


class Restarted(Protocol):
    """A shop whose programs can be restarted in turn; `webs` are where its two web servers listen."""

    folder: Path
    stores: Stores

    def webs(self) -> list[str]: ...

    def restart_in_turn(self, rounds: int) -> None: ...


@dataclass
class Fleet:
    """`ready` is after how many seconds each role was at first, `drained` how long each took to end."""

    image: Image
    stores: Stores
    folder: Path
    settings: dict[str, str]
    ready: dict[str, float] = field(default_factory=dict)
    drained: dict[str, float] = field(default_factory=dict)
    containers: dict[str, Container] = field(default_factory=dict)

    def container(self, name: str, **settings: str) -> Container:
        """One that is not started; it knows the data stores and the secrets of the shop."""
        told = {**self.settings, **self.stores.settings, "PORT": str(free_port()), **settings}
        self.containers[name] = Container(self.image, name.rstrip("12"), self.folder / name, told)
        return self.containers[name]

    def start(self, name: str) -> None:
        container = self.containers[name]
        container.start()
        seconds = container.wait_until(lambda: is_ready(container))
        self.ready.setdefault(container.role, seconds)

    def wait_until_heard(self) -> None:
        """Until readiness misses nothing: worker and beat have a heartbeat some seconds after they are there."""
        shop = HttpClient(f"http://127.0.0.1:{self.containers['web1'].settings['PORT']}")
        wait_until(lambda: not shop.call("GET", "/health/ready").json()["degraded"], seconds=_SETTLED_SECONDS)

    def webs(self) -> list[str]:
        return [f"127.0.0.1:{self.containers[name].settings['PORT']}" for name in ("web1", "web2")]

    def stop(self, name: str) -> None:
        container = self.containers[name]
        self.drained[container.role] = max(container.stop(), self.drained.get(container.role, 0))

    def restart_in_turn(self, rounds: int) -> None:
        for name in PROGRAMS * rounds:
            self.stop(name)
            self.start(name)


@contextmanager
def fleet(image: Image, stores: Stores, folder: Path) -> Iterator[Fleet]:
    """None of its programs runs yet; all that were started are ended."""
    made = Fleet(image, stores, folder, shop_settings())
    for name in PROGRAMS:
        made.container(name)
    try:
        yield made
    finally:
        for container in made.containers.values():
            container.kill()


def shop_settings() -> dict[str, str]:
    """Those of a shop in production behind one proxy, whose buyers all come from one address."""
    made_up = ("SECRET_KEY", "GOTUTO_ADMIN_TOKEN", "GOTUTO_ADMIN_PASSWORD", "GOTUTO_DEMO_PASSWORD")
    return {
        "HOST": "127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "GOTUTO_TRUSTED_PROXIES": "1",
        "GOTUTO_LIMITS": "off",
        **{name: secrets.token_hex(32) for name in made_up},
    }


def is_ready(container: Container) -> bool:
    if container.role in _READY:
        return _READY[container.role] in container.said()
    return is_serving(f"http://127.0.0.1:{container.settings['PORT']}")


def is_serving(url: str) -> bool:
    try:
        return HttpClient(url, timeout=5).call("GET", "/health/ready").is_success
    except NoAnswer:
        return False


def goods(url: str) -> list[str]:
    """What the shop sells."""
    listed = HttpClient(f"{url}/api/v1/").call("GET", "products/")
    return [product["sku"] for product in listed.json()["results"]]


def place_order(url: str) -> None:
    """One order, to its confirmation. Raises Failed."""
    shop = HttpClient(f"{url}/api/v1/", {"Prefer": "wait=20"})
    cart = shop.call("POST", "carts/", {"items": [{"sku": goods(url)[0], "quantity": 1}]}).json()
    form = {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": ADDRESS}
    answer = shop.call("POST", "orders/", form, {"X-Cart-Token": cart["token"]})
    shop.close()
    if not answer.is_success or answer.json()["status"] != "confirmed":
        raise Failed(f"an order was answered {answer.status_code}: {answer.text[:300]}")


def restart_under_load(shop: Restarted, *, rounds: int, rate: float) -> str:
    """Restart everything in turn while people buy who ask once and never again. Raises Failed when one of them is let down."""
    with two_webs(shop.folder, shop.webs()) as url:
        wait_until(lambda: is_serving(url))
        place_order(url)
        buyers, over, skus = Buyers(url, patience=0), Event(), goods(url)
        steady = buyers.steadily(lambda: {random.choice(skus): 1}, rate=rate, until=over)  # noqa: S311
        try:
            shop.restart_in_turn(rounds)
        finally:
            over.set()
            steady.join()
            buyers.close()
    _account(shop, buyers)
    return (
        f"everything restarted in turn {rounds} times under {rate:g} orders a second: {2 * len(buyers.purchases)} requests, "
        f"none failed, slowest {buyers.slowest(1):.1f} s, p99 {buyers.slowest(0.99):.2f} s, "
        f"all {len(buyers.purchases)} orders confirmed"
    )


def _account(shop: Restarted, buyers: Buyers) -> None:
    refused: list[Any] = [(one.email, refusal) for one in buyers.purchases for refusal in one.refusals]
    if refused:
        said = (shop.folder / "haproxy.log").read_text().splitlines()
        seen = [line for line in said if line.startswith("Server ")][-6:]
        raise Failed(f"{len(refused)} of {2 * len(buyers.purchases)} requests failed, such as {refused[:3]}: {seen}")
    wanted = [("confirmed", len(buyers.purchases) + 1)]
    try:
        wait_until(lambda: shop.stores.sql(_ENDED) == wanted, seconds=_SETTLED_SECONDS)
    except AssertionError as error:
        raise Failed(f"orders ended {shop.stores.sql(_ENDED)} instead of {wanted}") from error
    if violations := shop.stores.sql(_VIOLATIONS):
        raise Failed(f"the invariants are violated: {violations}")
