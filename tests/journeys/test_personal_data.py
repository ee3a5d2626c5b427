"""Where people's data is after a whole journey with faults: in the contexts' own tables, and nowhere else."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from tests.journeys import instance as instances
from tests.journeys.instance import Instance
from tests.journeys.street import Street
from tests.runtime.processes import wait_until

pytestmark = pytest.mark.xdist_group("instance")

SEEDED = {
    "name": "Xaviera Quillfeather",
    "e-mail": "xquillfeather",
    "street": "Zwielichtgasse",
    "phone": "0150-7766554",
    "reason": "my dog Bellobald",
    "payment reference": "REF-QQ-314159",
    "password": "velvet orchid thunder",
    "account": "Yolantha Brombeer",
}
EMAIL = "xquillfeather@example.com"
ADDRESS = {
    "name": SEEDED["name"],
    "line1": f"{SEEDED['street']} 7",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
    "phone": SEEDED["phone"],
}

# The tables that may hold it, each of a context that can blank it.
MAY_HOLD = {
    "billing_client": {"name", "e-mail", "street", "phone", "account"},
    "billing_invoice": {"name", "e-mail", "street", "phone"},
    "billing_payment": {"payment reference"},
    "customer_customer": {"account"},
    "customer_user": {"e-mail"},
    "notification_notification": {"e-mail"},
    "order_orderparty": {"name", "e-mail", "street", "phone", "reason"},
    "shipping_shipment": {"name", "street", "phone"},
}


class Quoting(socketserver.StreamRequestHandler):
    """A mail server that takes nothing, and says to whom."""

    def handle(self) -> None:
        self._say("220 hi")
        while heard := self.rfile.readline().decode():
            recipient = heard.upper().startswith("RCPT")
            self._say(f"550 {heard.strip()} is not known here" if recipient else "250 fine")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture(scope="module")
def after_a_journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    directory = tmp_path_factory.mktemp("personal")
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Quoting) as office:
        office.daemon_threads = True
        threading.Thread(target=office.serve_forever, daemon=True).start()
        running = instances.start(
            directory / "shop",
            directory / "guard",
            DJANGO_SETTINGS_MODULE="tests.indiscreet.settings",
            INDISCREET_MAIL_PORT=str(office.server_address[1]),
            GOTUTO_MAX_ATTEMPTS="5",
            GOTUTO_BACKOFF_SECONDS="0.05",
        )
        with Street(running) as street:
            People(street, running).live()
        yield running
        running.stop()
        office.shutdown()


@dataclass
class People:
    street: Street
    instance: Instance

    def live(self) -> None:
        sku = self.street.sells(pieces=5)
        self.open_accounts()
        confirmed = self.order(sku, 1)
        self.pay_and_send(confirmed)
        refused = self.order(sku, 99)
        assert refused["status"] == "cancelled", refused
        for called_off in (self.order(sku, 1, wait=False), self.order(sku, 1)):
            answer = self.street.call(
                "POST",
                f"orders/{called_off['id']}/cancel/",
                {"reason": SEEDED["reason"]},
                {"X-Order-Token": called_off["token"]},
            )
            assert answer.status_code == 200, answer.text
        self.look_for(confirmed)
        wait_until(self.is_quiet, seconds=60)

    def open_accounts(self) -> None:
        account = {"email": EMAIL, "password": SEEDED["password"], "name": SEEDED["account"]}
        other = {**account, "email": f"other-{EMAIL}"}
        statuses = [self.street.call("POST", "customers/", body).status_code for body in (account, other, account)]
        assert statuses == [201, 201, 409]
        token = self.instance.manage("token", "create", f"other-{EMAIL}").stdout.strip()
        mine = {"Authorization": f"Bearer {token}"}
        body = {"email": EMAIL, "current_password": SEEDED["password"]}
        assert self.street.call("PATCH", "customers/me/", body, mine).status_code in (400, 403, 409)
        self.sign_in("a wrong guess")
        self.sign_in(SEEDED["password"])
        for broken in ({**account, "email": f"{EMAIL}\u0000"}, {**account, "name": f"{SEEDED['name']}\n"}):
            self.street.call("POST", "customers/", broken)

    def sign_in(self, password: str) -> None:
        with httpx.Client(base_url=self.instance.url) as browser:
            browser.get("/api/login/")
            form = {"username": EMAIL, "password": password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
            assert browser.post("/api/login/", data=form).status_code in (200, 302)

    def order(self, sku: str, pieces: int, *, wait: bool = True) -> dict[str, Any]:
        cart = self.street.cart({sku: pieces})
        body = {"cart_id": cart["id"], "email": EMAIL, "shipping_address": ADDRESS}
        headers = {"X-Cart-Token": cart["token"], **({"Prefer": "wait=20"} if wait else {})}
        answer = self.street.call("POST", "orders/", body, headers)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def pay_and_send(self, order: dict[str, Any]) -> None:
        self.street.pay(order, reference=SEEDED["payment reference"])
        [shipment_id] = self.street.wait_for(order, "processing")["shipment_ids"]
        self.street.staff("POST", f"shipments/{shipment_id}/dispatch/", {"carrier": "DHL"})
        self.street.staff("POST", f"shipments/{shipment_id}/deliver/")
        self.street.wait_for(order, "delivered")

    def look_for(self, order: dict[str, Any]) -> None:
        for path in (f"orders/?email={EMAIL}", f"clients/?email={EMAIL}", f"orders/{order['id']}/events/?raw=1"):
            self.street.staff("GET", path)

    def is_quiet(self) -> bool:
        waiting = """
            SELECT (SELECT count(*) FROM gotuto_outbox_delivery WHERE state = 'pending')
                 + (SELECT count(*) FROM gotuto_sagas_sagarun WHERE finished_at IS NULL AND NOT needs_attention)
                 + (SELECT count(*) FROM notification_notification WHERE status IN ('queued', 'sending'))
        """
        return self.instance.sql(waiting) == [(0,)]


def test_the_faults_have_happened(after_a_journey: Instance) -> None:
    errors = [
        error for (error,) in after_a_journey.sql("SELECT last_error FROM gotuto_outbox_delivery WHERE state = 'dead'")
    ]
    assert {error.split()[0] for error in errors} == {"ValueError", "indiscreet.known:", "IntegrityError:"}
    assert (
        "LookupError in tests/indiscreet/faults.py"
        in after_a_journey.sql("SELECT error FROM gotuto_sagas_failedattempt")[0][0]
    )
    assert after_a_journey.sql("SELECT count(*) FROM notification_notification WHERE status = 'refused'")[0][0] > 0


def test_no_log_has_anybodys_data(after_a_journey: Instance) -> None:
    logs = sorted((after_a_journey.data_dir / "log").rglob("*")) or sorted(after_a_journey.data_dir.rglob("*.log"))
    assert {"web", "worker", "beat", "postgres"} <= {path.stem for path in logs}
    assert {path.name: found for path in logs if (found := seeded_in(text_of(path)))} == {}


def test_only_tables_of_contexts_hold_it(after_a_journey: Instance) -> None:
    tables = after_a_journey.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    held = {
        table: found
        for (table,) in tables
        if (found := seeded_in(str(after_a_journey.sql(f'SELECT row_to_json(t)::text FROM "{table}" AS t'))))
    }
    assert held == MAY_HOLD
    assert not any(table.startswith("gotuto_") for table in held)


def test_valkey_holds_none_of_it(after_a_journey: Instance) -> None:
    valkey = Redis.from_url(after_a_journey.settings()["REDIS_URL"])
    keys = list(valkey.scan_iter())
    assert keys
    assert seeded_in(str([(key, valkey.dump(key)) for key in keys])) == set()


def seeded_in(text: str) -> set[str]:
    return {what for what, words in SEEDED.items() if words in text}


def text_of(path: Path) -> str:
    return path.read_text(errors="replace") if path.is_file() else ""
