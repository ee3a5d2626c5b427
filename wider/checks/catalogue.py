"""Goods as their people enter, price, count and buy them, by clicks in Chromium on a running instance with many of them."""

from tests.journeys.street import Street
from wider.catalogue import entering, purchasing, repricing, shelving, telling
from wider.check import Check, Failed, Tool
from wider.checks.browser import PICTURES, sign_in
from wider.chromium import started
from wider.instance import running
from wider.money.shop import Shop

_PRODUCTS = 2_000
_JOURNEYS = (
    entering.play,
    repricing.play,
    shelving.counts,
    purchasing.play,
    shelving.holds,
    telling.play,
    entering.archives,
)


def _run() -> str:
    pictures = PICTURES / "catalogue"
    pictures.mkdir(parents=True, exist_ok=True)
    with running(GOTUTO_STOCK_VALUATION="EUR") as instance, Street(instance) as street, started() as browser:
        seeded = instance.manage("seed", f"--products={_PRODUCTS}")
        if seeded.returncode:
            raise Failed(seeded.stderr[-500:])
        sign_in(instance, browser)
        shop = Shop(instance, street, browser, pictures)
        seen = [play(shop) for play in _JOURNEYS]
    return f"by clicks, among {_PRODUCTS:,} products: {'; '.join(seen)}"


CHECK = Check("catalogue", (Tool("chromium", ("chromium", "--version"), "Debian's chromium"),), _run)
