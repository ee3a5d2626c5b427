"""A guest script that wants to keep goods from others: how much of a thing one address can hold without paying.

    python -m tests.reliability.hoarder [--pieces 20 200 2000]

It orders from one address under ever new e-mail addresses, as much as each order may have, until it is refused for good: a
product, one with three variants, one at two locations, and one that is sold out and for which it stands in line. Nothing paces it,
as a limit of orders a minute only makes it wait. It must never have more orders than GOTUTO_UNPAID_PER_ADDRESS allows, no order
may have more than GOTUTO_GUEST_PIECES or GOTUTO_GUEST_SHARE allow; the shares that it gets are told.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.http_client import Answer
from tests.journeys.street import Street
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop
from tests.runtime.processes import wait_until

# As `manage.py settings` shows them.
ORDERS, PIECES, SHARE = 20, 10, 0.1
LIMITS = {
    "GOTUTO_LIMITS": "on",
    "GOTUTO_RATE_GUEST_CART": "off",
    "GOTUTO_RATE_GUEST_ORDER": "off",
    "GOTUTO_UNPAID_PER_ADDRESS": str(ORDERS),
    "GOTUTO_GUEST_PIECES": str(PIECES),
    "GOTUTO_GUEST_SHARE": str(SHARE),
}
_HELD = "SELECT reserved::int, waiting::int FROM inventory_stockitem WHERE sku = %s"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pieces", type=int, nargs="+", default=[20, 200, 2000])
    wanted = parser.parse_args()
    report = Report("hoarder", 0)
    # Behind a proxy, so that each thing is tried from another address: whoever has no more orders gets nothing at all.
    with (
        tempfile.TemporaryDirectory() as directory,
        open_shop(Path(directory), GOTUTO_TRUSTED_PROXIES="1", **LIMITS) as shop,
    ):
        for number, pieces in enumerate(wanted.pieces):
            try_all(report, shop, pieces, number)
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def try_all(report: Report, shop: SufferingShop, pieces: int, number: int) -> None:
    with Street(shop.instance) as street:
        [plain], [spread], [sold_out] = shop.fill(1, pieces=pieces), shop.fill(1, pieces=pieces), shop.fill(1, pieces=1)
        shop.lay(spread, pieces=pieces, location="Hamburg")
        sizes = shop.fill(3, pieces=pieces)
        street.staff("PATCH", f"stock-items/{sold_out}/", {"when_sold_out": "wait", "waiting_limit": pieces})
        things = {
            "a product": [plain],
            "three sizes": sizes,
            "at two locations": [spread],
            f"in line, {pieces} at most": [sold_out],
        }
        for place, (what, skus) in enumerate(things.items()):
            orders = hoard(street, skus, address=f"198.51.{number}.{place + 1}")
            held, waiting = map(sum, zip(*(shop.sql(_HELD, sku)[0] for sku in skus), strict=True))
            there = {"three sizes": 3 * pieces, "at two locations": 2 * pieces}.get(what, pieces)
            report.figures[f"{what} of {there}"] = f"{(held + waiting) / there:.0%} in {orders} orders"
            report.expect(orders <= ORDERS, f"{orders} orders for {what}")


def hoard(street: Street, skus: list[str], *, address: str) -> int:
    """Orders of as much as each may have, until nothing more is to be had; how many there were."""
    orders, refused = 0, 0
    while refused < 2 * len(skus):
        sku = skus[(orders + refused) % len(skus)]
        free = street.staff("GET", f"stock-items/?sku={sku}")["results"][0]["available"]
        quantity = max(PIECES, int(free * SHARE)) if free >= PIECES else max(free, 1)
        cart = street.cart({sku: quantity}, X_Forwarded_For=address)
        is_held = _holds(street, street.order(cart, email=street.somebody(), X_Forwarded_For=address))
        orders, refused = orders + is_held, 0 if is_held else refused + 1
    return orders


def _holds(street: Street, answer: Answer) -> bool:
    """Whether an order has got its goods, or a place in line."""
    if not answer.is_success:
        return False
    order = answer.json()
    wait_until(lambda: street.look(order)["status"] != "pending" or street.look(order)["waiting"] is not None)
    return bool(street.look(order)["status"] != "cancelled")


if __name__ == "__main__":
    sys.exit(main())
