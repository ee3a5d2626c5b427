"""How long every GET and POST of the OpenAPI document takes at a steady rate: `python -m bench.operations [--rate 10]`.

An instance of its own, with production's settings and a shop of some size. What one operation makes is what the next one
needs: carts become orders, orders are paid or cancelled, parcels are sent. Exit code 1 when the p95 of one is above what the
guide promises, an answer was not good, or the document has an operation that is not asked here.
"""

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import accounts, goods, report, supplies
from bench.desk import API, Desk
from bench.stage import SETTINGS, percentile
from bench.wishes import Wish
from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.street import ADDRESS

PROMISED_SECONDS = 0.2
PASSWORD = "a-long-and-quiet-river"
_METHODS = ("get", "post")


def buying(desk: Desk, skus: list[str]) -> None:
    """From carts to orders that are cancelled, paid, sent and delivered."""
    shelf, twice = itertools.cycle(skus), range(2 * desk.times)
    carts = desk.ask("POST", "/carts/", [Wish(body={"items": [{"sku": next(shelf), "quantity": 1}]}) for _ in twice])
    mine = [{"X-Cart-Token": cart["token"]} for cart in carts]
    ids = [{"cart_id": cart["id"]} for cart in carts]
    one_more = [Wish(of, {"sku": next(shelf), "quantity": 1}, token) for of, token in zip(ids, mine, strict=True)]
    desk.ask("POST", "/carts/{cart_id}/items/", one_more[: desk.times])
    desk.again("/carts/{cart_id}/", Wish(ids[0], headers=mine[0]))
    forms = [
        Wish(body={**of, "email": "ada@example.com", "shipping_address": ADDRESS}, headers=token)
        for of, token in zip(ids, mine, strict=True)
    ]
    orders = desk.ask("POST", "/orders/", forms)
    desk.settle()
    whose = [Wish({"order_id": order["id"]}, headers={"X-Order-Token": order["token"]}) for order in orders]
    desk.again("/orders/{order_id}/", whose[0])
    desk.again("/orders/{order_id}/events/", whose[0])
    desk.ask(
        "POST",
        "/orders/{order_id}/cancel/",
        [one._replace(body={"reason": "Changed my mind"}) for one in whose[: desk.times]],
    )
    paying(desk, [order["id"] for order in orders[desk.times :]])


def paying(desk: Desk, orders: list[str]) -> None:
    """Invoices are paid, parcels go out and arrive."""
    seen = desk.ask("GET", "/orders/{order_id}/", [Wish({"order_id": one}, headers=desk.staff) for one in orders])
    due = [
        (order["invoice_id"], {"amount": order["total"], "method": "transfer", "reference": f"transfer {number}"})
        for number, order in enumerate(seen)
    ]
    desk.ask("POST", "/invoices/{invoice_id}/payments/", [Wish({"invoice_id": of}, p, desk.staff) for of, p in due])
    desk.again("/invoices/{invoice_id}/", Wish({"invoice_id": due[0][0]}, headers=desk.staff))
    desk.settle()
    seen = desk.ask("GET", "/orders/{order_id}/", [Wish({"order_id": one}, headers=desk.staff) for one in orders])
    parcels = [Wish({"shipment_id": order["shipment_ids"][0]}, {}, desk.staff) for order in seen]
    desk.ask("POST", "/shipments/{shipment_id}/dispatch/", parcels)
    desk.ask("POST", "/shipments/{shipment_id}/deliver/", parcels)
    desk.again("/shipments/{shipment_id}/picking-list/", parcels[0]._replace(body=None))
    desk.again("/shipments/{shipment_id}/", parcels[0]._replace(body=None))
    desk.settle()
    refunding(desk, [one[0] for one in due])


def refunding(desk: Desk, invoices: list[str]) -> None:
    """A part of each payment goes back, half of them by hand in the end, half not after all."""
    shown = [Wish({"invoice_id": one}, headers=desk.staff) for one in invoices]
    payments = [invoice["payments"][0]["id"] for invoice in desk.ask("GET", "/invoices/{invoice_id}/", shown)]
    dent = {"amount": {"amount": "0.01", "currency": "EUR"}, "reason": "A dent"}
    twice = [Wish({"payment_id": one}, dent, desk.staff) for one in payments for _ in range(2)]
    asked = [refund["id"] for refund in desk.ask("POST", "/payments/{payment_id}/refunds/", twice)]
    desk.again("/refunds/", Wish(headers=desk.staff))
    desk.again("/refunds/{refund_id}/", Wish({"refund_id": asked[0]}, headers=desk.staff))
    sent = [Wish({"refund_id": one}, {"reference": "transfer"}, desk.staff) for one in asked[::2]]
    desk.ask("POST", "/refunds/{refund_id}/pay-out/", sent)
    desk.ask(
        "POST", "/refunds/{refund_id}/withdraw/", [Wish({"refund_id": one}, {}, desk.staff) for one in asked[1::2]]
    )
    desk.settle()


def keeping(desk: Desk, skus: list[str]) -> None:
    """What staff write: goods, stock, clients; and people who register."""
    numbers, staff = range(desk.times), desk.staff
    goods.entering(desk)
    named = [{"sku": sku} for _, sku in zip(numbers, itertools.cycle(skus), strict=False)]
    desk.ask("POST", "/stock-items/{sku}/receipts/", [Wish(sku, {"quantity": 5}, staff) for sku in named])
    lost = {"delta": -1, "reason": "Broken"}
    desk.ask("POST", "/stock-items/{sku}/adjustments/", [Wish(sku, lost, staff) for sku in named])
    stocking(desk, skus)
    asking_otherwise(desk)
    people = [{"name": f"Client {n}", "email": f"client-{n}@example.com"} for n in numbers]
    desk.ask("POST", "/clients/", [Wish(body=person, headers=staff) for person in people])
    new_people = [{**one, "email": f"new-{one['email']}", "password": PASSWORD} for one in people]
    made = desk.ask("POST", "/customers/", [Wish(body=person) for person in new_people])
    groups = [{"code": f"GROUP-{n}", "name": f"Group {n}"} for n in numbers]
    desk.ask("POST", "/customer-groups/", [Wish(body=group, headers=staff) for group in groups])
    for path in ("/customer-groups/", "/customer-groups/{customer_group}/"):
        desk.again(path, Wish({"customer_group": "GROUP-0"}, headers=staff))
    desk.again("/customers/{customer_id}/", Wish({"customer_id": made[0]["id"]}, headers=staff))


def stocking(desk: Desk, skus: list[str]) -> None:
    """What keepers of the stock write of several locations."""
    numbers, staff = range(desk.times), desk.staff
    places = [{"code": f"PLACE-{n}", "name": f"Place {n}"} for n in numbers]
    desk.ask("POST", "/locations/", [Wish(body=place, headers=staff) for place in places])
    goods = Wish(body={"to_location": "PLACE-0", "lines": [{"sku": skus[0], "quantity": 1}]}, headers=staff)
    sent, dropped = (desk.ask("POST", "/transfers/", [goods for _ in numbers]) for _ in range(2))
    moved = [Wish({"transfer_id": one["id"]}, {}, staff) for one in sent]
    desk.ask("POST", "/transfers/{transfer_id}/send/", moved)
    desk.ask("POST", "/transfers/{transfer_id}/receive/", moved)
    supplies.buying(desk, skus)
    shelves = [
        desk.ask("POST", "/stocktakes/", [Wish(body={"skus": skus[:3]}, headers=staff) for _ in numbers]) for _ in "ab"
    ]
    lists, others = ([Wish({"stocktake_id": one["id"]}, {}, staff) for one in found] for found in shelves)
    seen = {"counts": [{"sku": skus[0], "quantity": 100}]}
    desk.ask("POST", "/stocktakes/{stocktake_id}/counts/", [one._replace(body=seen) for one in lists])
    desk.ask("POST", "/stocktakes/{stocktake_id}/close/", lists)
    desk.ask("POST", "/stocktakes/{stocktake_id}/cancel/", others)
    given_up = [Wish({"transfer_id": one["id"]}, {}, staff) for one in dropped]
    desk.ask("POST", "/transfers/{transfer_id}/cancel/", given_up)


def asking_otherwise(desk: Desk) -> None:
    """What they write of price lists, and read of them; of each currency one is active."""
    codes = [f"LIST-{n}" for n in range(desk.times)]
    new = [{"code": code, "name": code, "currency": "CHF", "is_active": False} for code in codes]
    desk.ask("POST", "/price-lists/", [Wish(body=one, headers=desk.staff) for one in new])
    for path in ("/price-lists/", "/price-lists/{price_list}/"):
        desk.again(path, Wish({"price_list": codes[0]}, headers=desk.staff))


def reading(desk: Desk, skus: list[str]) -> None:
    """Every page that was not read on the way, in a shop that is full."""
    made = desk.shop.manage("token", "create", "new-client-0@example.com", "--json")
    desk.again("/customers/me/", Wish(headers={"Authorization": f"Bearer {json.loads(made.stdout)['secret']}"}))
    desk.again("/availability/", Wish(query=f"?sku={skus[0]}"))
    desk.again("/products/suggest/", Wish(query=f"?q={skus[0][:4]}"))
    for path in ("/", "/categories/tree/", "/tax-rates/"):
        desk.again(path)
    for name in ("vat", "receivables", "revenue", "payments"):
        desk.again(f"/reports/{name}/", Wish(headers=desk.staff))
    of_client = f"?client_id={desk.first('/clients/')}"
    desk.again("/reports/statement/", Wish(query=of_client, headers=desk.staff))
    for name in ("product", "categorie", "client", "invoice", "notification", "order", "shipment", "stock-item"):
        desk.again(f"/{name}s/", Wish(headers=desk.staff))
    desk.again("/stock-items/{sku}/", Wish({"sku": skus[0]}, headers=desk.staff))
    desk.again("/stock-items/{sku}/levels/", Wish({"sku": skus[0]}, headers=desk.staff))
    desk.again("/stock-items/{sku}/value/", Wish({"sku": skus[0]}, headers=desk.staff))
    for path in ("/stock-values/", "/stock-values/total/"):
        desk.again(path, Wish({}, headers=desk.staff))
    desk.again("/stock-items/{sku}/reservations/", Wish({"sku": skus[0]}, headers=desk.staff))
    counting = Wish({"stocktake_id": desk.first("/stocktakes/")}, headers=desk.staff)
    for path in ("/stocktakes/", "/stocktakes/{stocktake_id}/", "/stocktakes/{stocktake_id}/lines/"):
        desk.again(path, counting)
    desk.again("/transfers/", Wish(headers=desk.staff))
    desk.again("/transfers/{transfer_id}/", Wish({"transfer_id": desk.first("/transfers/")}, headers=desk.staff))
    desk.again("/locations/", Wish(headers=desk.staff))
    desk.again("/locations/{location}/", Wish({"location": "MAIN"}, headers=desk.staff))
    desk.again("/stock-items/{sku}/movements/", Wish({"sku": skus[0]}, headers=desk.staff))
    for path, name in {"/products/": "product_id", "/categories/": "category_id", "/clients/": "client_id",
                       "/notifications/": "notification_id"}.items():  # fmt: skip
        desk.again(f"{path}{{{name}}}/", Wish({name: desk.first(path)}, headers=desk.staff))
        if path in ("/products/", "/categories/"):
            desk.again(f"{path}{{{name}}}/translations/", Wish({name: desk.first(path)}, headers=desk.staff))
    accounts.reading(desk)


PARTS: tuple[Callable[[Desk, list[str]], None], ...] = (buying, keeping, accounts.keeping, reading)


def documented(desk: Desk) -> set[tuple[str, str]]:
    paths = desk.http.call("GET", "/api/schema/?format=json").json()["paths"]
    return {
        (method.upper(), path.removeprefix(API))
        for path, there in paths.items()
        for method in there
        if method in _METHODS
    }


@contextmanager
def shop(products: int, orders: int) -> Iterator[Instance]:
    with tempfile.TemporaryDirectory(prefix="gotuto-operations-") as directory:
        usual = {
            "GOTUTO_DEMO": "1",
            "GOTUTO_POLL_SECONDS": "2",
            "GOTUTO_LEASE_SECONDS": "10",
            "GOTUTO_SILENT_SECONDS": "30",
        }
        here = instances.start(Path(directory) / "shop", Path(directory) / "guard", **SETTINGS, **usual)
        try:
            here.manage("seed", f"--products={products}", f"--orders={orders}").check_returncode()
            here.sql("ANALYZE")
            yield here
        finally:
            here.stop()


def rows(desk: Desk) -> list[list[object]]:
    return [
        [f"{method} {path}", len(took), *(1000 * percentile(took, share) for share in (0.5, 0.95)), 1000 * max(took)]
        for (method, path), took in sorted(desk.seconds.items(), key=lambda one: (one[0][1], one[0][0]))
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--times", type=int, default=60, help="requests of each operation")
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=1_000)
    wanted = parser.parse_args()
    with shop(wanted.products, wanted.orders) as here:
        desk = Desk(here, rate=wanted.rate, times=wanted.times)
        skus = [str(sku) for (sku,) in here.sql("SELECT sku FROM catalog_product WHERE sku LIKE 'SEED-%%' LIMIT 200")]
        for part in PARTS:
            part(desk, skus)
        wrong = [f"not asked: {method} {path}" for method, path in sorted(documented(desk) - set(desk.seconds))]
    wrong += [f"{row[0]}: p95 {row[3]:.0f} ms" for row in rows(desk) if float(str(row[3])) > 1000 * PROMISED_SECONDS]
    table = report.table([f"{wanted.rate:g}/s, milliseconds", "times", "p50", "p95", "most"], rows(desk))
    sys.stdout.write("\n".join([table, "", *wrong]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
