"""The guide for integrators is true: its programs run, its requests are answered as it shows, its collection works."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.architecture import tree
from tests.billing.bankstatements.files import Entry, one_statement
from tests.catalog.images.pictures import picture
from tests.docs.exchanges import Answer, exchanges
from tests.docs.postman import Run
from tests.http_client import HttpClient

pytestmark = pytest.mark.xdist_group("instance")

GUIDE = tree.ROOT / "docs" / "api"
EXAMPLES = GUIDE / "examples"
# Played where a limit is reached: tests/docs/test_limits_page.py.
ELSEWHERE = {"limits.md"}
# What may be answered to a write that is only tried: the state of things may say no.
TRIED = {200, 201, 202, 409}
# A file for the tax adviser needs their accounts, which nobody has entered here.
READ = {200, 409}
# Nobody owes for long enough here to be charged.
_FEE = """
INSERT INTO billing_fee (id, invoice_id, step, kind, amount, currency, state, reason, created_at)
VALUES (gen_random_uuid(), %s, 'first', 'reminder', 5, 'EUR', 'open', '', now())
"""
DEMO_CUSTOMER = "demo@example.com"


def run(address: str, *command: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "GOTUTO_URL": address}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    "command", [("sh", str(EXAMPLES / "first_order.sh")), (sys.executable, str(EXAMPLES / "first_order.py"))]
)
def test_a_program_of_the_guide_places_an_order(instance, command):
    done = run(instance.url, *command)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("A-")
    assert done.stdout.endswith(" is confirmed\n")


def test_a_program_of_the_guide_says_that_nobody_answers():
    done = run("http://127.0.0.1:9", sys.executable, str(EXAMPLES / "first_order.py"))
    assert done.returncode == 1
    assert done.stderr.startswith("http://127.0.0.1:9/api/v1 does not answer")


@pytest.fixture(scope="module")
def customer_token(instance) -> str:
    return str(json.loads(instance.manage("token", "create", DEMO_CUSTOMER, "--json").stdout)["secret"])


@pytest.mark.parametrize("page", sorted(path.name for path in GUIDE.glob("*.md") if path.name not in ELSEWHERE))
def test_a_shop_answers_as_the_page_shows(instance, street, customer_token, page):
    def send(method: str, path: str, headers: Mapping[str, str], body: str) -> Answer:
        answer = client.call(method, path.removeprefix(instance.url), json.loads(body) if body else None, headers)
        return Answer(answer.status_code, answer.headers, answer.text)

    client = HttpClient(instance.url, timeout=40)
    values = {
        "staff_token": instance.staff_token,
        "customer_token": customer_token,
        "category_id": street.staff("POST", "categories/", {"name": f"Shelf of {page}"})["id"],
    }
    for exchange in exchanges((GUIDE / page).read_text()):
        exchange.play(send, values)
    client.close()


def described(street) -> dict[str, str]:
    """A shelf that declares what its goods tell."""
    shelf = str(street.staff("POST", "categories/", {"name": "Described"})["id"])
    origin = {"code": "origin", "kind": "text", "labels": {"en": "Origin"}}
    street.staff("POST", f"categories/{shelf}/attributes/", origin)
    return {"category_id": shelf, "code": "origin"}


def translate(street, known: Mapping[str, Any]) -> None:
    """A product and a category in another language."""
    for name in ("product", "category"):
        address = {"product": "products", "category": "categories"}[name]
        street.staff("PUT", f"{address}/{known[f'{name}_id']}/translations/de/", {"name": "Auf Deutsch"})


def filed(street) -> dict[str, str]:
    """A file that came in."""
    file = base64.b64encode(b"sku,price\nTEA-EARL-GREY-100,9.00\n").decode()
    return {"import_id": street.staff("POST", "imports/", {"kind": "products", "file": file})["id"]}


def pictured(street, product_id: str) -> dict[str, str]:
    """An image of a product."""
    sent = {"file": base64.b64encode(picture()).decode()}
    return {"image_id": street.staff("POST", f"products/{product_id}/images/", sent)["id"]}


def scheduled(street, product_id: str) -> dict[str, str]:
    """A price of a product that begins much later, and a list."""
    listed = {"code": "OVERSEAS", "name": "Overseas", "currency": "USD", "is_active": False}
    street.staff("POST", "price-lists/", listed)
    sku = street.staff("GET", f"products/{product_id}/")["variants"][0]["sku"]
    later = {"sku": sku, "amount": "99.00", "currency": "EUR", "from": "2099-01-01T00:00:00Z"}
    price = street.staff("POST", f"products/{product_id}/prices/", later)
    return {"price_id": price["id"], "price_list": "OVERSEAS"}


def grouped(street) -> dict[str, str]:
    """A customer, and a group that they may be put into."""
    group = street.staff("POST", "customer-groups/", {"code": "HIKERS", "name": "Hikers"})
    person = {"email": "hiker@example.com", "password": "a long and quiet path", "name": "Heidi"}
    return {"customer_group": group["code"], "customer_id": street.staff("POST", "customers/", person)["id"]}


@pytest.fixture
def collection(instance) -> Run:
    stored = json.loads((GUIDE / "gotuto.postman_collection.json").read_text())
    return Run(stored, base_url=instance.url)


def test_the_collection_places_an_order(collection):
    for item in collection.folders()["First order"]:
        collection.ask(item)


def test_every_request_of_the_collection_is_one_that_the_shop_takes(collection, street, instance, customer_token):
    order = street.guest_orders({street.sells(pieces=3): 2})
    street.pay(order)
    order = street.wait_for(order, "processing")
    collection.variables |= {
        "shipment_id": order["shipment_ids"][0],
        "sku": order["lines"][0]["sku"],
        "into_client_id": street.staff("POST", "clients/", {"name": "Zoe", "email": "zoe@example.com"})["id"],
        "legal_entity": "main",
    }
    folders = collection.folders()
    # Only a gateway can sign what it tells.
    folders.pop("gateways")
    for item in folders.pop("First order")[:-1]:
        collection.ask(item)
    collection.variables |= (
        money(street, instance)
        | warehouse(street)
        | described(street)
        | pictured(street, collection.variables["product_id"])
        | filed(street)
        | grouped(street)
        | scheduled(street, collection.variables["product_id"])
    )
    translate(street, collection.variables)
    for items in folders.values():
        for item in items:
            is_own = "/customers/me/" in item["request"]["url"]["raw"]
            collection.variables["token"] = customer_token if is_own else instance.staff_token
            remember(collection, item, taken(collection, item))


def money(street, instance) -> dict[str, str]:
    """A refund, an attempt, a line of a bank's statement and a fee, for the requests that are about one."""
    paid = street.staff("GET", "payments/")["results"][0]
    amount = {"amount": "1.00", "currency": "EUR"}
    refund = street.staff("POST", f"payments/{paid['id']}/refunds/", {"amount": amount, "reason": "A dent."})
    ordered = street.guest_orders({street.sells(pieces=1): 1})
    return_to = {"gateway": "sandbox", "return_url": f"{instance.url}/"}
    attempt = street.staff("POST", f"orders/{ordered['id']}/payment-attempts/", return_to)
    read = street.staff(
        "POST", "bank-statements/", {"content": base64.b64encode(one_statement(Entry(amount="77.70"))).decode()}
    )["statements"][0]
    line = street.staff("GET", f"bank-statement-lines/?statement_id={read['id']}")["results"][0]
    instance.sql(_FEE, attempt["invoice_id"])
    pause = {"until": "2099-12-31", "reason": "They pay soon."}
    for what in (f"invoices/{attempt['invoice_id']}", f"clients/{paid['client_id']}"):
        street.staff("POST", f"{what}/dunning-pause/", pause)
    fee = street.staff("GET", "fees/")["results"][0]
    ids = {
        "refund": refund,
        "attempt": attempt,
        "statement": read,
        "line": line,
        "fee": fee,
        "payment": paid,
        "client": {"id": paid["client_id"]},
        "invoice": {"id": attempt["invoice_id"]},
    }
    return {f"{name}_id": made["id"] for name, made in ids.items()}


def warehouse(street) -> dict[str, str]:
    """A second place, goods on their way to it, and a shelf that is counted."""
    street.staff("POST", "locations/", {"code": "HAMBURG", "name": "Shop in Hamburg"})
    lines = [{"sku": "TEA-EARL-GREY-100", "quantity": 20}]
    sent = street.staff("POST", "transfers/", {"to_location": "HAMBURG", "lines": lines})
    street.staff("POST", f"transfers/{sent['id']}/send/", {})
    counted = street.staff("POST", "stocktakes/", {"skus": ["TEA-EARL-GREY-100"]})
    bought = street.staff("POST", "suppliers/", {"name": "Tea House"})
    cost = {"cost": {"amount": "4.20", "currency": "EUR"}, "is_preferred": True}
    street.staff("PUT", f"suppliers/{bought['id']}/goods/TEA-EARL-GREY-100/", cost)
    street.staff("PATCH", "stock-items/TEA-EARL-GREY-100/", {"reorder_point": 500_000})
    wanted = {"supplier_id": bought["id"], "lines": [{"sku": "TEA-EARL-GREY-100", "quantity": 24}]}
    ordered = street.staff("POST", "purchase-orders/", wanted)
    street.staff("POST", f"purchase-orders/{ordered['id']}/place/", {})
    return {
        "purchase_order_id": ordered["id"],
        "transfer_id": sent["id"],
        "stocktake_id": counted["id"],
        "supplier_id": bought["id"],
    }


def taken(collection: Run, item: Mapping[str, Any]) -> Any:
    """The answer to a request, which must be good; a write is only tried, whatever it would bring."""
    is_read = item["request"]["method"] == "GET"
    answer = collection.ask(item) if is_read else collection.ask(item, Prefer="dry-run")
    assert answer.status_code in (READ if is_read else TRIED), f"{item['name']}: {answer.text}"
    return answer.json() if "json" in answer.headers["Content-Type"] else None


def remember(collection: Run, item: Mapping[str, Any], answer: Any) -> None:
    """The first of a list is what the requests after it are about."""
    resource = item["request"]["url"]["path"][2]
    name = f"{resource.removesuffix('s')}_id"
    if item["request"]["url"]["path"][3:] == [""] and item["request"]["method"] == "GET":
        found = (answer.get("results") or [{}])[0].get("id")
        if found and name in collection.variables and not collection.variables[name]:
            collection.variables[name] = found


def test_a_program_is_shown_as_it_stands_in_its_file():
    page = (GUIDE / "first-order.md").read_text()
    programs: list[Path] = [path for path in sorted(EXAMPLES.iterdir()) if path.is_file()]
    assert len(programs) == 5
    for program in programs:
        assert f"(examples/{program.name})\n\n```" in page
        assert f"\n{program.read_text()}```" in page
