"""Buyers pay at a gateway that times out, loses answers and shuffles its webhooks, while the shop is killed: do both ledgers agree?

    python -m tests.reliability.gateway_storm [--payments 500] [--refunds 100] [--kills-a-minute 2] [--seed 7]

A fifth of all calls time out, a twentieth is done and its answer lost, a third of the webhooks comes twice, all come in any
order. Then the gateway is well again, and the hours pass after which the janitor asks. Exit code 1 when anything is wrong.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGKILL
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sandboxes.payments.faults import Fate
from sandboxes.payments.server import Sandbox
from tests.http_client import Answer, HttpClient, NoAnswer
from tests.journeys.street import Street
from tests.reliability.hours import until_all_is_known
from tests.reliability.ledgers import PAYMENTS, REFUNDS, UNKNOWN, differences, total
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop
from tests.reliability.storm import struck

SECRET = "known-to-the-sandbox-and-to-the-shop"
FAULTS = {"timeouts": 0.2, "timeout_seconds": 1.0, "lost": 0.05, "duplicates": 0.3, "shuffle_seconds": 2.0}
WELL = {"timeouts": 0.0, "lost": 0.0}
PATIENCE = 240.0
_MOST_ATTEMPTS = 5

_INVOICES = """
SELECT attempt.reference, attempt.status, payment.amount, invoice.total, invoice.status,
       (SELECT count(*) FROM billing_payment AS other WHERE other.invoice_id = attempt.invoice_id)
FROM billing_paymentattempt AS attempt
JOIN billing_invoice AS invoice ON invoice.id = attempt.invoice_id
LEFT JOIN billing_payment AS payment ON payment.id = attempt.payment_id
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--payments", type=int, default=500)
    parser.add_argument("--refunds", type=int, default=100)
    parser.add_argument("--kills-a-minute", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    report = Report("gateway", wanted.seed)
    with tempfile.TemporaryDirectory(prefix="gotuto-gateway-", ignore_cleanup_errors=True) as directory:
        _prove(wanted, report, Path(directory))
    print(report)  # noqa: T201
    return 1 if report.wrong else 0


def _prove(wanted: argparse.Namespace, report: Report, directory: Path) -> None:
    with Sandbox(secret=SECRET, file=str(directory / "ledger.sqlite"), fate=Fate(seed=wanted.seed)) as sandbox:
        environ = {
            "GOTUTO_PAYMENT_GATEWAYS": "manual,sandbox",
            "GOTUTO_PAYMENT_CAPTURE": "by_shop",
            "GOTUTO_SANDBOX_URL": sandbox.url,
            "GOTUTO_SANDBOX_SECRET": SECRET,
            "GOTUTO_RETURN_ORIGINS": "https://shop.example.com",
            "GOTUTO_BACKOFF_SECONDS": "1",
        }
        with open_shop(directory, **environ) as shop:
            sandbox.messenger.send_to(f"{shop.instance.url}/api/v1/gateways/sandbox/webhook/")
            began = time.monotonic()
            _play(wanted, report, shop, sandbox)
            report.figures["seconds"] = round(time.monotonic() - began)
            _compare(report, shop, sandbox)


def _play(wanted: argparse.Namespace, report: Report, shop: SufferingShop, sandbox: Sandbox) -> None:
    skus = shop.fill(4)
    sandbox.fate.change(FAULTS)
    customers = Customers(shop, sandbox, skus, random.Random(wanted.seed))
    with killer(shop, report, every=60 / wanted.kills_a_minute):
        with ThreadPoolExecutor(8) as crowd:
            list(crowd.map(customers.pay_for_one, range(wanted.payments)))
        customers.refund(wanted.refunds)
        report.figures["unknown before the janitor"] = shop.sql(UNKNOWN)[0][0]
    sandbox.fate.change(WELL)
    customers.close()
    report.figures |= customers.figures
    report.expect(until_all_is_known(shop, patience=PATIENCE), f"not everything is known after {PATIENCE:.0f} s")
    report.figures["unknown after"] = shop.sql(UNKNOWN)[0][0]
    report.expect(shop.settle(PATIENCE) < PATIENCE, "the shop has not settled")


def _compare(report: Report, shop: SufferingShop, sandbox: Sandbox) -> None:
    ledger, payments, refunds = sandbox.ledger.all(), shop.sql(PAYMENTS), shop.sql(REFUNDS)
    report.wrong += differences(ledger, payments, refunds)
    attempts = shop.sql(_INVOICES)
    for reference, status, amount, due, invoice, booked in attempts:
        if status == "succeeded" and (invoice != "paid" or amount != due or booked != 1):
            report.wrong.append(f"{reference}: invoice {invoice}, {booked} payments, {amount} of {due}")
    report.figures |= {
        **{f"attempts {status}": count for status, count in Counter(row[1] for row in attempts).items()},
        "captured there": ledger["captured"],
        "booked here": str(total(payments)),
        "refunded there": ledger["refunded"],
        "refunded here": str(total(refunds)),
        "refunds": len(refunds),
    }
    report.wrong += shop.violations()


class Customers:
    """Who order, pay at the gateway's page, and insist until they are served."""

    def __init__(self, shop: SufferingShop, sandbox: Sandbox, skus: list[str], dice: random.Random) -> None:
        self.shop, self.sandbox, self.skus, self.dice = shop, sandbox, skus, dice
        self.buyers = shop.buyers(patience=60)
        self._api = HttpClient(f"{shop.instance.url}/api/v1/", timeout=40)
        self.figures: Counter[str] = Counter()

    def close(self) -> None:
        self.buyers.close()
        self._api.close()

    def pay_for_one(self, number: int) -> None:
        """Order, and begin to pay until the gateway has shown its page; whoever never sees one is counted."""
        purchase = self.buyers.buy({self.skus[number % len(self.skus)]: 1 + number % 3})
        path, token = f"orders/{purchase.order_id}/payment-attempts/", {"X-Order-Token": purchase.token}
        body = {"gateway": "sandbox", "return_url": "https://shop.example.com/thanks"}
        for _ in range(_MOST_ATTEMPTS):
            made = self._insist("POST", path, body, token)
            if made is not None and (page := self._page(made, token)):
                _choose(page)
                self.figures["paid at the page"] += 1
                return
        self.figures["never saw the page"] += 1

    def _page(self, attempt: dict[str, Any], token: dict[str, str]) -> str | None:
        """Where to pay; None once the attempt has come to nothing."""
        deadline, pause = time.monotonic() + PATIENCE, Event()
        while time.monotonic() < deadline and attempt["status"] == "open":
            if attempt["redirect_url"]:
                return str(attempt["redirect_url"])
            pause.wait(0.5)
            attempt = self._insist("GET", f"payment-attempts/{attempt['id']}/", None, token) or attempt
        return None

    def _insist(self, method: str, path: str, body: Any, headers: dict[str, str]) -> dict[str, Any] | None:
        keyed = {**headers, "Idempotency-Key": str(uuid4())} if method == "POST" else headers
        deadline, pause = time.monotonic() + 60, Event()
        while time.monotonic() < deadline:
            answer = self._once(method, path, body, keyed)
            if answer is not None and answer.is_success:
                return dict(answer.json())
            pause.wait(0.3)
        return None

    def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer | None:
        try:
            return self._api.call(method, path, body, headers)
        except NoAnswer:
            return None

    def refund(self, how_many: int) -> None:
        """Staff send back some payments, whole or in part, while the gateway still fails."""
        with Street(self.shop.instance) as street:
            found = self.shop.sql(
                "SELECT id::text, amount FROM billing_payment WHERE channel = 'gateway' ORDER BY id LIMIT %s", how_many
            )
            for payment_id, amount in found:
                part = amount if self.dice.random() < 0.5 else round(amount / 3, 2)
                self._refund(street, payment_id, part)

    def _refund(self, street: Street, payment_id: str, amount: Decimal) -> None:
        body = {"amount": {"amount": f"{amount:.2f}", "currency": "EUR"}, "reason": "Not as described."}
        headers = {"Authorization": f"Bearer {street.instance.staff_token}"}
        made = self._insist("POST", f"payments/{payment_id}/refunds/", body, headers)
        self.figures["refunds asked for" if made else "refunds refused"] += 1


def _choose(page: str) -> None:
    """What the buyer's browser sends; where it leads them is not looked at."""
    address = urlsplit(page)
    line = HTTPConnection(address.hostname or "", address.port, timeout=60)
    with suppress(HTTPException):
        line.request("POST", address.path, b"choice=pay", {"Content-Type": "application/x-www-form-urlencoded"})
        line.getresponse().read()
    line.close()


@contextmanager
def killer(shop: SufferingShop, report: Report, *, every: float) -> Iterator[None]:
    """Kill a worker's child, or the whole web server, in turns."""
    over, killed = Event(), Counter[str]()

    def run() -> None:
        while not over.wait(every):
            name = "web" if sum(killed.values()) % 2 else "worker"
            victims = shop.children(name) or [shop.pid(name)]
            killed[name] += struck(victims[-1], SIGKILL)

    thread = Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        report.figures["killed"] = f"{killed['worker']} of the worker, {killed['web']} of the web"


if __name__ == "__main__":
    sys.exit(main())
