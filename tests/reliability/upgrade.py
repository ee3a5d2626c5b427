"""An instance of an earlier tree with work under way, continued by this one: `python -m tests.reliability.upgrade --tree PATH`.

The earlier tree is a checkout with a virtual environment of its own. Its worker is stopped in the middle: orders wait for their
sagas, payments for their handlers, mails for the mail server. Then this tree starts on the same data directory, migrates, and
has to end everything. Exit code 1 when something was lost, doubled or left.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import meter, stage
from bench.client import never
from bench.stage import Stage
from tests.http_client import HttpClient
from tests.runtime.processes import PROJECT

CLIENTS = 8
# Of ten orders so many are settled before the worker stops for the first time; every second of them is then paid.
SETTLED = 3
RUN_ON_SECONDS = 4.0
STAFF = "staff@example.com"

_COUNTS = """
SELECT 'order ' || status, count(*) FROM order_order GROUP BY 1
UNION ALL SELECT 'saga ' || state, count(*) FROM gotuto_sagas_sagarun GROUP BY 1
UNION ALL SELECT 'delivery ' || state, count(*) FROM gotuto_outbox_delivery GROUP BY 1
UNION ALL SELECT 'mail ' || coalesce(to_jsonb(mail) ->> 'status', to_jsonb(mail) ->> 'state'), count(*)
FROM notification_notification AS mail GROUP BY 1
ORDER BY 1
"""
_TO_PAY = (
    "SELECT id::text, total::text, currency FROM billing_invoice WHERE status = 'sent' ORDER BY created_at LIMIT %s"
)
_NOT_ENDED = """
SELECT count(*) FROM order_order AS o
WHERE status = 'pending' OR NOT EXISTS (SELECT FROM notification_notification AS m WHERE m.order_id = o.id)
"""
_TWICE = "SELECT count(*) FROM (SELECT 1 FROM notification_notification GROUP BY order_id, kind, event_id HAVING count(*) > 1) AS x"


def place(here: Stage, orders: int) -> None:
    """So many orders over HTTP, without waiting for what becomes of them."""
    skus = [sku for (sku,) in here.sql("SELECT sku FROM catalog_product LIMIT 2000")]
    plan = {"kind": "order", "clients": CLIENTS, "seconds": 3600, "times": orders // CLIENTS, "seed": int(time.time()),
            "url": here.url, "skus": skus}  # fmt: skip
    subprocess.run([sys.executable, "-m", "bench.client"], cwd=PROJECT, input=json.dumps(plan), text=True, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


def pay(here: Stage, invoices: int) -> None:
    """Book payments over HTTP; the news of them waits for the worker."""
    here.manage("createsuperuser", "--noinput", "--email", STAFF)
    token = here.manage("token", "create", STAFF).strip()
    staff = HttpClient(f"{here.url}/api/v1/", {"Authorization": f"Bearer {token}"})
    with contextlib.closing(staff):
        for invoice, amount, currency in here.sql(_TO_PAY, invoices):
            money = {"amount": str(round(float(amount), 2)), "currency": currency}
            body = {"amount": money, "method": "cash", "reference": invoice}
            answer = staff.call("POST", f"invoices/{invoice}/payments/", body)
            assert answer.is_success, answer.text


@contextlib.contextmanager
def asleep(here: Stage) -> Iterator[None]:
    """The worker and beat of the instance stand still."""
    pids = [pid for name in ("beat", "worker") for pid in meter.trees(here.roots)[name]]
    _send(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        _send(pids, signal.SIGCONT)


def _send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def counts(here: Stage) -> dict[str, int]:
    return dict(here.sql(_COUNTS.format(mail_status=here.mail_status)))  # type: ignore[arg-type]


def leave_work(data: Path, tree: Path, orders: int) -> dict[str, int]:
    """Run the earlier tree, and stop it in the middle; what it left."""
    with stage.running(data, tree=tree) as here:
        here.manage("seed", "--products", "2000", "--orders", "10")
        place(here, orders * SETTLED // 10)
        here.settle()
        with asleep(here):
            pay(here, orders * SETTLED // 20)
            place(here, orders * (10 - SETTLED) // 10)
        never.wait(RUN_ON_SECONDS)
        # Killed, not stopped: claims stay open, a mail may be on its way.
        for name in ("beat", "worker"):
            _send(meter.trees(here.roots)[name], signal.SIGKILL)
        return counts(here)


def continue_work(data: Path, left: dict[str, int]) -> tuple[dict[str, Any], list[str]]:
    """Run this tree until nothing is due; what it did, and what is wrong."""
    started = time.monotonic()
    with stage.running(data) as here:
        up = time.monotonic()
        here.settle()
        ended = counts(here)
        facts = {"left": left, "ended": ended, "up after s": round(up - started, 1),
                 "settled after s": round(time.monotonic() - up, 1)}  # fmt: skip
        wrong = []
        if sum(n for what, n in left.items() if what.startswith("order ")) != sum(
            n for what, n in ended.items() if what.startswith("order ")
        ):
            wrong.append("orders were lost or doubled")
        # The orders of the seed never had a mail.
        ((not_ended,), (twice,)) = here.sql(_NOT_ENDED)[0], here.sql(_TWICE)[0]
        if not_ended > 10:
            wrong.append(f"{not_ended} orders have not ended, or have no mail")
        if twice:
            wrong.append(f"{twice} mails were written twice")
        wrong += [
            f"{n} x {what}" for what, n in ended.items() if what in ("delivery dead", "mail failed", "mail refused")
        ]
        for command in (("invariants",), ("order", "rebuild", "--verify")):
            facts[" ".join(command)] = here.manage(*command).strip().splitlines()[-1]
    return facts, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tree", type=Path, required=True, help="a checkout with a virtual environment of its own")
    parser.add_argument("--orders", type=int, default=10_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gotuto-upgrade-") as data:
        left = leave_work(Path(data), wanted.tree.resolve(), wanted.orders)
        facts, wrong = continue_work(Path(data), left)
    sys.stdout.write(json.dumps({**facts, "wrong": wrong}, indent=1) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
