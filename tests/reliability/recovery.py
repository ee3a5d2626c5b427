"""A shop that is backed up while people buy, destroyed with its documents, and restored.

    python -m tests.reliability.recovery --orders 100000

Prints what each part took, and what was wrong. Exit code 1 when an order is missing that was there before the backup began,
something is doubled, a document is not as it was stored, or the shop does not go on.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from bench import meter
from tests.journeys.street import Street
from tests.reliability.load import Buyers, mixed
from tests.reliability.report import Report
from tests.reliability.shop import SufferingShop, open_shop
from tests.runtime import starting
from tests.runtime.processes import PROJECT, wait_until

RATE = 10.0
AROUND_SECONDS = 5.0
KEY = "the-same-before-and-after"
_SELLER = {
    "legal_entity": "main",
    "name": "Tea Trading GmbH",
    "address": {
        "name": "Tea Trading GmbH",
        "line1": "Speicherstraße 7",
        "postal_code": "20457",
        "city": "Hamburg",
        "country": "DE",
    },
    "vat_id": "DE136695976",
}
_UNMADE = "SELECT count(*) FROM billing_document WHERE status <> 'done'"
_COUNTS = """
SELECT (SELECT count(*) FROM order_order), (SELECT count(DISTINCT number) FROM order_order),
       (SELECT count(*) FROM billing_invoice WHERE number IS NOT NULL),
       (SELECT count(DISTINCT number) FROM billing_invoice WHERE number IS NOT NULL)
"""


def measured(data: Path, *arguments: str, **settings: str) -> dict[str, Any]:
    """Run a command on an instance; what it tells, its seconds, and the most memory that it and its children had."""
    began, most = time.monotonic(), dict[str, float]()
    environ = {**starting.clean_environment(), **settings, "GOTUTO_DATA_DIR": str(data)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments, "--json"],
        cwd=PROJECT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while process.poll() is None:
        for pid, rss in resident_mb(process.pid).items():
            most[pid] = max(most.get(pid, 0.0), rss)
        Event().wait(0.1)
    out, err = process.communicate()
    assert process.returncode == 0, (out + err).decode()[-2_000:]
    return {"told": json.loads(out), "seconds": round(time.monotonic() - began, 1),
            "rss MB": {name: round(size) for name, size in most.items() if not name.startswith("postgres")}}  # fmt: skip


def resident_mb(root: int) -> dict[str, float]:
    """The largest resident set of each program beneath a process, by its name."""
    found: dict[str, float] = {}
    for pid in meter.trees({"root": root})["root"]:
        try:
            lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        except (FileNotFoundError, ProcessLookupError):
            continue
        name = lines["Name"].strip()
        found[name] = max(found.get(name, 0.0), int(lines.get("VmRSS", "0 kB").split()[0]) / 1024)
    return found


def buy_once(shop: SufferingShop, sku: str, cart: dict[str, Any] | None = None) -> tuple[dict[str, Any], str]:
    """Order under the one key; the cart, and the number of the order."""
    with Street(shop.instance) as street:
        cart = cart or street.cart({sku: 1})
        answer = street.order(cart, email="again@example.com", Idempotency_Key=KEY)
        assert answer.is_success, answer.text
        return cart, str(answer.json()["number"])


def back_up_under_load(shop: SufferingShop, folder: Path, report: Report, passphrase: str) -> dict[str, Any]:
    """Orders at a steady rate before, while and after a backup is taken; what must be in it."""
    dice, skus, over = random.Random(report.seed), shop.fill(20), Event()
    cart, number = buy_once(shop, skus[0])
    buyers = shop.buyers()
    buying = buyers.steadily(mixed(dice, skus), rate=RATE, until=over)
    over.wait(AROUND_SECONDS)
    before = [purchase.order_id for purchase in buyers.promised()]
    taken = measured(shop.instance.data_dir, "backup", str(folder), GOTUTO_BACKUP_PASSPHRASE=passphrase)
    over.wait(AROUND_SECONDS)
    over.set()
    buying.join()
    report.figures |= {"backup s": taken["seconds"], "backup rss MB": taken["rss MB"],
                       "file MB": round(taken["told"]["taken"]["bytes"] / 1e6, 1), "rows": taken["told"]["taken"]["rows"],
                       "documents in it": sum(each["files"] for each in taken["told"]["taken"]["files"]),
                       "bought meanwhile": len(buyers.promised()), "slowest p95 s": round(buyers.slowest(0.95), 2)}  # fmt: skip
    report.expect(not buyers.failures(), f"{len(buyers.failures())} requests failed while it was backed up")
    report.expect(report.figures["documents in it"] > 0, "no document was made before the backup")
    return {"orders": before, "cart": cart, "number": number, "sku": skus[0], "skus": skus}


def go_on(shop: SufferingShop, known: dict[str, Any], report: Report) -> None:
    """What was under way ends, what was repeated is not done twice, and people buy again."""
    present = {str(key) for (key,) in shop.sql("SELECT id FROM order_order")}
    lost = [order for order in known["orders"] if order not in present]
    report.expect(not lost, f"{len(lost)} orders are missing that were there before the backup")
    report.figures["settled s"] = round(shop.settle(120), 1)
    report.expect(shop.settle(1) < 1, "work is left")
    _, number = buy_once(shop, known["sku"], known["cart"])
    report.expect(number == known["number"], f"a repeated request made {number} beside {known['number']}")
    buyers: Buyers = shop.buyers()
    buyers.at_once([{sku: 1} for sku in known["skus"]])
    report.expect(len(buyers.promised()) == len(known["skus"]), "not everybody could buy after the restore")
    shop.settle(60)
    orders, numbers, invoices, invoice_numbers = shop.sql(_COUNTS)[0]
    report.figures["orders in the end"] = orders
    report.expect(orders == numbers, "a number was given to two orders")
    report.expect(invoices == invoice_numbers, "a number was given to two invoices")
    report.expect(not shop.violations(), f"violated: {shop.violations()[:3]}")
    report.figures["documents in the end"] = documents_of(shop, report)


def documents_of(shop: SufferingShop, report: Report) -> int:
    """Wait until every issued document has its files, and have all of them compared; how many there are."""
    with suppress(AssertionError):
        wait_until(lambda: shop.sql(_UNMADE) == [(0,)], seconds=300)
    left = shop.sql(_UNMADE)[0][0]
    report.expect(not left, f"{left} documents were not made")
    # It fails when a file is missing or damaged.
    files: int = measured(shop.instance.data_dir, "documents", "verify")["told"]["files"]
    return files


def describe_seller(shop: SufferingShop, file: Path) -> None:
    """Without a seller there would be no documents."""
    file.write_text(json.dumps(_SELLER))
    done = starting.manage(shop.instance.data_dir, "seller", "describe", str(file))
    assert done.returncode == 0, done.stderr


def play(directory: Path, *, products: int, orders: int, seed: int, passphrase: str) -> Report:
    report = Report("recovery", seed)
    backups = directory / "backups"
    backups.mkdir()
    with open_shop(directory, GOTUTO_LIMITS="off") as shop:
        seeded = starting.manage(
            shop.instance.data_dir, "seed", f"--products={products}", f"--orders={orders}", seconds=3600
        )
        assert seeded.returncode == 0, seeded.stderr
        describe_seller(shop, directory / "seller.json")
        known = back_up_under_load(shop, backups, report, passphrase)
    data = directory / "shop"
    for lost in ("postgres", "documents"):
        shutil.rmtree(data / lost)
    back = measured(data, "restore", str(backups), "--verify", GOTUTO_BACKUP_PASSPHRASE=passphrase)
    report.figures |= {"restore --verify s": back["seconds"], "restore rss MB": back["rss MB"]}
    with open_shop(directory, GOTUTO_LIMITS="off") as shop:
        go_on(shop, known, report)
    return report


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--passphrase", default="")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gotuto-") as directory:
        report = play(Path(directory), products=wanted.products, orders=wanted.orders, seed=wanted.seed,
                      passphrase=wanted.passphrase)  # fmt: skip
    sys.stdout.write(f"{report}\n")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
