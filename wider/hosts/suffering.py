"""What a shop on several hosts goes through, and what must hold afterwards."""

import random
from collections.abc import Callable
from contextlib import closing
from threading import Event

from tests.http_client import HttpClient
from tests.reliability.load import Buyers, Purchase
from tests.runtime.processes import wait_until
from wider.check import Failed
from wider.fleet import goods
from wider.hosts.network import Host
from wider.hosts.programs import Shop
from wider.hosts.servers import Servers

_OPEN = """
SELECT (SELECT count(*) FROM gotuto_sagas_sagarun WHERE state IN ('running', 'compensating'))
     + (SELECT count(*) FROM gotuto_outbox_delivery WHERE state <> 'done')
"""
_ORDERS = "SELECT id::text, status FROM order_order"
_TWICE = "SELECT email FROM order_orderparty WHERE email LIKE 'buyer-%' GROUP BY email HAVING count(*) > 1"
_VIOLATIONS = "SELECT invariant, subject, detail FROM invariants_violations LIMIT 5"
_STOCK = "SELECT on_hand, reserved FROM inventory_stockitem WHERE sku = '{sku}'"
_SETTLED_SECONDS = 180
_SCARCE, _PIECES, _CROWD = "HOSTS-50", 50, 100


def oversell(shop: Shop, servers: Servers, url: str) -> str:
    """A hundred buyers at once of fifty pieces, over all webs."""
    token = {"Authorization": f"Bearer {shop.settings['GOTUTO_ADMIN_TOKEN']}"}
    with closing(HttpClient(f"{url}/api/v1/", token)) as staff:
        shelf = staff.call("GET", "categories/").json()["results"][0]["id"]
        price = {"amount": "5.00", "currency": "EUR"}
        for path, body in (
            ("products/", {"sku": _SCARCE, "name": "Fifty of it", "price": price, "category_id": shelf}),
            (f"stock-items/{_SCARCE}/receipts/", {"quantity": _PIECES}),
        ):
            answer = staff.call("POST", path, body)
            if not answer.is_success:
                raise Failed(f"{path} was answered {answer.status_code}: {answer.text[:200]}")
    with closing(Buyers(url)) as buyers:
        buyers.at_once([{_SCARCE: 1}] * _CROWD)
        _settle(servers)
        confirmed = _account(servers, buyers.promised(), may_be_cancelled=True)
    _check(servers)
    if confirmed != _PIECES:
        raise Failed(f"{confirmed} of {_PIECES} pieces were sold: {servers.sql(_STOCK.format(sku=_SCARCE))}")
    return f"{_CROWD} buyers at once of {_PIECES} pieces: {confirmed} orders confirmed"


def kill_at_random(shop: Shop, servers: Servers, url: str, *, kills: int, rate: float) -> str:
    """Every other second a program is killed with -9, and started again."""
    dice, tick = random.Random(7), Event()  # noqa: S311

    def suffer() -> None:
        for _ in range(kills):
            victim = dice.choice([one for one in shop.programs if one.role != "beat"])
            tick.wait(2)
            victim.kill()
            victim.start()

    told = _under_orders(servers, url, suffer, rate=rate)
    return f"{kills} kills -9 of webs and workers under {rate:g} orders a second: {told}"


def cut_off(shop: Shop, servers: Servers, url: str, host: Host, *, seconds: float, rate: float) -> str:
    """A host that is gone from one moment to the next, goes on by itself, and comes back."""

    def suffer() -> None:
        host.cut_off()
        try:
            Event().wait(seconds)
        finally:
            host.plug_in()

    told = _under_orders(servers, url, suffer, rate=rate)
    shop.wait_until_served()
    return f"one host cut off for {seconds:g} s under {rate:g} orders a second: {told}"


def _under_orders(servers: Servers, url: str, suffer: Callable[[], None], *, rate: float) -> str:
    over, skus = Event(), [sku for sku in goods(url) if sku != _SCARCE]
    with closing(Buyers(url, patience=120)) as buyers:
        steady = buyers.steadily(lambda: {random.choice(skus): 1}, rate=rate, until=over)  # noqa: S311
        try:
            suffer()
            Event().wait(5)
        finally:
            over.set()
            steady.join()
        _settle(servers)
        confirmed = _account(servers, buyers.promised(), may_be_cancelled=False)
        _check(servers)
        refused = len(buyers.failures())
        if len(buyers.promised()) != len(buyers.purchases):
            raise Failed(f"{len(buyers.purchases) - len(buyers.promised())} buyers gave up")
        return (
            f"{confirmed} orders, all confirmed once; {refused} requests asked again, "
            f"p95 {buyers.slowest(0.95):.1f} s, slowest {buyers.slowest(1):.1f} s"
        )


def _settle(servers: Servers) -> None:
    try:
        wait_until(lambda: servers.sql(_OPEN) == [(0,)], seconds=_SETTLED_SECONDS)
    except AssertionError as error:
        raise Failed(f"work is left after {_SETTLED_SECONDS} s: {servers.sql(_OPEN)}") from error


def _account(servers: Servers, promised: list[Purchase], *, may_be_cancelled: bool) -> int:
    """How many of them are confirmed. Raises Failed when one is lost, has not ended or was made twice."""
    states = {str(order): str(status) for order, status in servers.sql(_ORDERS)}
    good = ("confirmed", "cancelled") if may_be_cancelled else ("confirmed",)
    if wrong := [one.order_id for one in promised if states.get(one.order_id) not in good]:
        raise Failed(
            f"{len(wrong)} acknowledged orders are lost or have not ended: {[states.get(one) for one in wrong[:5]]}"
        )
    if twice := servers.sql(_TWICE):
        raise Failed(f"{len(twice)} buyers got two orders")
    return sum(states[one.order_id] == "confirmed" for one in promised)


def _check(servers: Servers) -> None:
    if violations := servers.sql(_VIOLATIONS):
        raise Failed(f"the invariants are violated: {violations}")
